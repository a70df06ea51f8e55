"""What the rules say of a set of facts, over every possible world."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from generator.model import SKJONN, UKJENT, Regelbok
from generator.rules.compile import UMULIG, Engine
from generator.rules.diagram import Domain

Given = Mapping[str, str | list[str] | tuple[str, ...]]
"""fact -> a value, several values, `ukjent` or `skjonn`. A fact that is not there is unknown."""

REMEMBERED = 50_000
"""How many answers are kept, for cases that are alike in all that a step looks at."""

Status = Literal["avgjort", "mangler_opplysninger", "skjonn"]


class ImpossibleFacts(ValueError):
    """The facts cannot all hold. `reasons` says why, as the rulebook does."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Worlds:
    """The worlds that the given facts leave possible."""

    domains: tuple[Domain, ...]
    """For each fact in the engine's order: the values that it may have."""
    unknown: frozenset[int]
    """The facts nobody has looked into; skjønn facts and several values have been."""
    fixed: frozenset[int]
    """The facts given with one value, or some of their values."""


@dataclass(frozen=True)
class Verdict:
    """What a step comes to: `utfall` and `mangler` in order, the latter most decisive first."""

    status: Status
    utfall: tuple[str, ...]
    mangler: tuple[str, ...]


@cache
def engine(regelbok: Regelbok) -> Engine:
    """The rulebook compiled, once."""
    return Engine(regelbok)


def worlds(regelbok: Regelbok, given: Given, base: Worlds | None = None) -> Worlds:
    """The possible worlds of `given`; of the facts that are not given, what `base` says of them, or nothing.

    Raises:
        ImpossibleFacts: no world is possible.
    """
    ready = engine(regelbok)
    base = base or nothing_said(regelbok)
    domains, unknown, fixed = list(base.domains), set(base.unknown), set(base.fixed)
    for key, value in given.items():
        level = ready.level.get(key)
        if level is None:
            continue  # a fact without bearing
        domains[level] = ready.domain(level, value)
        (unknown.add if value == UKJENT else unknown.discard)(level)
        (fixed.discard if value in (UKJENT, SKJONN) else fixed.add)(level)
    possible = Worlds(tuple(domains), frozenset(unknown), frozenset(fixed))
    if ready.diagrams.leaves(ready.impossible, possible.domains) == {UMULIG}:
        raise ImpossibleFacts(_reasons(ready, possible))
    return possible


@cache
def nothing_said(regelbok: Regelbok) -> Worlds:
    """The worlds when nobody has said anything."""
    ready = engine(regelbok)
    silent = [regelbok.fakta[key].ved_ukjent or UKJENT for key in ready.facts]
    domains = tuple(ready.domain(level, value) for level, value in enumerate(silent))
    unknown = frozenset(level for level, value in enumerate(silent) if value == UKJENT)
    return Worlds(domains, unknown, frozenset())


def _reasons(ready: Engine, possible: Worlds) -> list[str]:
    """Why no world is possible: the combinations that the facts amount to, or else all that touch them."""
    touched = []
    for clause in ready.regelbok.hode.umulig:
        allowed = [possible.domains[ready.level[key]] for key in clause.fakta]
        wanted = [ready.values[ready.level[key]].index(str(value)) for key, value in clause.fakta.items()]
        if all(value in domain for value, domain in zip(wanted, allowed, strict=True)):
            touched.append((all(len(domain) == 1 for domain in allowed), clause.fordi))
    return [reason for all_given, reason in touched if all_given] or [reason for _, reason in touched]


def as_given(regelbok: Regelbok, possible: Worlds, key: str) -> str | tuple[str, ...]:
    """A fact as it stands (`ukjent`, `skjonn`, its value or values), or the outcomes of a step."""
    ready = engine(regelbok)
    if key not in ready.level:
        found: tuple[str, ...] = outcomes(regelbok, key, possible)
    else:
        level = ready.level[key]
        if level in possible.unknown:
            return UKJENT
        if level not in possible.fixed and len(possible.domains[level]) > 1:
            return SKJONN
        found = tuple(ready.values[level][value] for value in possible.domains[level])
    return found[0] if len(found) == 1 else found


def outcomes(regelbok: Regelbok, step: str, possible: Worlds) -> tuple[str, ...]:
    """The outcomes that some possible world leads to, in alphabetical order."""
    ready = engine(regelbok)
    leaves = ready.diagrams.leaves(ready.step(step).outcome, possible.domains) - {UMULIG}
    return tuple(sorted({str(outcome) for leaf in leaves for outcome in leaf}))  # type: ignore[attr-defined]


def missing(regelbok: Regelbok, number: int, possible: Worlds) -> tuple[str, ...]:
    """The unknown facts that alone can turn the leaf of a diagram, most decisive first.

    How decisive: in how many of the possible worlds it does so; ties in the rulebook's order.
    """
    ready = engine(regelbok)
    number, asked = _undecided(ready, number, possible)
    turns = ready.diagrams.turning(number, asked, possible.domains, UMULIG)
    decisive = sorted((-count, level) for level, count in turns.items() if count)
    return tuple(ready.facts[level] for _, level in decisive)


def _undecided(ready: Engine, number: int, possible: Worlds) -> tuple[int, list[int]]:
    """The diagram with what is given followed, and the unknown facts it still asks about."""
    single = {level: domain[0] for level, domain in enumerate(possible.domains) if len(domain) == 1}
    number = ready.diagrams.restrict(number, single)
    return number, [level for level in ready.diagrams.levels(number) if level in possible.unknown]


def status(regelbok: Regelbok, step: str, possible: Worlds) -> tuple[Status, tuple[str, ...]]:
    """Status and outcomes alone: a verdict without the trouble of weighing what is missing."""
    found = outcomes(regelbok, step, possible)
    if len(found) == 1:
        return "avgjort", found
    ready = engine(regelbok)
    number, asked = _undecided(ready, ready.step(step).outcome, possible)
    turning = (ready.diagrams.turning(number, [level], possible.domains, UMULIG)[level] for level in asked)
    return ("mangler_opplysninger" if any(turning) else "skjonn"), found


def verdict(regelbok: Regelbok, step: str, possible: Worlds) -> Verdict:
    """Status, outcomes and missing facts of one step."""
    return _verdict(regelbok, step, narrowed(regelbok, step, possible))


def read_by(regelbok: Regelbok, step: str) -> set[str]:
    """The facts that the step looks at, also through the steps it asks."""
    ready = engine(regelbok)
    return {ready.facts[level] for level in ready.step(step).seen}


def narrowed(regelbok: Regelbok, step: str, possible: Worlds) -> Worlds:
    """The same worlds, with all that the step never looks at left open: a key to remember answers by."""
    ready = engine(regelbok)
    seen = ready.step(step).seen
    domains = list(ready.open_domains)
    for level in seen:
        domains[level] = possible.domains[level]
    return Worlds(tuple(domains), possible.unknown & {*seen}, possible.fixed & {*seen})


@lru_cache(REMEMBERED)
def _verdict(regelbok: Regelbok, step: str, possible: Worlds) -> Verdict:
    found = outcomes(regelbok, step, possible)
    if len(found) == 1:
        return Verdict("avgjort", found, ())
    lacking = missing(regelbok, engine(regelbok).step(step).outcome, possible)
    return Verdict("mangler_opplysninger" if lacking else "skjonn", found, lacking)
