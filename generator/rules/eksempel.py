"""Examples: as few facts as will do for a rule to apply, to fail, or for a step to end in an outcome."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from generator.model import Regelbok
from generator.rules.assess import ImpossibleFacts, engine, worlds
from generator.rules.compile import ANVENDT, UMULIG

Wanted = Callable[[Hashable], bool]


def applies(regelbok: Regelbok, step: str, rule: str) -> dict[str, str] | None:
    """Facts with which the rule applies, whatever else may hold; None where there are none."""
    return _facts(regelbok, engine(regelbok).step(step).rules[rule], lambda leaf: leaf == frozenset({ANVENDT}))


def fails(regelbok: Regelbok, step: str, rule: str) -> dict[str, str] | None:
    """Facts with which the rule does not apply, whatever else may hold; None where there are none."""
    number = engine(regelbok).step(step).rules[rule]
    return _facts(regelbok, number, lambda leaf: ANVENDT not in leaf)  # type: ignore[operator]


def ends_in(regelbok: Regelbok, step: str, outcome: str) -> dict[str, str] | None:
    """Facts with which the step has this outcome: alone if it can, else beside others."""
    number = engine(regelbok).step(step).outcome
    alone = _facts(regelbok, number, lambda leaf: leaf == frozenset({outcome}))
    return alone or _facts(regelbok, number, lambda leaf: outcome in leaf)  # type: ignore[operator]


def _facts(regelbok: Regelbok, number: int, wanted: Wanted) -> dict[str, str] | None:
    """Facts that lead to leaves that are `wanted` only, and none of them idle: a path asks for more than it takes."""
    ready = engine(regelbok)
    path = ready.diagrams.path(number, lambda leaf: leaf != UMULIG and wanted(leaf))
    if path is None:
        return None
    facts = {ready.facts[level]: ready.values[level][value] for level, value in path.items()}
    while idle := next((key for key in facts if _suffice(regelbok, number, wanted, _without(facts, key))), None):
        facts = _without(facts, idle)
    return facts


def _without(facts: dict[str, str], key: str) -> dict[str, str]:
    return {other: value for other, value in facts.items() if other != key}


def _suffice(regelbok: Regelbok, number: int, wanted: Wanted, facts: dict[str, str]) -> bool:
    """Whether every leaf that is possible with these facts is wanted."""
    try:
        possible = worlds(regelbok, facts)
    except ImpossibleFacts:
        return False
    return all(map(wanted, engine(regelbok).diagrams.leaves(number, possible.domains) - {UMULIG}))
