"""Which slides a case becomes, in the order of a meeting: read, judge alone, talk and fetch, judge again, the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from generator.exports.motesak import Fasit, Regel
from generator.view.sak import Kort, Saksvisning
from generator.view.sporsmal import Lappvisning
from generator.view.sprak import Tekster

T = TypeVar("T")

Slag = Literal[
    "historie", "bordet", "lesning", "sporsmal", "lapper", "snakk", "hentes",
    "svar", "lappsvar", "modell", "sjekkliste", "lest", "avgjorde", "snudd", "regler", "uklart", "praksis",
]  # fmt: skip
FULL = 800
"""Characters, more or less, that a slide takes before the back row must come closer."""


@dataclass(frozen=True)
class Bilde:
    """A slide: where it is found (`rad-ni.behov.svar`), what kind it is, its heading, and what it shows."""

    id: str
    slag: Slag
    tittel: str
    over: str
    """The small line above the heading."""
    vist: Any


def bilder(shown: Saksvisning, answers: Sequence[Fasit], t: Tekster) -> Iterator[Bilde]:
    """The slides of a case."""
    make = _Maker(shown, answers, t)
    yield from make.les()
    for number, _ in enumerate(answers, 1):
        yield from make.sporsmal(number)
    yield from make.snakk()
    for number, _ in enumerate(answers, 1):
        yield from make.svar(number)
    yield make.bilde("praksis", "praksis", t["skript"]["mote"]["praksis_tittel"])


class _Maker:
    def __init__(self, shown: Saksvisning, answers: Sequence[Fasit], t: Tekster) -> None:
        self.shown, self.answers, self.t = shown, answers, t
        self.sak, self.words = shown.case.sak, t["eksport"]["slides"]

    def bilde(self, id: str, slag: Slag, tittel: str, over: str = "", vist: Any = None) -> Bilde:
        return Bilde(f"{self.sak.id}.{id}", slag, tittel, over or self.sak.tittel, vist)

    def les(self) -> Iterator[Bilde]:
        yield self.bilde("historie", "historie", self.sak.tittel, self.t["moduler"][self.sak.modul])
        for part, cards in _parts(self.shown.pa_bordet, _card):
            yield self.bilde(f"bordet{part}", "bordet", self.t["sak"]["pa_bordet"], vist=cards)

    def sporsmal(self, number: int) -> Iterator[Bilde]:
        question = self.answers[number - 1].sporsmal
        over = self._over(0, number)
        for reading in question.lesninger:
            first = f"{over} · {self.t['sak']['forst_lesning']}"
            yield self.bilde(f"{question.id}.{reading.fakta}", "lesning", reading.sporsmal, first, reading)
        if question.lapper:
            for part, slips in _parts([*enumerate(question.lapper, 1)], _slip):
                yield self.bilde(f"{question.id}.lapper{part}", "lapper", question.tekst, over, slips)
        else:
            yield self.bilde(question.id, "sporsmal", question.tekst, over, question)

    def snakk(self) -> Iterator[Bilde]:
        if self.sak.drofting:
            yield self.bilde("snakk", "snakk", self.t["skript"]["mote"]["snakk"])
        if self.shown.kan_hentes:
            yield self.bilde("hentes", "hentes", self.t["sak"]["kan_hentes"])

    def svar(self, number: int) -> Iterator[Bilde]:
        key = self.answers[number - 1]
        question, words = key.sporsmal, self.t["sak"]
        over = self._over(1, number)
        if question.lapper:
            for part, slips in _parts([*enumerate(question.lapper, 1)], _judged_slip):
                yield self.bilde(f"{question.id}.svar{part}", "lappsvar", question.tekst, over, slips)
        else:
            kind: Slag = "svar" if question.modell is None else "modell"
            yield self.bilde(f"{question.id}.svar", kind, question.tekst, over, key)
        reasons: tuple[tuple[Slag, str, Any], ...] = (
            ("sjekkliste", words["sjekkliste"], question.sjekkliste),
            ("lest", words["lesningene"], key.lesninger),
            ("avgjorde", words["avgjorde"], key.avgjorde),
            ("snudd", words["snudd"], key.snudd),
        )
        for slag, tittel, vist in reasons:
            if vist:
                yield self.bilde(f"{question.id}.{slag}", slag, tittel, question.tekst, vist)
        for part, rules in _parts(key.regler, _rule):
            yield self.bilde(f"{question.id}.regler{part}", "regler", self.words["regler"], question.tekst, rules)
        for part, gaps in _parts(key.uklart, len):
            yield self.bilde(f"{question.id}.uklart{part}", "uklart", self.words["uklart"], question.tekst, gaps)

    def _over(self, runde: int, number: int) -> str:
        """Which round it is, and which question where there are several."""
        of = str(self.t["sak"]["sporsmal_av"].format(nummer=number, antall=len(self.answers)))
        return " · ".join([self.words["runde"][runde], *([of] if len(self.answers) > 1 else [])])


def _card(card: Kort) -> int:
    return 60 + len(card.tekst)


def _slip(numbered: tuple[int, Lappvisning]) -> int:
    return 110 + len(numbered[1].lapp.tekst)


def _judged_slip(numbered: tuple[int, Lappvisning]) -> int:
    return _slip(numbered) + len(numbered[1].lapp.fordi)


def _rule(rule: Regel) -> int:
    return 80 + len(rule.tekst) + len(rule.utslag) + len(rule.kilde)


def _parts(things: Sequence[T], length: Callable[[T], int]) -> Iterator[tuple[str, list[T]]]:
    """Things divided so that no slide gets too full, as evenly as their order allows; the first part has no number."""
    parts: list[list[T]] = []
    left = 0
    for thing in things:
        if length(thing) > left:
            parts.append([])
            left = FULL
        parts[-1].append(thing)
        left -= length(thing)
    for number, part in enumerate(parts, 1):
        yield f"-{number}" if number > 1 else "", part
