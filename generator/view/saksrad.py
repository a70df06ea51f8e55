"""What is said of a case where it stands among others: what it practises, which rules speak in it, how clear it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from generator.course import Case, Course
from generator.desk import RETT
from generator.model import (
    Begrunnelse,
    Bunke,
    Flersporsmal,
    Handlingssporsmal,
    Handlingsvalg,
    Lapp,
    Regelbok,
    Sak,
    Sporsmal,
    Stegsporsmal,
    Stegvalg,
)
from generator.rules import explain, worlds
from generator.view.hengsel import Hengsel, hengsel
from generator.view.merke import hash_of

Klarhet = Literal["klar", "gra", "mer"]
"""Whether the rules give one answer, leave several open in the end, or lack something until a card is fetched."""


@dataclass(frozen=True)
class Saksrad:
    """A case as one of many."""

    case: Case
    familie: str
    klarhet: Klarhet
    steg: tuple[str, ...]
    regler: tuple[str, ...]
    """The rules (`R25`) that speak in it, in the rulebook's order."""
    avvik: tuple[str, ...]
    sporsmal: tuple[tuple[Sporsmal, Hengsel, str], ...]
    """Its questions, each with its hinge and its mark."""


def saksrader(course: Course) -> list[Saksrad]:
    """Every case of the course, in the order they are learnt in."""
    kin = families(course)
    return [_rad(course.regelbok, case, kin[case.sak.id]) for case in course.cases]


def saksrad(course: Course, case: Case) -> Saksrad:
    """One case, as a family of its own."""
    return _rad(course.regelbok, case, case.sak.id)


def families(course: Course) -> dict[str, str]:
    """case -> the first id, in alphabetical order, among the twins it is connected with, itself too."""
    near: dict[str, set[str]] = {case.sak.id: set() for case in course.cases}
    for case in course.cases:
        for twin in case.sak.tvillinger:
            if twin.sak in near:
                near[case.sak.id].add(twin.sak)
                near[twin.sak].add(case.sak.id)
    found: dict[str, str] = {}
    for first in sorted(near):
        waiting = [first]
        while waiting:
            id = waiting.pop()
            if id not in found:
                found[id] = first
                waiting += near[id]
    return found


def klarhet(case: Case) -> Klarhet:
    """How clear the questions about steps are: grey weighs more than lacking something at first."""
    for question in case.sak.stegsporsmal:
        judged = case.desk.judge(question)
        last = judged.states[judged.index[-1]]
        defended = {option.utfall for option in question.valg if option.kan_forsvares} & {*last.right}
        if last.verdict.status == "skjonn" or defended - {*last.verdict.utfall}:
            return "gra"
    return "mer" if needs_more(case) else "klar"


def needs_more(case: Case) -> bool:
    """Whether a question about a step lacks something until a card is fetched."""
    asked = (case.desk.judge(question) for question in case.sak.stegsporsmal)
    return any(judged.states[judged.index[0]].verdict.status == "mangler_opplysninger" for judged in asked)


@cache
def applied(regelbok: Regelbok, case: Case) -> tuple[str, ...]:
    """The rules of steps that apply with all cards open, in the steps asked about and those they hang on."""
    possible = case.desk.worlds(case.desk.all_open)
    asked = {step for question in case.sak.stegsporsmal for step in hangs_on(regelbok, question.steg)}
    return tuple(rule for step in regelbok.steg if step in asked for rule in explain(regelbok, step, possible).regler)


@cache
def hangs_on(regelbok: Regelbok, step: str) -> frozenset[str]:
    """The step itself, and every step that its rules ask for, directly or not."""
    asks = {key for rule in regelbok.steg[step].regler for key in rule.hvis if key in regelbok.steg}
    return frozenset({step}).union(*(hangs_on(regelbok, other) for other in asks))


@cache
def _rad(regelbok: Regelbok, case: Case, familie: str) -> Saksrad:
    sak = case.sak
    steps = {question.steg for question in sak.stegsporsmal}
    spoken = {*_spoken(regelbok, case), *(rule for question in sak.sporsmal for rule in _cited(question))}
    avvik = {option.avvik for option in tagged(sak)}
    return Saksrad(
        case=case,
        familie=familie,
        klarhet=klarhet(case),
        steg=tuple(step for step in regelbok.steg if step in steps),
        regler=tuple(rule for rule in regelbok.regler if rule in spoken),
        avvik=tuple(tag for tag in regelbok.avvik if tag in avvik),
        sporsmal=tuple((q, hengsel(sak.modul, q), hash_of(case.desk, q)) for q in sak.sporsmal),
    )


def _spoken(regelbok: Regelbok, case: Case) -> set[str]:
    """What the rules that apply, to the case or a slip in its pile, build on; a gate that gives nothing is silent."""
    rules = {rule.id: rule for step in regelbok.steg.values() for rule in step.regler}
    piles = [explain(regelbok, RETT, worlds(regelbok, slip.fakta)) for slip in case.sak.lapper]
    in_pile = [rule for said in piles for rule in said.regler]
    speaking = [rules[id] for id in (*applied(regelbok, case), *in_pile) if rules[id].gives() or rules[id].fra]
    return {record for rule in speaking for record in rule.bygger_pa}


def _cited(question: Sporsmal) -> set[str]:
    match question:
        case Handlingssporsmal() | Flersporsmal():
            return {rule for option in question.valg for rule in (*option.folger, *option.bryter)}
        case Begrunnelse():
            return {rule for point in question.sjekkliste for rule in point.regler}
    return set()


def tagged(sak: Sak) -> Iterator[Stegvalg | Handlingsvalg | Lapp]:
    """Everything in its questions that may be an example of a deviation or a strategy: options, and slips."""
    for question in sak.sporsmal:
        match question:
            case Bunke():
                yield from question.lapper
            case Stegsporsmal() | Handlingssporsmal() | Flersporsmal():
                yield from question.valg
