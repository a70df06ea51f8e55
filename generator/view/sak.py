"""A case as it is shown: the desk, the cards, the questions with their key, and the twins to lay beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from generator.course import Case, Course
from generator.model import Bunke, Opplysning
from generator.view.sporsmal import Sporsmal, brings, sporsmal
from generator.view.sprak import Tekster
from generator.view.tekst import html
from generator.view.utforsker import adresse


@dataclass(frozen=True)
class Kort:
    """A card: what stands on it, and the name of its source."""

    kort: Opplysning
    tekst: Markup
    kilde: str


@dataclass(frozen=True)
class Saksvisning:
    """A case, ready to be shown."""

    case: Case
    nummer: int
    historie: Markup
    pa_bordet: tuple[Kort, ...]
    kan_hentes: tuple[Kort, ...]
    stempler: dict[str, Kort]
    """card -> the card, for the stamp of its source"""
    sporsmal: tuple[Sporsmal, ...]
    er_bunke: bool
    hva_om: str
    """The facts with every card open, as the address of «Regelutforsker» writes them; nothing for a pile."""
    data: dict[str, Any]
    """What the page's script needs for the case as a whole."""


def vis(course: Course, case: Case, nummer: int, t: Tekster) -> Saksvisning:
    """The case with its key, in the interface words `t`."""
    sak, kilder = case.sak, course.regelbok.hode.kilder
    cards = [Kort(card, html(card.tekst), kilder[card.kilde]) for card in sak.opplysninger]
    questions = tuple(sporsmal(course, case.desk, question, t) for question in sak.sporsmal)
    is_pile = any(isinstance(question, Bunke) for question in sak.sporsmal)
    return Saksvisning(
        case=case,
        nummer=nummer,
        historie=html(sak.historie),
        pa_bordet=tuple(card for card in cards if not card.kort.hent),
        kan_hentes=tuple(card for card in cards if card.kort.hent),
        stempler={card.kort.id: card for card in cards},
        sporsmal=questions,
        er_bunke=is_pile,
        hva_om="" if is_pile else adresse(course.regelbok, case.desk.facts(case.desk.all_open)),
        data=_data(course, case, questions),
    )


def _data(course: Course, case: Case, questions: tuple[Sporsmal, ...]) -> dict[str, Any]:
    """`regelbok`; `bringer` fact -> the closed cards that bring it; `fakta` fact -> the question that asks for it."""
    facts = course.regelbok.fakta
    brought = {fact: sorted(cards) for fact, cards in brings(case.desk).items() if not facts[fact].uten_betydning}
    ordered = {fact: brought[fact] for fact in facts if fact in brought}
    told = [question.forklaring for question in questions if question.forklaring]
    hinted = {fact for explanation in told for state in explanation.hint for fact in state.values()}
    return {
        "regelbok": course.regelbok.id,
        "bringer": ordered,
        "fakta": {fact: facts[fact].sporsmal for fact in facts if fact in ordered or fact in hinted},
    }
