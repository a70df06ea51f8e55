"""The facts that lead a step to an outcome, and the outcomes that tempt beside it."""

from __future__ import annotations

from generator.model import UKJENT, Regelbok
from generator.rules import Given, ImpossibleFacts, Verdict, explain, read_by, verdict, worlds
from generator.utkast import Avslag


def reachable(regelbok: Regelbok, step: str, known: Given) -> tuple[str, ...]:
    """The outcomes that the step can still come to, in the rulebook's order."""
    said = verdict(regelbok, step, worlds(regelbok, _unsaid(regelbok, known)))
    return tuple(outcome for outcome in regelbok.steg[step].utfall if outcome in said.utfall)


def way(regelbok: Regelbok, step: str, outcome: str, known: Given) -> dict[str, str | list[str] | tuple[str, ...]]:
    """`known` with the facts that bring the step to `outcome`: each the most decisive that is missing, with the value
    that leaves the least open."""
    facts = dict(known)
    is_silent = not facts.keys() & read_by(regelbok, step)
    if is_silent or outcome not in verdict(regelbok, step, worlds(regelbok, facts)).utfall:
        facts = dict(_unsaid(regelbok, known))
    while missing := verdict(regelbok, step, worlds(regelbok, facts)).mangler:
        fact = missing[0]
        after = {value: _with(regelbok, step, {**facts, fact: value}) for value in regelbok.fakta[fact].verdier}
        ways = {value: said for value, said in after.items() if said and outcome in said.utfall}
        if not ways:
            raise Avslag(f"ingen opplysninger fører fram til «{regelbok.steg[step].utfall[outcome]}»")
        facts[fact] = min(ways, key=lambda value: (len(ways[value].utfall), len(ways[value].mangler)))
    return {key: value for key, value in facts.items() if value != UKJENT}


def tempting(regelbok: Regelbok, step: str, facts: Given) -> list[str]:
    """The outcomes that are wrong with these facts, first those that the fewest changes would make right."""
    ways = explain(regelbok, step, worlds(regelbok, facts)).vendepunkt
    order = list(regelbok.steg[step].utfall)
    return sorted(ways, key=lambda outcome: (len(ways[outcome][0]), order.index(outcome)))


def turning_reading(regelbok: Regelbok, step: str, facts: Given) -> tuple[str, ...]:
    """The vurdering that alone turns the outcome, if one does: the reading to ask for first."""
    ways = explain(regelbok, step, worlds(regelbok, facts)).vendepunkt.values()
    alone = [changes[0].fakta for way in ways for changes in way if len(changes) == 1]
    return tuple(fact for fact in alone if regelbok.fakta[fact].type == "vurdering")[:1]


def _with(regelbok: Regelbok, step: str, facts: Given) -> Verdict | None:
    try:
        return verdict(regelbok, step, worlds(regelbok, facts))
    except ImpossibleFacts:
        return None


def _unsaid(regelbok: Regelbok, known: Given) -> Given:
    """The facts without what silence means: all that is not said may be so or not."""
    silent = {key: UKJENT for key, fact in regelbok.fakta.items() if fact.ved_ukjent is not None}
    return {**silent, **known}
