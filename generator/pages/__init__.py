"""The pages of a course: finished HTML, and where each page goes."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from generator.course import Course
from generator.pages.regler import stegside
from generator.view import tekst
from generator.view.forklaring import hjemmel
from generator.view.sak import DOMMER, GRADER, MODULER, ROLLER, Sporsmal, vis

HERE = Path(__file__).parent
STATIC = HERE / "static"
MOST_SEARCHED = 1500
"""Characters of a story that search may know."""


@dataclass(frozen=True)
class Side:
    """A page: its path in the docs folder, its title, and the text that search may find it by."""

    path: str
    title: str
    sok: str
    make: Callable[[Callable[[str], str]], str]

    def html(self) -> str:
        """The finished HTML: made when it is asked for, so that a thousand pages need not be held at once."""
        return self.make(partial(link, self.path))

    def markdown(self) -> str:
        """The page as any builder reads it: front matter, and the HTML as one raw block, with links from file to file.

        Builders disagree on what a link in raw HTML is seen from, but not where a page lies as its source does.
        """
        meta = yaml.safe_dump({"title": self.title, **META}, allow_unicode=True)
        return f"---\n{meta}---\n\n{self.make(partial(file_link, self.path))}\n"


LISTS = ("saker", "regler")
"""The folders of pages, each with an index."""

META = {"hide": ["navigation", "toc"]}
"""Front matter of every page: the sheet has the width to itself."""


def render(course: Course) -> Iterator[Side]:
    """Every page that is made from the course, in a fixed order."""
    yield from overview(course)
    for number in range(len(course.cases)):
        yield sak(course, number)


def overview(course: Course) -> Iterator[Side]:
    """The pages that tell of many cases or of none: start, the list of cases, the steps and their rules."""
    steps = [stegside(course, step) for step in course.regelbok.steg]
    yield _side("index.md", "Start", "start.html.j2", "Samme sak, samme svar?", course=course)
    yield _side("saker/index.md", "Saker", "saker.html.j2", "Alle sakene, tema for tema", course=course)
    yield _side("regler/index.md", "Regler", "regler.html.j2", "Reglene, steg for steg", course=course, steg=steps)
    for step in steps:
        spec = course.regelbok.steg[step.id]
        path = f"regler/{step.id}.md"
        yield _side(path, spec.navn, "steg.html.j2", spec.sporsmal, course=course, steg=step, spec=spec)


def sak(course: Course, number: int) -> Side:
    """The page of the case with this number in the course, counted from 0."""
    case = course.cases[number]
    following = course.cases[number + 1] if number + 1 < len(course.cases) else None
    story = " ".join(re.sub(r"<[^>]+>", " ", tekst.html(case.sak.historie)).split())[:MOST_SEARCHED]

    def make(til: Callable[[str], str]) -> str:
        shown = vis(course, case, number + 1)
        return _html("sak.html.j2", til=til, course=course, s=shown, neste=following)

    return Side(f"saker/{case.sak.id}.md", case.sak.tittel, story, make)


def is_case(side: Side) -> bool:
    return side.path.startswith("saker/") and side.path != "saker/index.md"


def _side(path: str, title: str, template: str, sok: str, **context: Any) -> Side:
    return Side(path, title, sok, lambda til: _html(template, til=til, **context))


def _html(template: str, **context: Any) -> str:
    page = _templates().get_template(template).render(**context)
    return re.sub(r"\n\s+", "\n", page).strip()


@cache
def link(path: str, to: str) -> str:
    """The address of the page `to` as seen from the page at `path`: each page is a folder on the site.

    >>> link("saker/anna.md", "regler/samtale"), link("index.md", "saker")
    ('../../regler/samtale/', 'saker/')
    """
    return posixpath.relpath(to, path.removesuffix("index.md").removesuffix(".md") or ".") + "/"


@cache
def file_link(path: str, to: str) -> str:
    """The same where each page is a file.

    >>> file_link("saker/anna.md", "regler/samtale"), file_link("index.md", "saker")
    ('../regler/samtale.html', 'saker/index.html')
    """
    page = f"{to}/index.html" if to in LISTS else f"{to}.html"
    return posixpath.relpath(page, posixpath.dirname(path) or ".")


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        DOMMER=DOMMER, GRADER=GRADER, MODULER=MODULER, ROLLER=ROLLER, hjemmel=hjemmel, tall=tekst.number, synlig=_synlig
    )
    environment.filters.update(markdown=tekst.html, data=_script_data, liten=lambda text: text[:1].lower() + text[1:])
    return environment


def _synlig(question: Sporsmal, states: tuple[int, ...]) -> Markup:
    """Attributes for what is said in these states of the cards only; without JavaScript, when all are open."""
    if len(set(states)) == question.tilstander:
        return Markup("")
    numbers = " ".join(map(str, sorted(set(states))))
    return Markup(f' data-i="{numbers}"' + ("" if question.siste in states else " hidden"))


def _script_data(data: Any) -> Markup:
    """JSON that may stand in a script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))
