"""What must be right about a course before it is built: one file a check, one line each in CHECKS."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from generator.checks import (
    balance,
    cards,
    conclusions,
    expectations,
    feedback,
    giveaway,
    language,
    length,
    lesestoff,
    lesninger,
    names,
    navn,
    options,
    personvern,
    references,
    rules,
    twins,
    unfinished,
)
from generator.course import Case, Course, CourseError
from generator.model import Radgiver
from generator.source import Problem

Check = Callable[[Course, Case], Iterator[Problem]]

CHECKS: dict[str, Check] = {
    "names": names.check,
    "twins": twins.check,
    "references": references.check,
    "options": options.check,
    "expectations": expectations.check,
    "lesninger": lesninger.fits,
    "personvern": personvern.check,
    "unfinished": unfinished.check,
}
ADVICE: dict[Radgiver, Check] = {
    "sprak": language.check,
    "gir_bort": giveaway.check,
    "kort": cards.check,
    "konklusjon": conclusions.check,
    "lengde": length.check,
    "tilbakemelding": feedback.check,
    "tvillinger": twins.advise,
    "lesninger": lesninger.check,
    "personvern": personvern.advise,
}
"""What could be better in a case. An author may accept it there, with a reason (`godtatt`)."""
BANK: dict[Radgiver, Callable[[Course], Iterator[Problem]]] = {
    "lesninger": lesninger.check_files,
    "balanse": balance.check,
    "regler": rules.check,
    "navn": navn.check,
}
"""The same, of what only all cases together show; told at the case that could change it."""
JUDGING = ("options", "expectations", "lesninger", "kort", "tvillinger", "balanse", "regler", "navn")
"""These judge the case, and so must be able to take its references for granted."""


def problems(course: Course, among: Course | None = None) -> list[Problem]:
    """Everything wrong with the course's cases and texts as part of `among` (by itself), in the order of places."""
    found = set(course.problems)
    for case in course.cases:
        told: list[Problem] = []
        for name, check in CHECKS.items():
            if name not in JUDGING or not told:
                told += check(among or course, case)
        found.update(told)
    for case in course.utenfor:
        found.update(names.check(among or course, case))
    for stykke in course.lesestoff:
        found.update(lesestoff.check(among or course, stykke))
    return sorted(found)


def require(course: Course) -> Course:
    """The same course, when nothing is wrong with it.

    Raises:
        CourseError: with everything that is.
    """
    found = problems(course)
    if found:
        raise CourseError(found)
    return course


def advice(course: Course) -> list[Problem]:
    """What could be better in the course's cases and texts, in the order of places; not what a case has accepted, and
    nothing of a case that is not yet written."""
    course = course.without(unfinished.drafts(course))
    accepted = {(case.source.file, one.sjekk) for case in course.cases for one in case.sak.godtatt}
    found = {*_advised(course)}
    used = {(problem.place.file, problem.sjekk) for problem in found}
    told = {problem for problem in found if (problem.place.file, problem.sjekk) not in accepted}
    for case in course.cases:
        for i, one in enumerate(case.sak.godtatt):
            if (case.source.file, one.sjekk) not in used:
                message, hint = f"«{one.sjekk}» har ikke noe råd her lenger", "ta bort linjen under «godtatt»"
                told.add(Problem(case.source.place("godtatt", i), message, hint, is_advice=True))
    return sorted(told)


def _advised(course: Course) -> Iterator[Problem]:
    """All advice, each with the name of the check that gives it."""
    whole = course.without({case.source.file for case in course.cases if not references.hold(course, case)})
    for name, check in ADVICE.items():
        for case in (whole if name in JUDGING else course).cases:
            yield from (replace(problem, is_advice=True, sjekk=name) for problem in check(course, case))
    for name, check_bank in BANK.items():
        told = check_bank(whole if name in JUDGING else course)
        yield from (replace(problem, is_advice=True, sjekk=name) for problem in told)
    for stykke in course.lesestoff:
        yield from language.check_page(stykke)
