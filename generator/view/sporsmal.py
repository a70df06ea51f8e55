"""A question as it is shown: its options, what is said of each, and the tables that the page judges by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from markupsafe import Markup

from generator import model
from generator.course import Course
from generator.desk import INNHENT, Desk, Judged, State, options, readings
from generator.lesninger import NOK, Lest
from generator.model import UKJENT, Handlingsvalg, Lapp, Stegsporsmal, Stegvalg
from generator.view.forklaring import Forklaring, forklar
from generator.view.merke import hash_of
from generator.view.sprak import Tekster
from generator.view.tekst import html

Dom = Literal["rett", "gra", "feil"]
STARTER, STARTER_IKKE = "har_rett", "ikke_rett"
LAPPESVAR = {STARTER: "starter", STARTER_IKKE: "starter_ikke", INNHENT: "ma_sporre"}
"""What a slip in a pile can come to, each with the name of its words (`sak`)."""


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
    for_tidlig: bool = False
    """Whether it is right in the end, but wrong with fewer cards: then the feedback is for who answers too early."""


@dataclass(frozen=True)
class Lesning:
    """A vurdering that is asked before the outcome."""

    fakta: str
    sporsmal: str
    valg: tuple[tuple[str, str], ...]
    fordi: str
    andre: Lest | None = None
    """How others read it, where they are enough."""


@dataclass(frozen=True)
class Lappvisning:
    """A slip in a pile: what is right of it, and why."""

    lapp: Lapp
    rett: str
    eksempler: tuple[str, ...]


@dataclass(frozen=True)
class Sporsmal:
    """A question, ready to be shown. `data` is what the page's script judges by."""

    id: str
    type: str
    tekst: str
    data: dict[str, Any]
    valg: tuple[Valg, ...] = ()
    lesninger: tuple[Lesning, ...] = ()
    forklaring: Forklaring | None = None
    i_dag: tuple[tuple[str, str, str], ...] = ()
    """What groups among the options are called today: (then, now, source)."""
    tilstander: int = 1
    """How many states the cards can be in, and the one with every card open."""
    siste: int = 0
    modell: Markup | None = None
    sjekkliste: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    """What a good answer says, each with the rules (id, title) that ask for it."""
    lapper: tuple[Lappvisning, ...] = ()


def sporsmal(course: Course, desk: Desk, question: model.Sporsmal, t: Tekster) -> Sporsmal:
    """The question with its key, in the interface words `t`."""
    merke = {"hash": hash_of(desk, question)}
    match question:
        case model.Stegsporsmal():
            return _steg(course, desk, question, merke, t)
        case model.Handlingssporsmal() | model.Flersporsmal():
            return cited(course, question, merke, t)
        case model.Begrunnelse():
            titles = course.regelbok.regler
            points = tuple(
                (point.tekst, tuple((rule, titles[rule].tittel) for rule in point.regler))
                for point in question.sjekkliste
            )
            return Sporsmal(
                question.id, question.type, question.tekst, merke, modell=html(question.modell), sjekkliste=points
            )
        case model.Bunke():
            slips = tuple(Lappvisning(slip, desk.starts(slip), _eksempler(course, slip, t)) for slip in question.lapper)
            data = merke | {"rett": [slip.rett for slip in slips]}
            return Sporsmal(question.id, question.type, question.tekst, data, lapper=slips)


def _steg(course: Course, desk: Desk, question: Stegsporsmal, merke: dict[str, str], t: Tekster) -> Sporsmal:
    judged = desk.judge(question)
    last = judged.states[judged.index[desk.all_open]]
    told = forklar(desk, judged, t)
    return Sporsmal(
        id=question.id,
        type=question.type,
        tekst=question.tekst,
        data=merke | _data(desk, question, judged) | {"hint": told.hint},
        valg=tuple(
            replace(
                _utfall(course, question, outcome, _dom(last, outcome), t), for_tidlig=_is_early(judged, last, outcome)
            )
            for outcome in options(question)
        ),
        lesninger=tuple(_lesning(course, desk, fact, merke["hash"], t) for fact in question.lesninger),
        forklaring=told,
        i_dag=tuple(_i_dag(course, question)),
        tilstander=len(judged.states),
        siste=judged.index[desk.all_open],
    )


def _dom(state: State, option: str) -> Dom:
    """What the rules lead to is right; what they only allow, or leave to judgement, is grey."""
    said = state.verdict
    if option not in state.right:
        return "feil"
    if said.status == "mangler_opplysninger":
        return "rett" if option == INNHENT else "gra"
    return "rett" if said.utfall == (option,) else "gra"


def _is_early(judged: Judged, last: State, outcome: str) -> bool:
    return outcome in last.right and any(outcome not in state.right for state in judged.states)


def _utfall(course: Course, question: Stegsporsmal, outcome: str, dom: Dom, t: Tekster) -> Valg:
    spec = next((option for option in question.valg if option.utfall == outcome), None)
    text = t["sak"]["trenger_mer"] if outcome == INNHENT else course.regelbok.steg[question.steg].utfall[outcome]
    if spec is None:
        return Valg(outcome, text, dom)
    defence = spec.kan_forsvares
    title = course.regelbok.regler[defence.regel].tittel if defence else ""
    return Valg(
        outcome,
        text,
        dom,
        spec.tilbakemelding,
        spec.koster,
        _eksempler(course, spec, t),
        ((defence.regel, title, t["sak"]["tillater"]),) if defence else (),
        defence.fordi if defence else None,
    )


def cited(
    course: Course, question: model.Handlingssporsmal | model.Flersporsmal, merke: dict[str, str], t: Tekster
) -> Sporsmal:
    """A question whose key is the rules that its options follow or break; `merke` goes into its data."""
    choices = tuple(_handling(course, str(i), option, t) for i, option in enumerate(question.valg))
    right = [choice.verdi for choice in choices if choice.dom == "rett"]
    data: dict[str, Any] = merke | {"rett": right}
    if question.type == "handling":
        broken = {str(i): option.bryter[0] for i, option in enumerate(question.valg) if option.bryter}
        data["hint"] = {verdi: f"{rule} {course.regelbok.regler[rule].tittel}" for verdi, rule in broken.items()}
    return Sporsmal(question.id, question.type, question.tekst, data, valg=choices)


def _handling(course: Course, verdi: str, option: Handlingsvalg, t: Tekster) -> Valg:
    words = t["sak"]
    rules = [(rule, words["folges"]) for rule in option.folger] + [(rule, words["brytes"]) for rule in option.bryter]
    titles = {id: rule.tittel for id, rule in course.regelbok.regler.items()}
    return Valg(
        verdi,
        option.tekst,
        "feil" if option.bryter else "rett",
        option.tilbakemelding,
        option.koster,
        _eksempler(course, option, t),
        tuple((rule, titles[rule], how) for rule, how in rules),
    )


def _eksempler(course: Course, option: Stegvalg | Handlingsvalg | Lapp, t: Tekster) -> tuple[str, ...]:
    word = t["sak"]["avvik"]
    avvik = [f"{word} {option.avvik}: {course.regelbok.avvik[option.avvik].navn}"] if option.avvik else []
    return (*avvik, *(course.regelbok.strategier[strategy].navn for strategy in option.strategi))


def _lesning(course: Course, desk: Desk, fact: str, mark: str, t: Tekster) -> Lesning:
    spec = course.regelbok.fakta[fact]
    given = next(reading for reading in desk.sak.vurderinger if reading.fakta == fact)
    labels = {key: name[0].upper() + name[1:] for key, name in spec.verdier.items()} | {UKJENT: t["sak"]["for_lite"]}
    values = tuple((value, labels[value]) for value in readings(course.regelbok, fact))
    read = course.lesninger.av(desk.sak.id, mark, fact)
    return Lesning(fact, spec.sporsmal, values, given.fordi, read if read and read.alle >= NOK else None)


def dommen(type: str, dom: Dom, t: Tekster) -> str:
    """The verdict on a choice, in words: where several belong, whether it is one of them."""
    if type != "flere":
        return str(t["dom"][dom])
    return str(t["sak"]["horer_ikke_med" if dom == "feil" else "horer_med"])


def starter(outcome: str, t: Tekster) -> str:
    """What a slip in a pile comes to, in words."""
    return str(t["sak"][LAPPESVAR[outcome]])


def brings(desk: Desk) -> dict[str, set[int]]:
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
        if today := course.regelbok.heter_na(option.utfall):
            yield course.regelbok.steg[question.steg].utfall[option.utfall], today.navn, today.kilde


def _data(desk: Desk, question: Stegsporsmal, judged: Judged) -> dict[str, Any]:
    """What the page judges by: small tables of distinct verdicts, and an index by the set of open cards.

    `tilstand[mask]` is the state; `rett[state]` the options in line; `skjonn` the states where several are;
    `hjelper[state]` the closed cards that help; `lest[reading][mask]` the readings that can be defended;
    `folger[mask]` one character for each combination of readings: the number in `svar` of what follows
    from it, `-` where it cannot occur.
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
        "lest": {
            fact: [list(desk.right_readings(fact, mask)) for mask in range(desk.all_open + 1)]
            for fact in question.lesninger
        },
        "svar": [list(right) for right in answers],
        "folger": follows,
    }


def _digit(number: int) -> str:
    return "0123456789abcdefghijklmnopqrstuvwxyz"[number]
