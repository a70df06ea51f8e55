"""A case as it is shown: cards, questions, and for each question its key and its reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from markupsafe import Markup

from generator.course import Case, Course
from generator.desk import INNHENT, Desk, Judged, State, options, readings
from generator.model import UKJENT, Handlingssporsmal, Handlingsvalg, Opplysning, Stegsporsmal, Stegvalg
from generator.view.forklaring import Forklaring, forklar
from generator.view.tekst import html

MODULER = {
    "rett-til-vurdering": "Rett til vurdering",
    "opplysninger-og-samtale": "Opplysninger og samtale",
    "niva": "Nivå",
    "vedtak": "Vedtak, mål og tiltak",
    "hvem-og-felles-praksis": "Hvem vurderer, og felles praksis",
}
ROLLER = {
    "mottak": "mottak",
    "sosialveileder": "sosialveileder",
    "arbeidsrettet_veileder": "arbeidsrettet veileder",
    "ungdomsveileder": "ungdomsveileder",
}
GRADER = {1: "Grei", 2: "Krevende", 3: "Vanskelig"}
FOR_LITE = "Det vet jeg for lite til å si"
TRENGER_MER = "Trenger flere opplysninger først"
Dom = Literal["rett", "gra", "feil"]
DOMMER: dict[Dom, str] = {"rett": "I tråd", "gra": "Kan forsvares", "feil": "Ikke i tråd"}


@dataclass(frozen=True)
class Valg:
    """An option and what is said of it."""

    verdi: str
    tekst: str
    dom: Dom
    """The verdict on it when every card is open."""
    tilbakemelding: str | None = None
    koster: str | None = None
    eksempler: tuple[str, ...] = ()
    """The avvik and strategies that this choice is an example of."""
    regler: tuple[tuple[str, str, str], ...] = ()
    """The rules that the choice follows or breaks: (id, title, how)."""
    kan_forsvares: str | None = None


@dataclass(frozen=True)
class Lesning:
    """A vurdering that is asked before the outcome."""

    fakta: str
    sporsmal: str
    valg: tuple[tuple[str, str], ...]
    fordi: str
    kort: tuple[str, ...]


@dataclass(frozen=True)
class Sporsmal:
    """A question, ready to be shown. `data` is what the page's script judges by."""

    id: str
    type: str
    tekst: str
    valg: tuple[Valg, ...]
    lesninger: tuple[Lesning, ...] = ()
    hva: tuple[tuple[str, str], ...] = ()
    forklaring: Forklaring | None = None
    i_dag: tuple[tuple[str, str, str], ...] = ()
    """What groups among the options are called today: (then, now, source)."""
    tilstander: int = 1
    """How many states the cards can be in, and the one with every card open."""
    siste: int = 0
    data: dict[str, Any] | None = None


@dataclass(frozen=True)
class Saksvisning:
    """A case, ready to be shown."""

    case: Case
    nummer: int
    historie: Markup
    pa_bordet: tuple[tuple[Opplysning, Markup, str], ...]
    """The cards that lie open: (the card, its text, the name of its source)."""
    kan_hentes: tuple[tuple[Opplysning, Markup, str], ...]
    stempler: dict[str, tuple[str, str]]
    """card -> the name of its source, and its date"""
    sporsmal: tuple[Sporsmal, ...]
    modul: str
    rolle: str
    grad: str


def vis(course: Course, case: Case, nummer: int) -> Saksvisning:
    """The case with its key."""
    sak, kilder = case.sak, course.regelbok.hode.kilder
    cards = [(card, html(card.tekst), kilder[card.kilde]) for card in sak.opplysninger]
    return Saksvisning(
        case=case,
        nummer=nummer,
        historie=html(sak.historie),
        pa_bordet=tuple(shown for shown in cards if not shown[0].hent),
        kan_hentes=tuple(shown for shown in cards if shown[0].hent),
        stempler={card.id: (kilde, card.dato) for card, _, kilde in cards},
        sporsmal=tuple(_sporsmal(course, case.desk, question) for question in sak.sporsmal),
        modul=MODULER[sak.modul],
        rolle=ROLLER[sak.rolle],
        grad=GRADER[sak.vanskegrad],
    )


def _sporsmal(course: Course, desk: Desk, question: Stegsporsmal | Handlingssporsmal) -> Sporsmal:
    if isinstance(question, Handlingssporsmal):
        choices = tuple(_handling(course, str(i), option) for i, option in enumerate(question.valg))
        data = {"rett": [choice.verdi for choice in choices if choice.dom == "rett"]}
        return Sporsmal(question.id, "handling", question.tekst, choices, data=data)
    judged = desk.judge(question)
    last = judged.states[judged.index[desk.all_open]]
    return Sporsmal(
        id=question.id,
        type="steg",
        tekst=question.tekst,
        valg=tuple(_utfall(course, question, outcome, _dom(last, outcome)) for outcome in options(question)),
        lesninger=tuple(_lesning(course, desk, fact) for fact in question.lesninger),
        hva=tuple((fact, course.regelbok.fakta[fact].sporsmal) for fact in _asked(course, desk, question)),
        forklaring=forklar(desk, judged),
        i_dag=tuple(_i_dag(course, question)),
        tilstander=len(judged.states),
        siste=judged.index[desk.all_open],
        data=_data(course, desk, question, judged),
    )


def _dom(state: State, option: str) -> Dom:
    """What the rules lead to is right; what they only allow, or leave to judgement, is grey."""
    said = state.verdict
    if option not in state.right:
        return "feil"
    if said.status == "mangler_opplysninger":
        return "rett" if option == INNHENT else "gra"
    return "rett" if said.utfall == (option,) else "gra"


def _utfall(course: Course, question: Stegsporsmal, outcome: str, dom: Dom) -> Valg:
    spec = next((option for option in question.valg if option.utfall == outcome), None)
    text = TRENGER_MER if outcome == INNHENT else course.regelbok.steg[question.steg].utfall[outcome]
    if spec is None:
        return Valg(outcome, text, dom)
    defence = spec.kan_forsvares
    return Valg(
        outcome,
        text,
        dom,
        spec.tilbakemelding,
        spec.koster,
        _eksempler(course, spec),
        ((defence.regel, course.regelbok.regler[defence.regel].tittel, "tillater det"),) if defence else (),
        defence.fordi if defence else None,
    )


def _handling(course: Course, verdi: str, option: Handlingsvalg) -> Valg:
    rules = [(rule, "følges") for rule in option.folger] + [(rule, "brytes") for rule in option.bryter]
    titles = {id: rule.tittel for id, rule in course.regelbok.regler.items()}
    return Valg(
        verdi,
        option.tekst,
        "feil" if option.bryter else "rett",
        option.tilbakemelding,
        option.koster,
        _eksempler(course, option),
        tuple((rule, titles[rule], how) for rule, how in rules),
    )


def _eksempler(course: Course, option: Stegvalg | Handlingsvalg) -> tuple[str, ...]:
    avvik = [f"Avvik {option.avvik}: {course.regelbok.avvik[option.avvik].navn}"] if option.avvik else []
    return (*avvik, *(course.regelbok.strategier[strategy].navn for strategy in option.strategi))


def _lesning(course: Course, desk: Desk, fact: str) -> Lesning:
    spec = course.regelbok.fakta[fact]
    given = next(reading for reading in desk.sak.vurderinger if reading.fakta == fact)
    labels = {**{key: name[0].upper() + name[1:] for key, name in spec.verdier.items()}, UKJENT: FOR_LITE}
    choices = tuple((value, labels[value]) for value in readings(course.regelbok, fact))
    return Lesning(fact, spec.sporsmal, choices, given.fordi, given.ut_fra)


def _asked(course: Course, desk: Desk, question: Stegsporsmal) -> list[str]:
    """The facts that closed cards can bring: the choices when one needs to know more."""
    brought = _brings(desk)
    return [
        fact for fact in course.regelbok.fakta if fact in brought and (not course.regelbok.fakta[fact].uten_betydning)
    ]


def _brings(desk: Desk) -> dict[str, set[int]]:
    """fact -> the closed cards that establish it, or that a judgement of it rests on."""
    found: dict[str, set[int]] = {}
    for number, card in enumerate(desk.closed):
        for fact in card.fakta:
            found.setdefault(fact, set()).add(number)
        for reading in desk.sak.vurderinger:
            if card.id in reading.ut_fra:
                found.setdefault(reading.fakta, set()).add(number)
    return found


def _i_dag(course: Course, question: Stegsporsmal) -> Iterator[tuple[str, str, str]]:
    for option in question.valg:
        if today := course.regelbok.hode.i_dag.get(option.utfall):
            yield course.regelbok.steg[question.steg].utfall[option.utfall], today.navn, today.kilde


def _data(course: Course, desk: Desk, question: Stegsporsmal, judged: Judged) -> dict[str, Any]:
    """What the page judges by: small tables of distinct verdicts, and an index by the set of open cards.

    `tilstand[mask]` is the state; `rett[state]` the options in line; `skjonn` the states where several are;
    `hjelper[state]` the closed cards that help; `bringer` fact -> cards;
    `lest[reading][mask]` the readings that can be defended; `folger[mask]` one character for each
    combination of readings: the number in `svar` of what follows from it, `-` where it cannot occur.
    """
    answers: dict[tuple[str, ...], int] = {}
    follows = []
    for mask in range(desk.all_open + 1) if question.lesninger else ():
        row = [
            "-" if right is None else _digit(answers.setdefault(right, len(answers)))
            for _, right in desk.follows(question, mask)
        ]
        follows.append("".join(row))
    return {
        "tilstand": list(judged.index),
        "rett": [list(state.right) for state in judged.states],
        "skjonn": [n for n, state in enumerate(judged.states) if state.verdict.status == "skjonn"],
        "utledet": [list(state.verdict.utfall) for state in judged.states],
        "hjelper": [list(state.helps) for state in judged.states],
        "bringer": {fact: sorted(cards) for fact, cards in _brings(desk).items()},
        "lest": {
            fact: [list(desk.right_readings(fact, mask)) for mask in range(desk.all_open + 1)]
            for fact in question.lesninger
        },
        "svar": [list(right) for right in answers],
        "folger": follows,
    }


def _digit(number: int) -> str:
    return "0123456789abcdefghijklmnopqrstuvwxyz"[number]
