"""The coverage as sheets for Excel: one row a rule, an outcome or a tag, and a column a case."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from generator.course import Course
from generator.model import Regelbok, Strategi
from generator.view.dekning import Dekning
from generator.view.rutenett import Merkerad, Regelrad, Utfallsrad
from generator.view.sprak import tekster

SAID = {"gjelder": "gjelder", "begge": "begge", "ikke": "ikke", "apen": "åpen"}

Row = list[str | int]


def sheets(course: Course, dekket: Dekning) -> dict[str, bytes]:
    """File name -> its bytes: with semicolons and a byte order mark, as Excel in Norwegian opens them."""
    grid, bok = dekket.rutenett, course.regelbok
    saker = [sak.id for sak in grid.saker]
    count = len(saker)
    return {
        "regler.csv": _sheet(["regel", "tekst", "steg", "gjelder", "gjelder ikke", *saker], _rules(dekket.steg, count)),
        "utfall.csv": _sheet(
            ["utfall", "tekst", "steg", "ender der", "rett", *saker], _outcomes(bok, grid.utfall, count)
        ),
        "avvik.csv": _sheet(["avvik", "tekst", "saker", "valg", *saker], _tags(grid.avvik, bok.avvik, count)),
        "strategier.csv": _sheet(
            ["strategi", "tekst", "saker", "valg", *saker], _tags(grid.strategier, bok.strategier, count)
        ),
    }


def _rules(steps: dict[str, tuple[Regelrad, ...]], count: int) -> Iterator[Row]:
    for step, rows in steps.items():
        for row in rows:
            cells = (SAID[row.ruter[n]] if n in row.ruter else "" for n in range(count))
            yield [row.regel.id, row.regel.tekst, step, row.gjelder, row.gjelder_ikke, *cells]


def _outcomes(bok: Regelbok, steps: dict[str, tuple[Utfallsrad, ...]], count: int) -> Iterator[Row]:
    more = tekster()["sak"]["trenger_mer"]
    for step, rows in steps.items():
        for row in rows:
            ender, rett = set(row.ender), set(row.rett)
            cells = ("ender" if n in ender else "rett" if n in rett else "" for n in range(count))
            yield [row.utfall, bok.steg[step].utfall.get(row.utfall, more), step, len(ender), len(rett), *cells]


def _tags(rows: Iterable[Merkerad], known: dict[str, Strategi], count: int) -> Iterator[Row]:
    for row in rows:
        cells = (row.ruter.get(n, "") for n in range(count))
        yield [row.id, known[row.id].navn, len(row.ruter), sum(row.ruter.values()), *cells]


def _sheet(head: list[str], rows: Iterable[Row]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows([head, *rows])
    return out.getvalue().encode("utf-8-sig")
