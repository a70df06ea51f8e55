"""How far a team agrees: from the first votes of its cases to numbers between −1 and 1.

Nobody is followed from case to case: of a case it is known how many gave each answer, and no more. A case with fewer
than two answers has no pair of colleagues, and is left out everywhere. What the right answer was is not known here:
a team that errs together agrees.

Cases may be put together only if they ask the same, of the same options. Both coefficients take chance to be someone
who draws from *all* the answers: with cases of two questions put together, even pure guesswork looks like agreement,
for no one ever answers the other question's options.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from statistics import quantiles

Counts = Mapping[str, int]
"""One case: answer → how many gave it. An answer that nobody gave may stand there with 0, or be left out."""

MIN_SAKER = 6
"""With fewer cases no coefficient is told.

One case more or less then moves it too far: where all answer the same but for one vote, alpha is 0; without that vote
it is not defined; had that whole case answered otherwise, it were 1. Nor would an interval warn of it: five cases can
be drawn in only 126 ways, and in one draw of three a given case is missing. Six is a floor, not a comfort. In a
simulation with ten colleagues the interval at six cases was some 0.5 wide, and held the true alpha 80 times of 100,
the true AC1 88 times; with twenty cases 88 and 94.
"""
TREKK = 1000
"""So many times the cases are drawn anew, with replacement, to see how far a coefficient moves."""
DEFINERT = 0.95
"""The share of the draws in which a coefficient must exist, or it hangs on so few cases that it is not told."""


@dataclass(frozen=True)
class Koeffisient:
    """A coefficient with its 95 % interval.

    The interval is about the cases: what other cases like these could have given the same team. It knows nothing of
    other colleagues.
    """

    verdi: float
    nedre: float
    ovre: float
    saker: int
    """How many cases it is of: those with at least two answers."""


@dataclass(frozen=True)
class Koeffisienter:
    """Both coefficients, each None where it cannot be told."""

    alpha: Koeffisient | None
    ac1: Koeffisient | None


@dataclass(frozen=True)
class _Rad:
    """A case made ready to be drawn many times; the columns are the same in all rows."""

    antall: tuple[int, ...]
    andeler: tuple[float, ...]
    par: float
    ulike: float
    """Krippendorff's weight of the case's disagreement: its answers, times the share of pairs that differ."""


def par(counts: Counts) -> float | None:
    """The share of all pairs of two colleagues who answered alike; None where there is no pair.

    >>> par({"a": 3, "b": 1}), par({"a": 1})
    (0.5, None)
    """
    answers = sum(counts.values())
    if answers < 2:
        return None
    return sum(n * (n - 1) for n in counts.values()) / (answers * (answers - 1))


def alpha(cases: Sequence[Counts]) -> float | None:
    """Krippendorff's alpha for names: 1 is agreement on everything, 0 what chance gives, below 0 worse than that.

    None where every answer in every case is the same: nobody differed, and nobody could be expected to (0/0).

    >>> alpha([{"a": 2}, {"b": 2}]), alpha([{"a": 2}, {"a": 2}])
    (1.0, None)
    """
    return _alpha(_rader(cases))


def ac1(cases: Sequence[Counts], categories: int | None) -> float | None:
    """Gwet's AC1: like alpha, but does not collapse where nearly everyone gives the same answer.

    `categories` is how many different answers the cases *offered*, taken together, given or not: a, b, c in one case
    and b, c, d in another make four. The more there are to choose among, the less of the agreement AC1 puts down to
    chance; so it must not hang on which answers happened to be chosen. None means that it is not known: then those
    that were given are counted, and AC1 comes out too low if some were not. It is an error if more were given than
    were offered.

    None where no case has a pair, or where there was only one answer to give. Gwet lets a case with a single answer
    count in what chance would give; here it is left out, as everywhere, so that both coefficients are of the same
    cases. The difference is small: 0.7752 for 0.7754 in the published example.

    >>> ac1([{"a": 2}, {"a": 2}], 3), ac1([{"a": 2}, {"a": 2}], None)
    (1.0, None)
    """
    return _ac1(_rader(cases), _offered(cases, categories))


def koeffisienter(cases: Sequence[Counts], categories: int | None) -> Koeffisienter:
    """Alpha and AC1 with 95 % intervals, the same each time; `categories` as for `ac1`.

    A coefficient is None where there are fewer than MIN_SAKER cases, where it is not defined (alpha: all answers the
    same), and where it is not defined in too many of the draws: alpha, when fewer than some three cases have anyone
    who differs from the rest of the meeting.

    The interval is a percentile bootstrap over cases. Drawing repeats cases, which pulls both coefficients a little
    to one side; where that would leave the value itself outside, the interval is stretched to hold it.
    """
    rows, offered = _rader(cases), _offered(cases, categories)
    return Koeffisienter(_interval(rows, _alpha), _interval(rows, lambda drawn: _ac1(drawn, offered)))


def _interval(rows: Sequence[_Rad], coefficient: Callable[[Sequence[_Rad]], float | None]) -> Koeffisient | None:
    value = coefficient(rows)
    if value is None or len(rows) < MIN_SAKER:
        return None
    chance = random.Random(0)
    draws = [coefficient(chance.choices(rows, k=len(rows))) for _ in range(TREKK)]
    known = [drawn for drawn in draws if drawn is not None]
    if len(known) < DEFINERT * TREKK:
        return None
    lower, *_, upper = quantiles(known, n=40, method="inclusive")
    return Koeffisient(verdi=value, nedre=min(lower, value), ovre=max(upper, value), saker=len(rows))


def _alpha(rows: Sequence[_Rad]) -> float | None:
    totals = [sum(column) for column in zip(*(row.antall for row in rows), strict=True)]
    answers = sum(totals)
    expected = answers * answers - sum(total * total for total in totals)
    return 1 - (answers - 1) * fsum(row.ulike for row in rows) / expected if expected else None


def _ac1(rows: Sequence[_Rad], offered: int) -> float | None:
    if not rows or offered < 2:
        return None
    shares = [fsum(column) / len(rows) for column in zip(*(row.andeler for row in rows), strict=True)]
    chance = fsum(share * (1 - share) for share in shares) / (offered - 1)
    return (fsum(row.par for row in rows) / len(rows) - chance) / (1 - chance)


def _rader(cases: Sequence[Counts]) -> list[_Rad]:
    """The cases that have a pair."""
    columns = sorted({answer for counts in cases for answer in counts})
    rows = []
    for counts in cases:
        alike, answers = par(counts), sum(counts.values())
        if alike is not None:
            row = tuple(counts.get(answer, 0) for answer in columns)
            apart = (answers * answers - sum(n * n for n in row)) / (answers - 1)
            rows.append(_Rad(antall=row, andeler=tuple(n / answers for n in row), par=alike, ulike=apart))
    return rows


def _offered(cases: Sequence[Counts], categories: int | None) -> int:
    given = len({answer for counts in cases for answer, n in counts.items() if n})
    if categories is not None and categories < given:
        raise ValueError(f"{given} different answers were given, but only {categories} offered")
    return given if categories is None else categories
