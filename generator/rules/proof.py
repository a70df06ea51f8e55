"""Proof that a rulebook answers every world of facts, once and in agreement.

Everything is found by walking the compiled diagrams: no world is sampled, none is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model import Regelbok, Stegspec
from generator.rules.assess import engine
from generator.rules.compile import ANVENDT, UMULIG, CircleOfSteps, Conflict, Engine, Gap


@dataclass(frozen=True)
class Flaw:
    """What is wrong with a step (or one of its rules), and the world that shows it."""

    step: str
    rule: str | None
    message: str
    hint: str
    is_circle: bool = False


def prove(regelbok: Regelbok) -> list[Flaw]:
    """All flaws of the rulebook; an empty list is the proof that it has none.

    A circle is told alone: nothing behind it can be compiled.
    """
    circles = [flaw for step, spec in regelbok.steg.items() for flaw in _circles_of_exceptions(step, spec)]
    if circles:
        return circles
    try:
        ready = engine(regelbok)
    except CircleOfSteps as circle:
        hint = "ta bort det ene av spørsmålene de stiller hverandre"
        return [Flaw(circle.steps[0], None, "stegene går i ring: " + " → ".join(circle.steps), hint, is_circle=True)]
    return [flaw for step in ready.steps for flaw in _flaws(ready, step)]


def _circles_of_exceptions(step: str, spec: Stegspec) -> Iterator[Flaw]:
    above = {rule.id: rule.unntak_fra for rule in spec.regler}
    for rule, parent in above.items():
        seen, here = [rule], parent
        while here and here not in seen:
            seen.append(here)
            here = above[here]
        if here == rule:
            message = "unntakene går i ring: " + " → ".join([*seen, rule])
            yield Flaw(step, rule, message, "ta bort ett «unntak_fra»", is_circle=True)


def _flaws(ready: Engine, step: str) -> Iterator[Flaw]:
    compiled = ready.step(step)
    gap, conflicts = Gap(step), set()
    for leaf in ready.diagrams.leaves(compiled.outcome, ready.open_domains) - {UMULIG}:
        conflicts |= {o for o in leaf if isinstance(o, Conflict) and o.step == step}  # type: ignore[attr-defined]
    if world := _world(ready, compiled.outcome, gap):
        yield Flaw(
            step, None, f"ingen regel gir noe utfall når {world}", "legg til en regel, eller vis at det er umulig"
        )
    for conflict in sorted(conflicts, key=lambda conflict: conflict.rules):
        one, other = conflict.rules
        world = _world(ready, compiled.outcome, conflict)
        hint = "gjør den ene til unntak fra den andre, eller la dem gi det samme"
        yield Flaw(step, other, f"«{one}» og «{other}» gir ulike utfall når {world}", hint)
    for rule, number in compiled.rules.items():
        leaves = ready.diagrams.leaves(number, ready.open_domains) - {UMULIG}
        if not any(ANVENDT in leaf for leaf in leaves):  # type: ignore[operator]
            hint = "vilkårene utelukker hverandre, eller et unntak tar alltid over"
            yield Flaw(step, rule, f"«{rule}» får aldri noe å si", hint)


def _world(ready: Engine, number: int, flaw: object) -> str:
    """A world that leads to `flaw`: the facts that are asked on the way there, or nothing."""
    path = ready.diagrams.path(number, lambda leaf: leaf != UMULIG and flaw in leaf)  # type: ignore[operator]
    if path is None:
        return ""
    facts = [f"{ready.facts[level]}: {ready.values[level][value]}" for level, value in path.items()]
    return ", ".join(facts) or "ingenting er kjent"
