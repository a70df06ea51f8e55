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
    make: Callable[[], str]

    def html(self) -> str:
        """The finished HTML: made when it is asked for, so that a thousand pages need not be held at once."""
        return self.make()

    def markdown(self) -> str:
        """The page as a builder reads it: front matter, and the HTML as one raw block."""
        return f"---\n{yaml.safe_dump({'title': self.title, **META}, allow_unicode=True)}---\n\n{self.html()}\n"


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

    def make() -> str:
        shown = vis(course, case, number + 1)
        return _html(path, "sak.html.j2", course=course, s=shown, neste=following)

    path = f"saker/{case.sak.id}.md"
    return Side(path, case.sak.tittel, story, make)


def _side(path: str, title: str, template: str, sok: str, **context: Any) -> Side:
    return Side(path, title, sok, lambda: _html(path, template, **context))


def _html(path: str, template: str, **context: Any) -> str:
    page = _templates().get_template(template).render(til=partial(link, path), **context)
    return re.sub(r"\n\s*", "\n", page).strip()


@cache
def link(path: str, to: str) -> str:
    """The address of the page `to` as seen from the page at `path`: each page is a folder on the site.

    >>> link("saker/anna.md", "regler/samtale"), link("index.md", "saker")
    ('../../regler/samtale/', 'saker/')
    """
    return posixpath.relpath(to, path.removesuffix("index.md").removesuffix(".md") or ".") + "/"


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
