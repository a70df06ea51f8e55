"""Why: the state of every rule of a step, and what would have turned the outcome."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, partial
from typing import Literal

from generator.model import UKJENT, Regelbok, Stegregel
from generator.rules.assess import REMEMBERED, Verdict, Worlds, as_given, engine, missing, narrowed, outcomes, verdict
from generator.rules.compile import ANVENDT, OVERSTYRT, SLO_IKKE_TIL, UMULIG, Engine

Effect = Literal["anvendt", "overstyrt", "slo_ikke_til", "apen"]


@dataclass(frozen=True)
class Reason:
    """The state of one rule, and the conditions it hangs on.

    `anvendt`: speaks in every possible world; `fakta` are its conditions as they stand.
    `overstyrt`: holds, but an exception speaks (`av`). `slo_ikke_til`: holds nowhere; `fakta` are the
    conditions that fail, or `av` the rule it is an exception to. `apen`: `fakta` are what is missing.
    """

    regel: Stegregel
    utslag: Effect
    fakta: dict[str, str | tuple[str, ...]]
    av: tuple[str, ...] = ()


@dataclass(frozen=True, order=True)
class Change:
    """A given fact, as it is and as it would have had to be."""

    fakta: str
    fra: str | tuple[str, ...]
    til: str


@dataclass(frozen=True, eq=False)
class Stegvurdering:
    """All that the rules say of one step; each part is worked out when it is first asked for."""

    regelbok: Regelbok
    steg: str
    possible: Worlds

    @cached_property
    def verdict(self) -> Verdict:
        return verdict(self.regelbok, self.steg, self.possible)

    @property
    def godtas(self) -> tuple[str, ...]:
        return tuple(sorted(self.regelbok.steg[self.steg].godtas))

    @cached_property
    def begrunnelse(self) -> tuple[Reason, ...]:
        return tuple(reasons(self.regelbok, self.steg, self.possible))

    @cached_property
    def vendepunkt(self) -> dict[str, list[list[Change]]]:
        return turning_points(self.regelbok, self.steg, self.possible)

    @property
    def regler(self) -> tuple[str, ...]:
        """The rules that apply in every possible world."""
        found = effects(self.regelbok, self.steg, self.possible)
        return tuple(rule for rule, effect in found.items() if effect == "anvendt")


@dataclass(frozen=True)
class Vurdering:
    """All that the rules say of a set of facts."""

    steg: dict[str, Stegvurdering]
    uten_betydning: dict[str, tuple[str, ...]]
    """Given facts that have no bearing, and the rules that say so."""


def explain(regelbok: Regelbok, step: str, possible: Worlds) -> Stegvurdering:
    """The step's verdict with its reasons."""
    return _explained(regelbok, step, narrowed(regelbok, step, possible))


_explained = lru_cache(REMEMBERED)(Stegvurdering)


def effects(regelbok: Regelbok, step: str, possible: Worlds) -> dict[str, Effect]:
    """What becomes of each rule of the step, by its id; `reasons` says more, and takes longer."""
    states = _states(regelbok, step, narrowed(regelbok, step, possible))
    return {id: next(iter(found)) if len(found) == 1 else "apen" for id, found in states.items()}


@lru_cache(REMEMBERED)
def _states(regelbok: Regelbok, step: str, possible: Worlds) -> dict[str, set[Effect]]:
    """What becomes of each rule in some possible world."""
    ready = engine(regelbok)
    states = {}
    for id, number in ready.step(step).rules.items():
        leaves = ready.diagrams.leaves(number, possible.domains) - {UMULIG}
        states[id] = {state for leaf in leaves for state in leaf}  # type: ignore[attr-defined]
    return states


def reasons(regelbok: Regelbok, step: str, possible: Worlds) -> Iterator[Reason]:
    """The state of every rule of the step, in the order of the rulebook."""
    ready = engine(regelbok)
    rules = {rule.id: rule for rule in regelbok.steg[step].regler}
    states = _states(regelbok, step, possible)
    see = cache(partial(as_given, regelbok, possible))
    for id, rule in rules.items():
        if states[id] == {ANVENDT}:
            yield Reason(rule, "anvendt", {key: see(key) for key in rule.hvis})
        elif states[id] == {OVERSTYRT}:
            by = [other for other in rules if _below(rules, other, id) and ANVENDT in states[other]]
            speaking = [other for other in by if rules[other].gives() or rules[other].fra]
            yield Reason(rule, "overstyrt", {key: see(key) for key in rule.hvis}, tuple(speaking))
        elif states[id] == {SLO_IKKE_TIL}:
            parent = rule.unntak_fra
            if parent and states[parent] == {SLO_IKKE_TIL}:
                yield Reason(rule, "slo_ikke_til", {}, (parent,))
            else:
                yield Reason(rule, "slo_ikke_til", {key: see(key) for key in _failing(rule, possible, ready, see)})
        else:
            lacking = missing(regelbok, ready.step(step).rules[id], possible)
            yield Reason(rule, "apen", dict.fromkeys(lacking, UKJENT) or {key: see(key) for key in rule.hvis})


def turning_points(regelbok: Regelbok, step: str, possible: Worlds) -> dict[str, list[list[Change]]]:
    """For each outcome that is not possible: the smallest sets of given facts whose change makes it so.

    An outcome that no change of given facts brings about is left out.
    """
    ready = engine(regelbok)

    def price(level: int, value: int) -> int | None:
        if value in possible.domains[level]:
            return 0
        return 1 if level in possible.fixed else None

    def change(level: int, value: int) -> Change:
        fact = ready.facts[level]
        return Change(fact, as_given(regelbok, possible, fact), ready.values[level][value])

    ways = ready.diagrams.cheapest(ready.step(step).outcome, _outcomes, price)
    now = outcomes(regelbok, step, possible)
    return {
        outcome: sorted([change(level, value) for level, value in sorted(way)] for way in ways[outcome])
        for outcome in sorted(ways.keys() - set(now))
    }


def _outcomes(leaf: Hashable) -> Iterable[str]:
    return leaf if isinstance(leaf, frozenset) else ()


def _failing(
    rule: Stegregel, possible: Worlds, ready: Engine, see: Callable[[str], str | tuple[str, ...]]
) -> list[str]:
    """The conditions that hold in no possible world; where only their sum fails, all of them."""
    failing = []
    for key, wanted in rule.conditions().items():
        if key in ready.level:
            level = ready.level[key]
            can = {ready.values[level][value] for value in possible.domains[level]}
        else:
            outcome = see(key)
            can = {outcome} if isinstance(outcome, str) else {*outcome}
        if not can & set(wanted):
            failing.append(key)
    return failing or list(rule.hvis)


def _below(rules: dict[str, Stegregel], rule: str | None, top: str) -> bool:
    """Whether `rule` is an exception to `top`, directly or not."""
    while rule and (rule := rules[rule].unntak_fra):
        if rule == top:
            return True
    return False
