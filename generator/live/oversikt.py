"""What an office has agreed on, where it reads differently, and how it measures: for its leader, of released meetings.

Of a case only the first votes count, given before anybody had talked. Shares are told, never how many they are of:
nobody is to be counted or recognised, so no numbers are told that fewer than `uttrekk.MINST` answers stand behind, or
fewer than MINST_FOLK people. A case with too few is only told of together with others like it; no number is of both
kinds of case, or one could be found from the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from generator.live import fordeling
from generator.live.enighet import Koeffisient, koeffisienter, par
from generator.live.fordeling import Dom
from generator.live.hendelser import Rutine, Skjema, Stemme
from generator.live.meeting import Mote
from generator.live.referat import Apent, apent, dag, som_dato
from generator.live.uttrekk import MINST, forste
from generator.model import Regelbok
from generator.view.sprak import Tekster

MINST_FOLK = 3
"""Five answers of one person, in five cases, are still one person's."""
ENIGE = 0.8
"""An office agrees where so large a share gave the answer that most gave: one of five may differ."""
NOK_SAKER = 20
"""With fewer cases the interval of a coefficient is too narrow; see `enighet.MIN_SAKER`."""

Arsak = Literal["", "lesning", "slutning", "begge"]
"""Why answers differ: the facts were read differently, or different answers drawn from the same reading."""


@dataclass(frozen=True)
class Vane:
    """A routine in force, from the meeting that agreed on it."""

    rutine: Rutine
    dato: str
    igjen: str
    """When it is to be looked at again; nothing where that was not said."""
    er_forfalt: bool


@dataclass(frozen=True)
class Hindring:
    """A way in which open questions would narrow the rules, and how many do."""

    slag: str
    antall: int
    regler: tuple[str, ...]


@dataclass(frozen=True)
class Andel:
    """An answer, and the per cent that gave it."""

    navn: str
    prosent: int
    er_rett: bool


@dataclass(frozen=True)
class Enhet:
    """What is told of one case, or of several together; those have no shares of each answer, only of what is right."""

    saker: tuple[str, ...]
    dom: Dom
    i_trad: int
    """The per cent that is in line with the rules."""
    like: int
    """Of all pairs of colleagues, the per cent that answered alike."""
    andeler: tuple[Andel, ...] = ()
    arsak: Arsak = ""


@dataclass(frozen=True)
class Funn:
    """Something that is read or answered differently, or alike but not as the rules say."""

    navn: str
    er_lesning: bool
    enheter: tuple[Enhet, ...]
    """The worst first."""

    @property
    def dom(self) -> Dom:
        return self.enheter[0].dom


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


@dataclass(frozen=True)
class Oversikt:
    """All that is shown."""

    er_tom: bool
    """Whether no meeting is released."""
    rutiner: tuple[Vane, ...]
    """Those past their date first."""
    apne: tuple[Apent, ...]
    hindringer: tuple[Hindring, ...]
    funn: tuple[Funn, ...]
    noe_er_likt: bool
    """Whether there is also something that is read alike and in line."""
    noe_er_skjult: bool
    """Whether something is not told because too few answered."""
    serier: tuple[Serie, ...]


@dataclass
class _Svart:
    """What was answered first in a case, in all meetings: one entry a vote, by a key that stays in here."""

    skjema: Skjema
    stemmer: dict[str, Stemme] = field(default_factory=dict)
    folk: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class _Del:
    """The answers to one question of one case, or the values of one of its readings."""

    sak: str
    valg: Mapping[str, str]
    rett: tuple[str, ...]
    antall: Counter[str]
    folk: frozenset[str]
    arsak: Arsak = ""


def oversikt(moter: Iterable[tuple[datetime, Mote]], i_dag: date, t: Tekster, regelbok: Regelbok) -> Oversikt:
    """The overview as it is on that day; a meeting that is not over and released is not in it."""
    used = sorted(((when, mote) for when, mote in moter if mote.er_over and mote.er_frigitt), key=lambda one: one[0])
    written = [(when, rutine) for when, mote in used for rutine in mote.praksis.values()]
    questions = list({_same(rutine): rutine for _, rutine in written if rutine.er_apent}.values())
    cases = _samlet([mote for _, mote in used], "runde1")
    units = [(name, is_reading, *_enheter(parts)) for name, is_reading, parts in _spurt(cases, regelbok)]
    found = [
        Funn(name, is_reading, tuple(shown))
        for name, is_reading, all_shown, _ in units
        if (shown := [one for one in all_shown if one.dom != "enige_rett"])
    ]
    return Oversikt(
        er_tom=not used,
        rutiner=_rutiner(written, i_dag, t),
        apne=tuple(apent(rutine, regelbok) for rutine in questions),
        hindringer=_hindringer(questions, regelbok),
        funn=tuple(sorted(found, key=lambda one: _worst_first(one.enheter[0]))),
        noe_er_likt=any(one.dom == "enige_rett" for _, _, shown, _ in units for one in shown),
        noe_er_skjult=any(hidden for *_, hidden in units),
        serier=_serier(used, t, regelbok),
    )


def _same(rutine: Rutine) -> str:
    return " ".join(rutine.hva.casefold().split())


def _rutiner(written: Sequence[tuple[datetime, Rutine]], i_dag: date, t: Tekster) -> tuple[Vane, ...]:
    """One that was written once more, holds as it was written last."""
    last = {_same(rutine): (when, rutine) for when, rutine in written if not rutine.er_apent}
    found = []
    for when, rutine in last.values():
        again = som_dato(rutine.igjen)
        late = again is not None and again < i_dag
        found.append((again or date.max, Vane(rutine, dag(when, t), dag(again, t) if again else "", late)))
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))


def _hindringer(questions: Sequence[Rutine], regelbok: Regelbok) -> tuple[Hindring, ...]:
    counts = Counter(kind for rutine in questions for kind in rutine.smalner)
    return tuple(Hindring(kind, n, tuple(regelbok.hode.smalner.get(kind, ()))) for kind, n in counts.most_common())


def _samlet(moter: Sequence[Mote], trinn: str) -> dict[str, _Svart]:
    """The first votes case by case; the meetings in their order, for a case that was rewritten starts anew."""
    found: dict[str, _Svart] = {}
    for nr, mote in enumerate(moter):
        for kind, sak, skjema, votes in forste(mote):
            if kind == trinn:
                if sak not in found or found[sak].skjema.hash != skjema.hash:
                    found[sak] = _Svart(skjema)
                found[sak].stemmer |= {f"{nr}:{who}": vote for who, vote in votes.items()}
                found[sak].folk |= votes.keys()
    return found


def _spurt(cases: Mapping[str, _Svart], regelbok: Regelbok) -> Iterator[tuple[str, bool, list[_Del]]]:
    """What was asked, of how many cases ever: each vurdering, each step, and each question that is about no step."""
    readings: dict[str, list[_Del]] = {}
    answers: dict[str, list[_Del]] = {}
    names: dict[str, str] = {}
    for sak, one in cases.items():
        skjema, votes, people = one.skjema, one.stemmer, frozenset(one.folk)
        for fact, reading in skjema.lesninger.items():
            counts = Counter(vote.lesninger[fact] for vote in votes.values())
            readings.setdefault(fact, []).append(_Del(skjema.tittel, reading.valg, reading.rett, counts, people))
            names[fact] = reading.sporsmal
        key = skjema.steg or f"{sak}?"
        names[key] = regelbok.steg[skjema.steg].navn if skjema.steg in regelbok.steg else skjema.sporsmal
        counts = fordeling.telling(votes)
        part = _Del(skjema.tittel, skjema.valg, skjema.rett, counts, people, _arsak(one))
        answers.setdefault(key, []).append(part)
    yield from ((names[fact], True, parts) for fact, parts in readings.items())
    yield from ((names[key], False, parts) for key, parts in answers.items())


def _arsak(one: _Svart) -> Arsak:
    apart = fordeling.ulikhet(one.skjema, one.stemmer)
    if apart.er_enige or not (apart.lesninger or apart.slutning):
        return ""
    return "slutning" if not apart.lesninger else "begge" if apart.slutning else "lesning"


def _enheter(parts: Sequence[_Del]) -> tuple[list[Enhet], bool]:
    """What may be told, the worst first, and whether something may not: each case alone, and the small ones together."""
    alone = [[part] for part in parts if _may_be_told([part])]
    rest = [part for part in parts if not _may_be_told([part])]
    together = [rest] if len(rest) > 1 and _may_be_told(rest) else []
    return sorted(map(_enhet, alone + together), key=_worst_first), bool(rest) and not together


def _may_be_told(parts: Sequence[_Del]) -> bool:
    people = frozenset[str]().union(*(part.folk for part in parts))
    return sum(part.antall.total() for part in parts) >= MINST and len(people) >= MINST_FOLK


def _enhet(parts: Sequence[_Del]) -> Enhet:
    answers = sum(part.antall.total() for part in parts)
    most = sum(max(part.antall.values()) for part in parts)
    right = sum(part.antall[value] for part in parts for value in part.rett)
    if most >= ENIGE * answers:
        dom: Dom = "enige_rett" if 2 * right >= answers else "enige_feil"
    else:
        dom = "delt_rett" if right == answers else "delt"
    shares: tuple[Andel, ...] = ()
    arsak: Arsak = ""
    if len(parts) == 1:
        counts, valg, rett = parts[0].antall, parts[0].valg, parts[0].rett
        shares = tuple(Andel(navn, _percent(counts[verdi] / answers), verdi in rett) for verdi, navn in valg.items())
        arsak = parts[0].arsak if dom.startswith("delt") else ""
    alike = _mean(share for part in parts if (share := par(part.antall)) is not None)
    return Enhet(
        saker=tuple(part.sak for part in parts),
        dom=dom,
        i_trad=_percent(right / answers),
        like=_percent(alike or 0),
        andeler=shares,
        arsak=arsak,
    )


def _worst_first(unit: Enhet) -> tuple[bool, int, int]:
    return (unit.dom != "enige_feil", unit.like if unit.dom != "enige_feil" else unit.i_trad, unit.i_trad)


def _serier(used: Sequence[tuple[datetime, Mote]], t: Tekster, regelbok: Regelbok) -> tuple[Serie, ...]:
    """Who measured on the same day with the same cases, measured together."""
    days: dict[tuple[tuple[tuple[str, str], ...], date], list[Mote]] = {}
    for when, mote in used:
        asked = sorted((sak, skjema.hash) for kind, sak, skjema, _ in forste(mote) if kind == "maling")
        if asked:
            days.setdefault((tuple(asked), when.date()), []).append(mote)
    series: dict[tuple[tuple[str, str], ...], list[Maling]] = {}
    titles: dict[tuple[tuple[str, str], ...], tuple[str, ...]] = {}
    for (asked, day), moter in days.items():
        cases = _samlet(moter, "maling")
        before = next((one for one in reversed(series.get(asked, [])) if one.i_trad is not None), None)
        series.setdefault(asked, []).append(_maling(dag(day, t), cases, before, regelbok))
        titles[asked] = tuple(one.skjema.tittel for one in cases.values())
    return tuple(Serie(titles[asked], tuple(measured)) for asked, measured in series.items())


def _maling(dato: str, cases: Mapping[str, _Svart], before: Maling | None, regelbok: Regelbok) -> Maling:
    people = set[str]().union(*(one.folk for one in cases.values()))
    if sum(len(one.stemmer) for one in cases.values()) < MINST or len(people) < MINST_FOLK:
        return Maling(dato, None, None)
    counts = [fordeling.telling(one.stemmer) for one in cases.values()]
    right = _mean(fordeling.i_trad(one.skjema.rett, one.stemmer) / len(one.stemmer) for one in cases.values())
    alike = _mean(share for one in counts if (share := par(one)) is not None)
    i_trad, like = _percent(right or 0), None if alike is None else _percent(alike)
    return Maling(
        dato=dato,
        i_trad=i_trad,
        like=like,
        i_trad_endret=_change(i_trad, before.i_trad if before else None),
        like_endret=_change(like, before.like if before else None),
        koeff=tuple(_koeff(cases.values(), regelbok)),
    )


def _koeff(cases: Iterable[_Svart], regelbok: Regelbok) -> Iterator[Koeff]:
    steps: dict[str, list[_Svart]] = {}
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


def _mean(shares: Iterable[float]) -> float | None:
    known = list(shares)
    return sum(known) / len(known) if known else None


def _percent(share: float) -> int:
    return round(100 * share)
