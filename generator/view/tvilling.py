"""Two cases that differ in one fact, to be laid side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from generator.course import Case, Course
from generator.model import UKJENT
from generator.rules import verdict
from generator.view.ordlegger import ordlegger
from generator.view.sprak import Tekster
from generator.view.tekst import enumerated, html


@dataclass(frozen=True)
class Ark:
    """One of the two: its cards, which of them gives the fact, what the fact is there, and what it leads to."""

    case: Case
    historie: Markup
    kort: tuple[tuple[str, str, Markup, bool], ...]
    """(source, date, text, whether it gives the fact that differs)"""
    verdi: str
    fordi: str


@dataclass(frozen=True)
class Utfall:
    """What a step comes to in each of the two, before anything is fetched or when everything is."""

    steg: str
    nar: str
    utfall: tuple[str, str]

    @property
    def er_ulikt(self) -> bool:
        return self.utfall[0] != self.utfall[1]


@dataclass(frozen=True)
class Par:
    """The twins, and the fact they differ in."""

    faktum: str
    sporsmal: str
    ark: tuple[Ark, Ark]
    utfall: tuple[Utfall, ...]


def pair(one: str, other: str) -> str:
    """What the page of two twins is called, whichever is named first.

    >>> pair("b", "a")
    'a--b'
    """
    return "--".join(sorted((one, other)))


def pairs(course: Course) -> Iterator[tuple[Case, Case, str]]:
    """Each two twins once, and the fact they differ in."""
    seen = set()
    for case in course.cases:
        for twin in case.sak.tvillinger:
            other, name = course.by_id.get(twin.sak), pair(case.sak.id, twin.sak)
            if other is not None and name not in seen:
                seen.add(name)
                yield case, other, twin.skiller


def side_by_side(course: Course, one: Case, other: Case, fact: str, t: Tekster) -> Par:
    """The two with what each step that either asks about comes to, and the card that gives the fact marked."""
    asked = {question.steg for case in (one, other) for question in case.sak.stegsporsmal}
    spec = course.regelbok.fakta[fact]
    told = []
    for step in (step for step in course.regelbok.steg if step in asked):
        for when, is_all in (("for_hentet", False), ("alt_hentet", True)):
            ends = (outcome(course, one, step, is_all, t), outcome(course, other, step, is_all, t))
            told.append(Utfall(course.regelbok.steg[step].navn, t["tvilling"][when], ends))
    return Par(spec.navn, spec.sporsmal, (_sheet(course, one, fact, t), _sheet(course, other, fact, t)), tuple(told))


def outcome(course: Course, case: Case, step: str, is_all: bool, t: Tekster) -> str:
    """What a step of the case comes to, before anything is fetched or when everything is."""
    said = verdict(course.regelbok, step, case.desk.worlds(case.desk.all_open if is_all else 0))
    if said.status == "mangler_opplysninger":
        return str(t["sak"]["trenger_mer"])
    return enumerated([course.regelbok.steg[step].utfall[one] for one in said.utfall], "eller")


def _sheet(course: Course, case: Case, fact: str, t: Tekster) -> Ark:
    desk, kilder = case.desk, course.regelbok.hode.kilder
    reading = next((reading for reading in case.sak.vurderinger if reading.fakta == fact), None)
    speaking = desk.speaks(fact, desk.all_open)
    gives = {*reading.ut_fra} if reading else {speaking.id} if speaking else set()
    cards = tuple((kilder[card.kilde], card.dato, html(card.tekst), card.id in gives) for card in case.sak.opplysninger)
    said = ordlegger(course.regelbok, t).verdi(fact, desk.facts(desk.all_open).get(fact, UKJENT))
    return Ark(case, html(case.sak.historie), cards, said, reading.fordi if reading else "")
