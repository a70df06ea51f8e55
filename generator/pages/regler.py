"""A step's rules as a tree of exceptions, and the cases that turn on each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from generator.course import Case, Course
from generator.model import Stegregel
from generator.view.saksrad import applied

MOST_CASES = 8


@dataclass(frozen=True)
class Node:
    """A rule, its exceptions, and the cases where it speaks (the first few, and how many in all)."""

    regel: Stegregel
    hvis: tuple[tuple[str, str], ...]
    gir: tuple[str, ...]
    unntak: tuple[Node, ...]
    saker: tuple[Case, ...]
    antall: int


@dataclass(frozen=True)
class Stegside:
    """What the page of a step shows."""

    id: str
    regler: tuple[Node, ...]
    saker: int


def stegsider(course: Course) -> list[Stegside]:
    """Every step with its rules, each under the one it is an exception to."""
    cases = _cases_by_rule(course)
    return [_stegside(course, step, cases) for step in course.regelbok.steg]


def _stegside(course: Course, step: str, cases: dict[str, list[Case]]) -> Stegside:
    rules = course.regelbok.steg[step].regler

    def node(rule: Stegregel) -> Node:
        spoken = cases.get(rule.id, []) if rule.gives() or rule.fra else []
        return Node(
            rule,
            tuple(_condition(course, key, values) for key, values in rule.conditions().items()),
            tuple(course.regelbok.steg[step].utfall[outcome] for outcome in rule.gives()),
            tuple(node(other) for other in rules if other.unntak_fra == rule.id),
            tuple(spoken[:MOST_CASES]),
            len(spoken),
        )

    asked = sum(any(question.steg == step for question in case.sak.stegsporsmal) for case in course.cases)
    return Stegside(step, tuple(node(rule) for rule in rules if rule.unntak_fra is None), asked)


def _condition(course: Course, key: str, values: tuple[str, ...]) -> tuple[str, str]:
    if key in course.regelbok.fakta:
        fact = course.regelbok.fakta[key]
        return fact.sporsmal, " eller ".join(fact.verdier[value] for value in values)
    step = course.regelbok.steg[key]
    return f"{step.navn}:", " eller ".join(step.utfall[value].lower() for value in values)


def _cases_by_rule(course: Course) -> dict[str, list[Case]]:
    """rule -> the cases where it applies to a step that is asked about, or one it hangs on, with all cards open."""
    found: dict[str, list[Case]] = defaultdict(list)
    for case in course.cases:
        for rule in applied(course.regelbok, case):
            found[rule].append(case)
    return found
