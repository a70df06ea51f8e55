"""What must be right about a course before it is built: one file a check, one line each in CHECKS."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.checks import expectations, language, lesestoff, names, options, references
from generator.course import Case, Course, CourseError
from generator.source import Problem

Check = Callable[[Course, Case], Iterator[Problem]]

CHECKS: dict[str, Check] = {
    "names": names.check,
    "references": references.check,
    "options": options.check,
    "expectations": expectations.check,
}
JUDGING = ("options", "expectations")
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
    """What could be better in the course's cases and texts, in the order of places."""
    cases = (found for case in course.cases for found in language.check(course, case))
    return sorted({*cases, *(found for stykke in course.lesestoff for found in language.check_page(stykke))})
