"""The compiled rulebook as data: what `regelkart.js` walks in a browser, to say there what `assess` says here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.model import Regelbok, Stegregel
from generator.rules.assess import engine
from generator.rules.compile import UMULIG, Compiled
from generator.rules.diagram import Diagrams


def as_data(regelbok: Regelbok) -> dict[str, Any]:
    """Facts, steps, rules and what cannot occur, over one table of nodes.

    A fact is told by its place in `fakta`, a node by its place in `noder`. A node is `[fact, child of each value …]`;
    a leaf is the list of what it gives, in alphabetical order, or None in a world that cannot occur.
    """
    ready = engine(regelbok)
    compiled = {step: ready.step(step) for step in regelbok.steg}
    roots = [number for step in compiled.values() for number in (step.outcome, *step.rules.values())]
    nodes, place = _below(ready.diagrams, [*roots, ready.impossible])
    return {
        "regelbok": regelbok.id,
        "fakta": [
            {"id": key, "verdier": list(regelbok.fakta[key].verdier), "ved_ukjent": regelbok.fakta[key].ved_ukjent}
            for key in ready.facts
        ],
        "uten_betydning": {
            key: list(fact.uten_betydning) for key, fact in regelbok.fakta.items() if fact.uten_betydning
        },
        "steg": [_step(regelbok, step, compiled[step], place) for step in regelbok.steg],
        "umulig": {
            "node": place[ready.impossible],
            "kombinasjoner": [
                {"fakta": {key: str(value) for key, value in clause.fakta.items()}, "fordi": clause.fordi}
                for clause in regelbok.hode.umulig
            ],
        },
        "noder": nodes,
    }


def _step(regelbok: Regelbok, step: str, compiled: Compiled, place: dict[int, int]) -> dict[str, Any]:
    spec = regelbok.steg[step]
    return {
        "id": step,
        "utfall": place[compiled.outcome],
        "ser": list(compiled.seen),
        "godtas": sorted(spec.godtas),
        "regler": [_rule(rule, place[compiled.rules[rule.id]]) for rule in spec.regler],
    }


def _rule(rule: Stegregel, node: int) -> dict[str, Any]:
    return {
        "id": rule.id,
        "bygger_pa": list(rule.bygger_pa),
        "hvis": {key: list(wanted) for key, wanted in rule.conditions().items()},
        "unntak_fra": rule.unntak_fra,
        "gir": bool(rule.gives() or rule.fra),
        "node": node,
    }


def _below(diagrams: Diagrams, roots: Iterable[int]) -> tuple[list[Any], dict[int, int]]:
    """The nodes that can be reached from `roots`, each after its children, and where each of them came to stand."""
    nodes: list[Any] = []
    place: dict[int, int] = {}

    def walk(number: int) -> int:
        if number not in place:
            level, children, leaf = diagrams.nodes[number]
            node = [level, *map(walk, children)] if children else _leaf(leaf)
            place[number] = len(nodes)
            nodes.append(node)
        return place[number]

    for root in roots:
        walk(root)
    return nodes, place


def _leaf(leaf: Any) -> list[str] | None:
    """What a leaf gives: nothing where it only says that the world can occur."""
    return None if leaf == UMULIG else sorted(map(str, leaf or ()))
