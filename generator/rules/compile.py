"""Compiles each step's rules into decision diagrams over the facts.

A leaf holds the outcomes of the world that leads to it, or `UMULIG` where the rulebook
says that this world cannot occur. Where rules fail to agree or to say anything, the leaf
holds a `Gap` or a `Conflict`, for `proof` to find.
"""

from __future__ import annotations

from collections.abc import Container, Hashable
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from generator.model import Regelbok, Stegregel
from generator.rules.diagram import Diagrams, Domain

UMULIG = "umulig"
ANVENDT, OVERSTYRT, SLO_IKKE_TIL = "anvendt", "overstyrt", "slo_ikke_til"


@dataclass(frozen=True)
class Gap:
    """No rule of `step` gives anything in this world."""

    step: str


@dataclass(frozen=True)
class Conflict:
    """Two rules of `step`, neither an exception to the other, give different things."""

    step: str
    rules: tuple[str, str]


@dataclass(frozen=True)
class Compiled:
    """A step: the diagram of its outcomes, and of the state of each rule."""

    outcome: int
    rules: dict[str, int]
    facts: tuple[int, ...]
    """The levels of the facts that the outcome can turn on."""
    seen: tuple[int, ...]
    """The levels of every fact that the step, its rules or the steps they ask for look at."""


class Engine:
    """A rulebook made ready: facts are levels, values are indexes. Steps are compiled when first asked for."""

    def __init__(self, regelbok: Regelbok) -> None:
        self.regelbok = regelbok
        self.facts = [key for key, fact in regelbok.fakta.items() if not fact.uten_betydning]
        self.level = {key: level for level, key in enumerate(self.facts)}
        self.values = [tuple(regelbok.fakta[key].verdier) for key in self.facts]
        self.steps = order_of_steps(regelbok)
        self.step_level = {step: len(self.facts) + i for i, step in enumerate(self.steps)}
        outcomes = [tuple(regelbok.steg[step].utfall) for step in self.steps]
        self.names = [*self.values, *outcomes]
        self.diagrams = Diagrams([len(names) for names in self.names])
        self._compiled: dict[str, Compiled] = {}
        self._local: dict[str, int] = {}

    @cached_property
    def open_domains(self) -> tuple[Domain, ...]:
        """Every value of every fact."""
        return tuple(tuple(range(len(values))) for values in self.values)

    def domain(self, level: int, value: str | list[str] | tuple[str, ...]) -> Domain:
        """The values that a fact may have when it is given as `value`."""
        if isinstance(value, str):
            return self._domain_of[level].get(value, self.open_domains[level])
        return tuple(sorted(self.values[level].index(one) for one in set(value)))

    @cached_property
    def _domain_of(self) -> list[dict[str, Domain]]:
        return [{value: (number,) for number, value in enumerate(values)} for values in self.values]

    def step(self, step: str) -> Compiled:
        if step not in self._compiled:
            self._compiled[step] = self._compile(step)
        return self._compiled[step]

    @cached_property
    def impossible(self) -> int:
        """UMULIG in every world that cannot occur, None elsewhere."""
        return self._impossible(range(len(self.facts)))

    def local(self, step: str) -> int:
        """The outcomes of the step over facts and the outcomes of other steps, as its rules stand."""
        if step not in self._local:
            rules = self.regelbok.steg[step].regler
            joined = self.diagrams.leaf(())
            for rule in rules:
                if rule.unntak_fra is None:
                    joined = self.diagrams.combine(lambda a, b: a + b, joined, self._speakers(step, rule))
            self._local[step] = self.diagrams.combine(lambda said: _agreed(step, said), joined)
        return self._local[step]

    def _compile(self, step: str) -> Compiled:
        outcome = self._over_facts(self.local(step), step)
        states = {rule.id: self._over_facts(self._state(step, rule), step) for rule in self.regelbok.steg[step].regler}
        levels = {level for number in (outcome, *states.values()) for level in self.diagrams.levels(number)}
        impossible = self._impossible(self._touched(levels))

        def possible(number: int) -> int:
            return self.diagrams.combine(lambda dead, leaf: dead or leaf, impossible, number)

        rules = {rule: possible(state) for rule, state in states.items()}
        asked = [self.step(other).seen for other in self.steps if self._asks(step, other)]
        seen = self._touched(levels).union(*asked)
        return Compiled(possible(outcome), rules, self.diagrams.levels(outcome), tuple(sorted(seen)))

    def _asks(self, step: str, other: str) -> bool:
        return any(other in (*rule.hvis, rule.fra) for rule in self.regelbok.steg[step].regler)

    def _over_facts(self, number: int, step: str) -> int:
        """Follows every outcome of every step that `number` asks for, down to the facts alone.

        The last step asked for goes first: what it asks for in turn then stays the same choice
        all the way, as one case has one behovsvurdering.
        """
        for other in reversed(self.steps[: self.steps.index(step)]):
            level = self.step_level[other]
            if level in self.diagrams.levels(number):
                number = self._follow(number, level, self.local(other))
        return number

    def _follow(self, number: int, level: int, other: int) -> int:
        branches = [self.diagrams.restrict(number, {level: value}) for value in range(len(self.names[level]))]
        index = {name: value for value, name in enumerate(self.names[level])}

        def join(outcomes: frozenset[object], *leaves: frozenset[object]) -> frozenset[object]:
            followed = [leaves[index[o]] if o in index else frozenset({o}) for o in outcomes]
            return frozenset().union(*followed)

        return self.diagrams.combine(join, other, *branches)

    def _touched(self, levels: set[int]) -> set[int]:
        """`levels`, and those that an impossible combination ties to them, directly or through each other."""
        clauses = [{self.level[key] for key in clause.fakta} for clause in self.regelbok.hode.umulig]
        tied = set(levels)
        while more := [clause for clause in clauses if clause & tied and not clause <= tied]:
            tied.update(*more)
        return tied

    def _impossible(self, levels: Container[int]) -> int:
        """UMULIG in every world that cannot occur by what the rulebook says of `levels`, None elsewhere."""
        found = self.diagrams.leaf(None)
        for clause in self.regelbok.hode.umulig:
            if all(self.level[key] in levels for key in clause.fakta):
                this = self._all_of({key: (str(value),) for key, value in clause.fakta.items()}, UMULIG, None)
                found = self.diagrams.combine(lambda a, b: a or b, found, this)
        return found

    def _all_of(self, conditions: dict[str, tuple[str, ...]], yes: Hashable, no: Hashable) -> int:
        """`yes` where every condition holds, over facts and steps; else `no`."""
        held = self.diagrams.leaf(yes)
        for key, wanted in conditions.items():
            level = self.level[key] if key in self.level else self.step_level[key]
            values = [self.names[level].index(value) for value in wanted]
            asks = self.diagrams.when(level, values, self.diagrams.leaf(True), self.diagrams.leaf(False))
            held = self.diagrams.combine(lambda asked, held: held if asked else no, asks, held)
        return held

    def _holds(self, rule: Stegregel) -> int:
        """Whether the rule's own conditions hold."""
        return self._all_of(rule.conditions(), True, False)

    def _speakers(self, step: str, rule: Stegregel) -> int:
        """((rule, outcomes), …) for the rules that speak at or below this one: the deepest that hold."""
        own: tuple[tuple[str, frozenset[str]], ...] = ((rule.id, frozenset(rule.gives())),) if rule.gives() else ()
        below = self.diagrams.leaf(())
        for child in self.regelbok.steg[step].regler:
            if child.unntak_fra == rule.id:
                below = self.diagrams.combine(lambda a, b: a + b, below, self._speakers(step, child))
        said = self.diagrams.combine(lambda below: below or own, below)
        if rule.fra:
            level = self.step_level[rule.fra]
            passed = [((rule.id, frozenset({name})),) for name in self.names[level]]
            own_by_outcome = self.diagrams.test(level, [self.diagrams.leaf(said) for said in passed])
            said = self.diagrams.combine(lambda below, own: below or own, below, own_by_outcome)
        return self.diagrams.combine(lambda held, said: said if held else (), self._holds(rule), said)

    def _state(self, step: str, rule: Stegregel) -> int:
        """{applied, defeated or failed}: a set, since a step that is asked for may have several outcomes."""
        held, said = self._holds(rule), self._speakers(step, rule)
        parent = rule.unntak_fra
        by_id = {other.id: other for other in self.regelbok.steg[step].regler}
        while parent:
            held = self.diagrams.combine(lambda a, b: a and b, held, self._holds(by_id[parent]))
            parent = by_id[parent].unntak_fra
        gate = not (rule.gives() or rule.fra)

        def state(held: bool, said: tuple[tuple[str, object], ...]) -> frozenset[str]:
            if not held:
                return frozenset({SLO_IKKE_TIL})
            speaks = gate or any(name == rule.id for name, _ in said)
            return frozenset({ANVENDT if speaks else OVERSTYRT})

        return self.diagrams.combine(state, held, said)


def _agreed(step: str, said: tuple[tuple[str, frozenset[str]], ...]) -> frozenset[object]:
    """What the speaking rules give together: their outcomes, or what is wrong with them."""
    if not said:
        return frozenset({Gap(step)})
    for (one, gives), (other, gives_too) in combinations(said, 2):
        if gives != gives_too:
            return frozenset({Conflict(step, (one, other))})
    return frozenset(said[0][1])


def order_of_steps(regelbok: Regelbok) -> list[str]:
    """The steps, each after those it asks for; in the rulebook's order where that is free.

    Raises:
        CircleOfSteps: a step asks, directly or not, for itself.
    """
    asks = {
        key: {
            word
            for rule in step.regler
            for word in (*rule.hvis, *([rule.fra] if rule.fra else ()))
            if word in regelbok.steg
        }
        for key, step in regelbok.steg.items()
    }
    ordered: list[str] = []
    while len(ordered) < len(asks):
        ready = [key for key in asks if key not in ordered and asks[key] <= set(ordered)]
        if not ready:
            raise CircleOfSteps(_circle({key: asks[key] - {*ordered} for key in asks if key not in ordered}))
        ordered.append(ready[0])
    return ordered


def _circle(asks: dict[str, set[str]]) -> list[str]:
    """Some steps that ask for each other in a ring, when each asks for another."""
    path = [next(iter(asks))]
    while (following := sorted(asks[path[-1]])[0]) not in path:
        path.append(following)
    return [*path[path.index(following) :], following]


class CircleOfSteps(ValueError):
    """Steps that wait for each other, in `steps`."""

    def __init__(self, steps: list[str]) -> None:
        super().__init__(", ".join(steps))
        self.steps = steps
