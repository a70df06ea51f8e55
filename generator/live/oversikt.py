"""What an office has agreed on, where it reads differently, and how it measures: for its leader, of released meetings.

Of a case only the first votes count, given before anybody had talked. Shares are told, never how many they are of:
nobody is to be counted or recognised, and what too few stand behind (`uttrekk.er_nok`) is not told. A case with too few
answers is told of only together with others like it, and never together with one that is told of alone too: then one
could be found from the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from generator.live import fordeling
from generator.live.enighet import par
from generator.live.fordeling import Dom
from generator.live.hendelser import Rutine
from generator.live.malinger import Serie, mean, percent, serier
from generator.live.meeting import Mote
from generator.live.referat import Apent, apent, som_dato
from generator.live.uttrekk import Svart, er_nok, samlet
from generator.model import Regelbok
from generator.view.sprak import Tekster
from generator.view.tekst import dag

ENIGE = 0.8
"""An office agrees where so large a share gave the answer that most gave: one of five may differ."""
MENGDER = ((0, "ingen"), (20, "fa"), (45, "noen"), (55, "halve"), (80, "fleste"), (99, "nesten"), (100, "alle"))
"""The most per cent that each word is used for."""
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
    like: int | None
    """Of all pairs of colleagues, the per cent that answered alike; nothing where there is no pair."""
    andeler: tuple[Andel, ...] = ()
    arsak: Arsak = ""

    @property
    def mengde(self) -> str:
        """How large a share is in line, in a word."""
        return next(word for most, word in MENGDER if self.i_trad <= most)


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


@dataclass(frozen=True)
class _Del:
    """The answers to one question of one case, or the values of one of its readings."""

    svart: Svart
    rader: tuple[fordeling.Rad, ...]
    arsak: Arsak = ""

    @property
    def antall(self) -> Counter[str]:
        return Counter({row.verdi: row.antall[0] for row in self.rader})

    @property
    def rett(self) -> int:
        return sum(row.antall[0] for row in self.rader if row.er_rett)


def oversikt(moter: Iterable[tuple[datetime, Mote]], i_dag: date, t: Tekster, regelbok: Regelbok) -> Oversikt:
    """The overview as it is on that day; a meeting that is not over and released is not in it."""
    used = sorted(((when, mote) for when, mote in moter if mote.er_over and mote.er_frigitt), key=lambda one: one[0])
    written = {_same(rutine): (when, rutine) for when, mote in used for rutine in mote.praksis.values()}
    questions = [rutine for _, rutine in written.values() if rutine.er_apent]
    cases = samlet([mote for _, mote in used], "runde1")
    units = [(name, is_reading, *_enheter(parts)) for name, is_reading, parts in _spurt(cases, regelbok)]
    found = [
        Funn(name, is_reading, tuple(shown))
        for name, is_reading, all_shown, _ in units
        if (shown := [one for one in all_shown if one.dom != "enige_rett"])
    ]
    return Oversikt(
        er_tom=not used,
        rutiner=_rutiner(written.values(), i_dag, t),
        apne=tuple(apent(rutine, regelbok) for rutine in questions),
        hindringer=_hindringer(questions, regelbok),
        funn=tuple(sorted(found, key=lambda one: _worst_first(one.enheter[0]))),
        noe_er_likt=any(one.dom == "enige_rett" for _, _, shown, _ in units for one in shown),
        noe_er_skjult=any(hidden for *_, hidden in units),
        serier=serier(used, t, regelbok),
    )


def _same(rutine: Rutine) -> str:
    """What is written once more in other letters is the same, and holds as it was written last."""
    return " ".join(rutine.hva.casefold().split())


def _rutiner(written: Iterable[tuple[datetime, Rutine]], i_dag: date, t: Tekster) -> tuple[Vane, ...]:
    found = []
    for when, rutine in written:
        if not rutine.er_apent:
            again = som_dato(rutine.igjen)
            late = again is not None and again < i_dag
            found.append((again or date.max, Vane(rutine, dag(when, t), dag(again, t) if again else "", late)))
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))


def _hindringer(questions: Sequence[Rutine], regelbok: Regelbok) -> tuple[Hindring, ...]:
    counts = Counter(kind for rutine in questions for kind in rutine.smalner)
    return tuple(Hindring(kind, n, tuple(regelbok.hode.smalner.get(kind, ()))) for kind, n in counts.most_common())


def _spurt(cases: Mapping[str, Svart], regelbok: Regelbok) -> Iterator[tuple[str, bool, list[_Del]]]:
    """What was asked, of how many cases ever: each vurdering, each step, and each question that is about no step."""
    readings: dict[str, list[_Del]] = {}
    answers: dict[str, list[_Del]] = {}
    names: dict[str, str] = {}
    for sak, one in cases.items():
        skjema = one.skjema
        for fact, reading in skjema.lesninger.items():
            readings.setdefault(fact, []).append(_Del(one, fordeling.lest(skjema, fact, one.stemmer)))
            names[fact] = reading.sporsmal
        key = skjema.steg or f"{sak}?"
        answers.setdefault(key, []).append(_Del(one, fordeling.rader(skjema, one.stemmer), _arsak(one)))
        names[key] = regelbok.steg[skjema.steg].navn if skjema.steg in regelbok.steg else skjema.sporsmal
    yield from ((names[fact], True, parts) for fact, parts in readings.items())
    yield from ((names[key], False, parts) for key, parts in answers.items())


def _arsak(one: Svart) -> Arsak:
    apart = fordeling.ulikhet(one.skjema, one.stemmer)
    if apart.er_enige or not (apart.lesninger or apart.slutning):
        return ""
    return "slutning" if not apart.lesninger else "begge" if apart.slutning else "lesning"


def _enheter(parts: Sequence[_Del]) -> tuple[list[Enhet], bool]:
    """What may be told, the worst first: each case alone, the small ones together. And whether anything may not."""
    alone = [[part] for part in parts if er_nok([part.svart])]
    rest = [part for part in parts if not er_nok([part.svart])]
    together = [rest] if len(rest) > 1 and er_nok(part.svart for part in rest) else []
    return sorted(map(_enhet, alone + together), key=_worst_first), bool(rest) and not together


def _enhet(parts: Sequence[_Del]) -> Enhet:
    answers = sum(part.antall.total() for part in parts)
    most = sum(max(part.antall.values()) for part in parts)
    right = sum(part.rett for part in parts)
    if most >= ENIGE * answers:
        dom: Dom = "enige_rett" if 2 * right >= answers else "enige_feil"
    else:
        dom = "delt_rett" if right == answers else "delt"
    rows = parts[0].rader if len(parts) == 1 else ()
    alike = mean(share for part in parts if (share := par(part.antall)) is not None)
    return Enhet(
        saker=tuple(part.svart.skjema.tittel for part in parts),
        dom=dom,
        i_trad=percent(right / answers),
        like=None if alike is None else percent(alike),
        andeler=tuple(Andel(row.navn, percent(row.antall[0] / answers), row.er_rett) for row in rows),
        arsak=parts[0].arsak if rows and most < ENIGE * answers else "",
    )


def _worst_first(unit: Enhet) -> tuple[bool, int]:
    """Agreed on, but not as the rules say: the farther off, the worse. Then by how much it splits."""
    if unit.dom == "enige_feil":
        return False, unit.i_trad
    return True, 100 if unit.like is None else unit.like
