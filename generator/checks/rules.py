"""All cases together practise every rule: it applies in one, and is asked and does not in another."""

from __future__ import annotations

from collections.abc import Iterator

from generator.course import Case, Course
from generator.desk import RETT
from generator.model import Regelbok
from generator.rules import Worlds, explain, worlds
from generator.source import Problem
from generator.view.saksrad import hangs_on, saksrader

WHOLE = 50
"""Cases: a smaller course need not practise everything."""


def check(course: Course) -> Iterator[Problem]:
    """The rules of steps, and the rules of law and guideline, that no case practises. Judges the cases."""
    if len(course.cases) < WHOLE:
        return
    applied, not_applied = _practised(course)
    for step, spec in course.regelbok.steg.items():
        for rule in spec.regler:
            if rule.id not in applied:
                yield _told(_asks(course, step), f"regelen «{rule.id}» gjelder ikke i noen sak", rule.tekst)
            if rule.id not in not_applied:
                message = f"regelen «{rule.id}» gjelder i alle saker som spør etter den"
                yield _told(_asks(course, step), message, f"at dette ikke gjelder: {rule.tekst}")
    used = {rule for rad in saksrader(course) for rule in rad.regler}
    for id, record in course.regelbok.regler.items():
        if id not in used:
            yield _told(course.cases[0], f"ingen sak bruker {id}", record.tittel)


def _practised(course: Course) -> tuple[set[str], set[str]]:
    """The rules of steps that apply in some case, and those that are asked in some case and do not."""
    rules = {step: {rule.id for rule in spec.regler} for step, spec in course.regelbok.steg.items()}
    applied: set[str] = set()
    not_applied: set[str] = set()
    for case in course.cases:
        for step, possible in _asked(course.regelbok, case):
            if rules[step] <= applied & not_applied:
                continue  # all of it is practised already
            for reason in explain(course.regelbok, step, possible).begrunnelse:
                if reason.utslag == "anvendt":
                    applied.add(reason.regel.id)
                elif reason.utslag != "apen":
                    not_applied.add(reason.regel.id)
    return applied, not_applied


def _asked(regelbok: Regelbok, case: Case) -> Iterator[tuple[str, Worlds]]:
    """The steps that a case asks about, and those they hang on, before anything is fetched and when all is; in a pile,
    the right to be assessed, slip by slip."""
    for step in set().union(*(hangs_on(regelbok, question.steg) for question in case.sak.stegsporsmal)):
        for mask in {0, case.desk.all_open}:
            yield step, case.desk.worlds(mask)
    for slip in case.sak.lapper:
        yield RETT, worlds(regelbok, slip.fakta)


def _asks(course: Course, step: str) -> Case:
    """The first case that asks of the step, or of one that hangs on it; or else the first of all."""
    return next(
        (
            case
            for case in course.cases
            if any(step in hangs_on(course.regelbok, q.steg) for q in case.sak.stegsporsmal)
        ),
        course.cases[0],
    )


def _told(case: Case, message: str, about: str) -> Problem:
    return Problem(case.source.place("sporsmal"), message, f"lag en sak om dette: {' '.join(about.split())}")
