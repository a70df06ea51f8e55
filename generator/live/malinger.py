"""How an office measures: its anchor cases, each judged alone, day by day. Never people, and never team beside team."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from generator.live import fordeling
from generator.live.enighet import Koeffisient, koeffisienter, par
from generator.live.meeting import Mote
from generator.live.uttrekk import Svart, er_nok, forste, samlet
from generator.model import Regelbok
from generator.view.sprak import Tekster
from generator.view.tekst import dag

NOK_SAKER = 20
"""With fewer cases the interval of a coefficient is too narrow; see `enighet.MIN_SAKER`."""

Saker = tuple[tuple[str, str], ...]
"""The cases of a measurement, each with what decided when it was asked."""


@dataclass(frozen=True)
class Koeff:
    """The coefficients of the cases that ask about one step."""

    steg: str
    alpha: Koeffisient | None
    ac1: Koeffisient | None
    er_usikkert: bool


@dataclass(frozen=True)
class Maling:
    """A day's measurement: means over its cases, in per cent, and how many points since the one before."""

    dato: str
    i_trad: int | None
    """Nothing where too few answered."""
    like: int | None
    i_trad_endret: int | None = None
    like_endret: int | None = None
    koeff: tuple[Koeff, ...] = ()


@dataclass(frozen=True)
class Serie:
    """Measurements with the very same cases, the oldest first: only such can be compared."""

    saker: tuple[str, ...]
    malinger: tuple[Maling, ...]


def serier(used: Sequence[tuple[datetime, Mote]], t: Tekster, regelbok: Regelbok) -> tuple[Serie, ...]:
    """Who measured on the same day with the same cases, measured together."""
    days: dict[tuple[Saker, date], list[Mote]] = {}
    for when, mote in used:
        held = tuple(sorted((sak, skjema.hash) for kind, sak, skjema, _ in forste(mote) if kind == "maling"))
        if held:
            days.setdefault((held, when.date()), []).append(mote)
    series: dict[Saker, list[Maling]] = {}
    titles: dict[Saker, tuple[str, ...]] = {}
    for (asked, day), moter in days.items():
        cases = samlet(moter, "maling")
        before = next((one for one in reversed(series.get(asked, [])) if one.i_trad is not None), None)
        series.setdefault(asked, []).append(_maling(dag(day, t), cases, before, regelbok))
        titles[asked] = tuple(one.skjema.tittel for one in cases.values())
    return tuple(Serie(titles[asked], tuple(measured)) for asked, measured in series.items())


def _maling(dato: str, cases: Mapping[str, Svart], before: Maling | None, regelbok: Regelbok) -> Maling:
    if not er_nok(cases.values()):
        return Maling(dato, None, None)
    counts = [fordeling.telling(one.stemmer) for one in cases.values()]
    right = mean(fordeling.i_trad(one.skjema.rett, one.stemmer) / len(one.stemmer) for one in cases.values())
    alike = mean(share for one in counts if (share := par(one)) is not None)
    i_trad, like = percent(right or 0), None if alike is None else percent(alike)
    return Maling(
        dato=dato,
        i_trad=i_trad,
        like=like,
        i_trad_endret=_change(i_trad, before.i_trad if before else None),
        like_endret=_change(like, before.like if before else None),
        koeff=tuple(_koeff(cases.values(), regelbok)),
    )


def _koeff(cases: Iterable[Svart], regelbok: Regelbok) -> Iterator[Koeff]:
    steps: dict[str, list[Svart]] = {}
    for one in cases:
        if one.skjema.steg:
            steps.setdefault(one.skjema.steg, []).append(one)
    for step, asked in steps.items():
        offered = {answer for one in asked for answer in one.skjema.valg}
        found = koeffisienter([fordeling.telling(one.stemmer) for one in asked], len(offered))
        if told := found.alpha or found.ac1:
            name = regelbok.steg[step].navn if step in regelbok.steg else step
            yield Koeff(name, found.alpha, found.ac1, told.saker < NOK_SAKER)


def _change(now: int | None, before: int | None) -> int | None:
    return None if now is None or before is None else now - before


def mean(shares: Iterable[float]) -> float | None:
    """None of nothing."""
    known = list(shares)
    return sum(known) / len(known) if known else None


def percent(share: float) -> int:
    """The share in whole per cent."""
    return round(100 * share)
