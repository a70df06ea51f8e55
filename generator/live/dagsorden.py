"""The agenda: which cases of the course can be used in a fagmøte, and what each of them asks there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from generator.course import Case, Course
from generator.live.hendelser import Apnet, Lesning, Skjema
from generator.live.meeting import legg_plan
from generator.model import Handlingssporsmal, Stegsporsmal
from generator.view.saksrad import klarhet
from generator.view.sporsmal import sporsmal
from generator.view.sprak import Tekster

ANKERSAKER = 6
"""How many anchor cases measure an office."""


def sporsmal_i(case: Case) -> Stegsporsmal | Handlingssporsmal | None:
    """The question that a meeting asks of the case: the first that has one answer; none where no question has.

    A question about a step goes before one about what to do.
    """
    actions = [question for question in case.sak.sporsmal if isinstance(question, Handlingssporsmal)]
    fit: list[Stegsporsmal | Handlingssporsmal] = [*case.sak.stegsporsmal, *actions]
    return fit[0] if fit else None


def skjema(course: Course, case: Case, t: Tekster) -> Skjema:
    """What the meeting asks of the case, and what the rules say with every card open. It must have such a question."""
    question = sporsmal_i(case)
    assert question is not None
    shown = sporsmal(course, case.desk, question, t)
    kilder = course.regelbok.hode.kilder
    return Skjema(
        tittel=case.sak.tittel,
        sporsmal=shown.tekst,
        steg=question.steg if isinstance(question, Stegsporsmal) else "",
        valg={option.verdi: option.tekst for option in shown.valg},
        rett=tuple(option.verdi for option in shown.valg if option.dom != "feil"),
        lesninger={
            reading.fakta: Lesning(
                sporsmal=reading.sporsmal,
                valg=dict(reading.valg),
                rett=case.desk.right_readings(reading.fakta, case.desk.all_open),
            )
            for reading in shown.lesninger
        },
        kort={card.id: f"{kilder[card.kilde]}, {card.dato}" for card in case.sak.opplysninger},
        hash=shown.data["hash"],
    )


def tvilling(course: Course, case: Case) -> Case | None:
    """The first twin of the case that asks the same."""
    asked = sporsmal_i(case)
    for twin in case.sak.tvillinger:
        other = course.by_id.get(twin.sak)
        if other and asked and (question := sporsmal_i(other)) and _step(question) == _step(asked):
            return other
    return None


def kan_deles(course: Course, case: Case) -> bool:
    """Whether some of its cards lie with the state and some with the municipality."""
    bord = course.regelbok.hode.bord
    return {*bord.values()} == {bord[card.kilde] for card in case.sak.opplysninger if card.kilde in bord}


def ankersaker(course: Course) -> list[str]:
    """Six clear cases that the office is measured by, spread over the modules: one from each in turn."""
    clear: dict[str, list[str]] = {}
    for case in course.cases:
        if case.sak.stegsporsmal and klarhet(case) != "gra":
            clear.setdefault(case.sak.modul, []).append(case.sak.id)
    turns = [id for turn in zip_longest(*clear.values()) for id in turn if id]
    return turns[:ANKERSAKER]


def apne(
    course: Course,
    saker: Sequence[str],
    t: Tekster,
    *,
    med_tvilling: bool = True,
    delt_bord: bool = False,
    maling: bool = False,
) -> Apnet:
    """The first event of a meeting about these cases, which must be in the course and have a question for it."""
    chosen = [course.by_id[sak] for sak in saker]
    pairs = [(case, tvilling(course, case) if med_tvilling and not maling else None) for case in chosen]
    used = {case.sak.id: case for pair in pairs for case in pair if case}
    plan = legg_plan([(case.sak.id, twin.sak.id if twin else None) for case, twin in pairs], maling)
    forms = {id: skjema(course, case, t) for id, case in used.items()}
    return Apnet(plan=plan, skjema=forms, regelbok=course.regelbok.id, delt_bord=delt_bord)


def _step(question: Stegsporsmal | Handlingssporsmal) -> str:
    return question.steg if isinstance(question, Stegsporsmal) else ""
