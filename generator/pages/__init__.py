"""The pages of a course: finished HTML, and where each page goes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.course import Course
from generator.pages.oversikt import MANGE, historier, overview, rules, saker_json, texts, twins
from generator.pages.side import META, STATIC, Side, Til, as_json, compiled, html
from generator.rules import kart
from generator.view import tekst
from generator.view.sak import vis
from generator.view.sprak import tekster
from generator.view.verksted import verksted

__all__ = [
    "META",
    "STATIC",
    "Side",
    "compiled",
    "files",
    "is_one_of_many",
    "overview",
    "render",
    "rules",
    "sak",
    "served",
    "texts",
    "twins",
]

CASE_TEXTS = ("felles", "sak")
"""The sections of the scripts' texts that a case's page needs; the other pages have theirs in a file of their own."""
VERKSTED, SKALL = "verksted", "skall"
"""The sections of Saksverksted, whose page alone loads it, and of the shell that packages for others have."""
COMMENTS = re.compile(r"^[ \t]*/\*(?!!)(?:(?!\*/).)*\*/[ \t]*\n", re.DOTALL | re.MULTILINE)
MOST_SEARCHED = 1500
"""Characters of a story that search may know."""


def render(course: Course, malform: str = "nb") -> Iterator[Side]:
    """Every page that is made from the course, in a fixed order."""
    yield from overview(course, malform)
    yield from texts(course, malform)
    yield from twins(course, malform)
    for number in range(len(course.cases)):
        yield sak(course, number, malform)


def files(course: Course, malform: str = "nb") -> dict[str, str]:
    """Styles, scripts, and what is made for them: path in the docs folder -> text."""
    words = tekster(malform)["skript"]
    for_cases = {name: words[name] for name in CASE_TEXTS}
    for_others = {name: words[name] for name in words if name == "felles" or name not in (*for_cases, VERKSTED, SKALL)}
    static = {f"assets/{path.name}": served(path.read_text(encoding="utf-8")) for path in STATIC.iterdir()}
    return static | {
        "assets/tekster.js": f"export default {as_json(for_cases)};\n",
        "assets/sidetekster.js": f"export default {as_json(for_others)};\n",
        "assets/verkstedtekster.js": f"export default {as_json({VERKSTED: words[VERKSTED]})};\n",
        "assets/verksted.json": as_json(verksted(course, tekster(malform))),
        "assets/saker.json": as_json(saker_json(course, malform)),
        "assets/historier.json": as_json(historier(course)),
        "assets/regelkart.json": as_json(kart.as_data(course.regelbok)),
    }


def served(text: str) -> str:
    """A style or script without the comments that have lines of their own: a third of what a page would load.

    A comment that begins with `/*!` stays: it is somebody's licence.
    """
    return COMMENTS.sub("", text)


def sak(course: Course, number: int, malform: str = "nb") -> Side:
    """The page of the case with this number in the course, counted from 0."""
    t = tekster(malform)
    case = course.cases[number]
    following = course.cases[number + 1] if number + 1 < len(course.cases) else None
    story = tekst.plain(case.sak.historie)[:MOST_SEARCHED]

    def make(til: Til) -> str:
        shown = vis(course, case, number + 1, t)
        return html("sak.html.j2", til=til, t=t, course=course, s=shown, neste=following)

    return Side(f"saker/{case.sak.id}.md", case.sak.tittel, story, make)


def is_one_of_many(side: Side) -> bool:
    """Whether it is a page of a case or of twins: the theme looks the same around all of them."""
    return side.path.startswith(MANGE) and side.path != "saker/index.md"
