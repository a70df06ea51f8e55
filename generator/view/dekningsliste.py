"""The coverage for a terminal: plain lines of at most a hundred signs, with a mark at what is missing or thin."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from generator.course import Course
from generator.desk import INNHENT
from generator.view.dekning import Dekning
from generator.view.forslag import forslag
from generator.view.rutenett import Merkerad
from generator.view.sprak import tekster

WIDTH, NAMES, NUMBERS = 100, 76, 10
MANGLER, TYNT = "!", "·"

Row = tuple[str, Sequence[int], str]
"""A name, its numbers, and its mark or a space."""


def lines(course: Course, dekket: Dekning) -> Iterator[str]:
    """What the cases cover, section by section, and what to write next."""
    count = len(course.cases)
    yield f"{count} {'sak' if count == 1 else 'saker'}. «{MANGLER}» er uten sak, og «{TYNT}» står i bare én."
    yield from _section("Svarene i hvert steg", ("ender der", "rett"), _outcomes(course, dekket))
    yield from _section("Reglene i hvert steg", ("gjelder", "ikke"), _rules(course, dekket))
    for title, rows in (("Avvik", dekket.rutenett.avvik), ("Strategier", dekket.rutenett.strategier)):
        yield from _section(title, ("saker", "valg"), _tags(course, rows))
    found = forslag(course, dekket, tekster())
    yield from ["", "Skriv gjerne:"] if found else []
    for number, one in enumerate(found, 1):
        yield from textwrap.wrap(one.tekst, WIDTH, initial_indent=f"{number:2} ", subsequent_indent="   ")
        yield from textwrap.wrap(
            one.opplysninger, WIDTH, initial_indent="   ", subsequent_indent="   ", break_on_hyphens=False
        )


def _section(title: str, columns: Sequence[str], rows: Iterable[Row | str]) -> Iterator[str]:
    """The rows below a heading; a row that is text alone is the heading of those after it."""
    yield ""
    yield f"{title:<{NAMES + 4}}" + "".join(f"{name:>{NUMBERS}}" for name in columns)
    for row in rows:
        if isinstance(row, str):
            yield f"  {row}"
            continue
        name, numbers, mark = row
        short = name if len(name) <= NAMES - 2 else name[: NAMES - 3].rstrip() + "…"
        yield f"{mark}   {short:<{NAMES}}" + "".join(f"{number:>{NUMBERS}}" for number in numbers)


def _outcomes(course: Course, dekket: Dekning) -> Iterator[Row | str]:
    more = tekster()["sak"]["trenger_mer"]
    for step, rows in dekket.rutenett.utfall.items():
        spec = course.regelbok.steg[step]
        yield spec.navn
        for row in rows:
            thin = row.rett if row.utfall == INNHENT else row.ender
            yield spec.utfall.get(row.utfall, more), (len(row.ender), len(row.rett)), _mark(len(thin))


def _rules(course: Course, dekket: Dekning) -> Iterator[Row | str]:
    for step, rows in dekket.steg.items():
        yield course.regelbok.steg[step].navn
        for row in rows:
            numbers = (row.gjelder, row.gjelder_ikke)
            yield row.regel.tekst, numbers, _mark(min(numbers))


def _tags(course: Course, rows: Iterable[Merkerad]) -> Iterator[Row]:
    known = {**course.regelbok.avvik, **course.regelbok.strategier}
    for row in rows:
        numbers = (len(row.ruter), sum(row.ruter.values()))
        yield f"{row.id} {known[row.id].navn}", numbers, _mark(numbers[0])


def _mark(count: int) -> str:
    return (MANGLER, TYNT)[count] if count < 2 else " "
