"""What must be right about a course before it is built: one file a check, one line each in CHECKS."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.checks import expectations, names, options, references
from generator.course import Case, Course, CourseError
from generator.source import Problem

Check = Callable[[Course, Case], Iterator[Problem]]

CHECKS: dict[str, Check] = {
    "names": names.check,
    "options": options.check,
    "expectations": expectations.check,
}
"""These may take it for granted that the case's references are right."""


def problems(course: Course) -> list[Problem]:
    """Everything wrong with the course, in the order of places."""
    found = set(course.problems)
    for case in course.cases:
        broken = list(references.check(course, case))
        found.update(broken)
        if not broken:
            found.update(problem for check in CHECKS.values() for problem in check(course, case))
        elif not any(problem in broken for problem in names.check(course, case)):
            found.update(names.check(course, case))
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
