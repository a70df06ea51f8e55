"""The page of what the bank covers: numbers, what to write next, and the grids of cases."""

from __future__ import annotations

from collections.abc import Iterable

from generator.course import Course
from generator.pages.side import Til, html
from generator.view.dekning import dekning
from generator.view.forslag import forslag
from generator.view.rutenett import Merkerad, Regelrad
from generator.view.sprak import Tekster

MOST_COLUMNS = 150
"""With more cases than this the page tells how many only: nobody reads so wide a grid, and it would weigh too much."""


def dekningsside(course: Course, t: Tekster, til: Til) -> str:
    """The article of the page."""
    covered = dekning(course)
    vis_saker = len(course.cases) <= MOST_COLUMNS

    def kolonner(rader: Iterable[Regelrad | Merkerad]) -> list[int]:
        """The cases that have something in one of the rows; none where there are too many to show."""
        return sorted({number for rad in rader for number in rad.ruter}) if vis_saker else []

    return html(
        "dekning.html.j2",
        til=til,
        course=course,
        t=t,
        d=covered,
        forslag=forslag(course, covered, t),
        kolonner=kolonner,
        vis_saker=vis_saker,
        flest=MOST_COLUMNS,
    )
