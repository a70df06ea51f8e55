"""The pages of a package: which they are, and how the course's own pages become files of it.

A page knows where others lie only through its `til`. What is not in the package cannot be linked to: such a link
becomes its words, and a line that is nothing but such a link is left out.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import PurePosixPath

from generator import bilde, pages
from generator.course import Case, Course, load
from generator.lesestoff import Stykke
from generator.pages.lesestoff import lesestoff
from generator.pages.side import Side
from generator.view.sprak import Malform, Tekster, malform

CONTENTS = "index"
"""The page of the package that stands for the lists of cases and of lessons."""
LISTS = ("saker", "leksjoner")
LOOKED_UP = ("i-dag", "kilder")
"""The hand-written pages that belong in every package."""
GLOSSARY = "ordliste.md"
GONE = "borte:"
"""The address of what is not in the package, until its links are taken away."""
GONE_LINK = rf'<a\b[^>]*\shref="{GONE}[^"]*"[^>]*>'
GONE_LINE = re.compile(
    rf"<li>\s*{GONE_LINK}(?:(?!</li>).)*</li>\s*|<p\b[^>]*>\s*{GONE_LINK}[^<]*</a>\s*</p>\s*", re.DOTALL
)
EMPTIED = re.compile(r"<section\b[^>]*>\s*<h2>[^<]*</h2>\s*<ul\b[^>]*>\s*</ul>\s*</section>\s*")
STYLE = re.compile(r'<link rel="stylesheet"[^>]*>\s*')
ELSEWHERE = re.compile(r'<a href="(?=https?:)')


@dataclass(frozen=True)
class Sider:
    """The course as this package has it: its lessons, and the pages around the cases."""

    course: Course
    malform: Malform
    leksjoner: tuple[Stykke, ...]
    """Those that one of the cases is practised in, or worked through in, in their order."""
    rundt: tuple[Side, ...]
    """Every page but the contents and the cases'."""

    @property
    def bilder(self) -> tuple[str, ...]:
        """The pictures of the texts, as paths below `course/`."""
        asked = (ask.about[0] for text in self.course.lesestoff for ask, _ in text.asks() if ask.word == "bilde")
        return tuple(f"{bilde.FOLDER}/{name}.png" for name in dict.fromkeys(asked))

    def navn(self) -> frozenset[str]:
        """What can be linked to, as `til` names it."""
        cases = (f"saker/{case.sak.id}" for case in self.course.cases)
        around = (side.path.removesuffix(".md").removesuffix("/index") for side in self.rundt)
        return frozenset(chain(cases, around, LISTS, self.bilder))


def sider(course: Course, t: Tekster) -> Sider:
    """The pages that the chosen cases call for."""
    language = malform(t)
    lessons = [text for text in course.lesestoff if text.nummer and course.by_id.keys() & named(text)]
    lessons.sort(key=lambda text: text.nummer)
    texts = [*lessons, *(text for text in course.lesestoff if text.navn in LOOKED_UP)]
    known = {text.navn + ".md" for text in texts} | {GLOSSARY}
    course = replace(course, lesestoff=texts)
    with_told = replace(course, cases=[*course.cases, *_told(course, lessons)])
    read = [side for side in lesestoff(with_told, t) if side.path in known]
    return Sider(
        course, language, tuple(lessons), (*read, *pages.rules(course, [], language), *pages.twins(course, language))
    )


def named(text: Stykke) -> set[str]:
    """The cases that a lesson says to practise on, and those it works through."""
    return {*text.hode.saker, *_worked(text)}


def _worked(text: Stykke) -> set[str]:
    return {id for ask, _ in text.asks() if ask.word in ("sak", "fasit") for id in ask.about}


def _told(course: Course, lessons: list[Stykke]) -> list[Case]:
    """The cases that lessons work through though they are not chosen: without them the text would hang in the air."""
    missing = {id for text in lessons for id in _worked(text)} - course.by_id.keys()
    files = [file for file in course.sources if PurePosixPath(file).stem in missing]
    return load(course.root, course.regelbok, [course.root / file for file in files]).cases if files else []


def fil(path: str) -> str:
    """The file of the page at this path.

    >>> fil("saker/rad-ni.md"), fil("regler/index.md")
    ('saker/rad-ni.html', 'regler/index.html')
    """
    return path.removesuffix(".md") + ".html"


def til(known: Collection[str], path: str, to: str) -> str:
    """The address of `to` as seen from the page at `path`; GONE where the package has no such page.

    >>> til({"regler", "saker", "regler/samtale"}, "saker/anna.md", "regler"), til({"saker"}, "regler/x.md", "saker")
    ('../regler/index.html', '../index.html')
    >>> til({"regler/samtale"}, "index.md", "regler/samtale"), til((), "index.md", "fagmote")
    ('regler/samtale.html', 'borte:')
    """
    if to.startswith("assets/"):
        target = to
    elif to not in known:
        return GONE
    elif PurePosixPath(to).suffix:
        target = to
    else:
        target = fil(CONTENTS if to in LISTS else f"{to}/index" if to == "regler" else to)
    return posixpath.relpath(target, posixpath.dirname(path) or ".")


def innhold(known: Collection[str], side: Side) -> str:
    """What the page holds, with links that lead somewhere."""
    page = STYLE.sub("", side.make(partial(til, known, side.path)))
    page = EMPTIED.sub("", GONE_LINE.sub("", page))
    page = re.sub(rf"{GONE_LINK}(.*?)</a>", r"\1", page, flags=re.DOTALL)
    return ELSEWHERE.sub('<a target="_blank" rel="noopener" href="', page)
