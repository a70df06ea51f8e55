"""The rules once more, as plainly as can be: one world at a time, and brute force over all of them.

Written from `generator.model` alone. It shares nothing with the engine that it is held against, and knows
nothing of diagrams. It is slow: leave only a few facts open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import combinations, product

from generator.model import SKJONN, UKJENT, Regelbok, Stegregel, Stegspec

World = Mapping[str, str]
"""fact -> its one value."""

Given = Mapping[str, str | list[str]]
"""fact -> a value, several values, `ukjent` or `skjonn`; what is not there is unknown."""

Change = tuple[str, str]
"""fact -> the value that it is changed to."""


# One world


def holds(rule: Stegregel, known: World) -> bool:
    """Whether all conditions hold. Where one that is known fails, what is not known is never looked up."""
    conditions = sorted(rule.conditions().items(), key=lambda condition: condition[0] not in known)
    return all(known[key] in wanted for key, wanted in conditions)


def speaking(spec: Stegspec, known: World, above: str | None = None) -> list[Stegregel]:
    """The deepest rules that hold, among the exceptions to `above`; a gate never speaks itself."""
    found = []
    for rule in spec.regler:
        if rule.unntak_fra == above and holds(rule, known):
            found += speaking(spec, known, rule.id) or ([rule] if rule.gir or rule.fra else [])
    return found


def standing(spec: Stegspec, known: World, above: str | None = None) -> Iterator[str]:
    """The rules that hold and are asked: what they are exceptions to holds as well."""
    for rule in spec.regler:
        if rule.unntak_fra == above and holds(rule, known):
            yield rule.id
            yield from standing(spec, known, rule.id)


def says(spec: Stegspec, known: World) -> frozenset[str]:
    """What the speaking rules agree on; there is always one, and they always do."""
    (agreed,) = {frozenset({known[rule.fra]} if rule.fra else rule.gives()) for rule in speaking(spec, known)}
    return agreed


@cache
def steps_behind(book: Regelbok, step: str) -> list[str]:
    """The steps that `step` asks for, directly or not, each after those it asks for itself; `step` is the last."""
    asked = [key for rule in book.steg[step].regler for key in (*rule.hvis, rule.fra) if key in book.steg]
    return list(dict.fromkeys([*(far for near in asked for far in steps_behind(book, near)), step]))


def histories(book: Regelbok, step: str, world: World) -> list[World]:
    """The world with an outcome for every step up to `step`, in every way that the rules leave open."""
    found: list[World] = [world]
    for one in steps_behind(book, step):
        found = [{**known, one: outcome} for known in found for outcome in sorted(says(book.steg[one], known))]
    return found


def outcomes(book: Regelbok, step: str, world: World) -> frozenset[str]:
    return frozenset(known[step] for known in histories(book, step, world))


def states(book: Regelbok, step: str, world: World) -> dict[str, set[str]]:
    """For each rule, whether it applies, is defeated or fails; several where the histories of the world differ."""
    spec, found = book.steg[step], {rule.id: set[str]() for rule in book.steg[step].regler}
    for known in histories(book, step, world):
        stand, speak = set(standing(spec, known)), speaking(spec, known)
        for rule in spec.regler:
            applies = rule in speak or not (rule.gir or rule.fra)
            found[rule.id].add("slo_ikke_til" if rule.id not in stand else "anvendt" if applies else "overstyrt")
    return found


def possible(book: Regelbok, world: World) -> bool:
    """Whether nothing the rulebook calls impossible is the case; facts that are not there are no obstacle."""
    return not any(all(world.get(key) == value for key, value in clause.fakta.items()) for clause in book.hode.umulig)


# All worlds of a partial state


@cache
def facts_behind(book: Regelbok, step: str) -> list[str]:
    """The facts that the step can turn on, and those tied to them by what is impossible; in the rulebook's order."""
    rules = [rule for one in steps_behind(book, step) for rule in book.steg[one].regler]
    found = {key for rule in rules for key in rule.hvis if key in book.fakta}
    for _ in book.hode.umulig:
        found.update(*(clause.fakta for clause in book.hode.umulig if found & set(clause.fakta)))
    return [key for key in book.fakta if key in found]


def allowed(book: Regelbok, given: Given, key: str) -> tuple[str, ...]:
    """The values that the fact may have."""
    value = given.get(key, book.fakta[key].ved_ukjent or UKJENT)
    if value in (UKJENT, SKJONN):
        return tuple(book.fakta[key].verdier)
    return (value,) if isinstance(value, str) else tuple(value)


def worlds(book: Regelbok, step: str, given: Given) -> list[World]:
    """Every possible world of the facts behind the step."""
    keys = facts_behind(book, step)
    every = (dict(zip(keys, values, strict=True)) for values in product(*(allowed(book, given, key) for key in keys)))
    return [world for world in every if possible(book, world)]


def all_outcomes(book: Regelbok, step: str, given: Given) -> set[str]:
    return {outcome for world in worlds(book, step, given) for outcome in outcomes(book, step, world)}


def missing(book: Regelbok, step: str, given: Given) -> list[str]:
    """The unknown facts that alone turn the outcomes of some possible world; those that do it in most come first."""
    answers = {tuple(world.items()): outcomes(book, step, world) for world in worlds(book, step, given)}

    def turns(world: tuple[Change, ...], key: str) -> bool:
        others = [tuple({**dict(world), key: value}.items()) for value in book.fakta[key].verdier]
        return any(answers.get(other, answers[world]) != answers[world] for other in others)

    unknown = [
        key for key in facts_behind(book, step) if given.get(key, book.fakta[key].ved_ukjent or UKJENT) == UKJENT
    ]
    share = {key: sum(turns(world, key) for world in answers) for key in unknown}
    return sorted((key for key in unknown if share[key]), key=lambda key: -share[key])


def everywhere(book: Regelbok, step: str, known: World) -> Iterator[tuple[World, frozenset[str]]]:
    """The outcomes in every world where `known` holds, as far as evaluating them tells worlds apart."""
    try:
        answer = outcomes(book, step, known)
    except KeyError as unread:
        for value in book.fakta[unread.args[0]].verdier:
            yield from everywhere(book, step, {**known, unread.args[0]: value})
    else:
        yield known, answer


def status(found: set[str], lacking: list[str]) -> str:
    if len(found) == 1:
        return "avgjort"
    return "mangler_opplysninger" if lacking else "skjonn"


def turning_points(book: Regelbok, step: str, given: Given, most: int) -> dict[str, set[frozenset[Change]]]:
    """The smallest sets of changes of given facts, of at most `most` facts, that make another outcome possible."""
    now = all_outcomes(book, step, given)
    fixed = [key for key in facts_behind(book, step) if given.get(key, UKJENT) not in (UKJENT, SKJONN)]
    other = {key: set(book.fakta[key].verdier) - set(allowed(book, given, key)) for key in fixed}
    found: dict[str, set[frozenset[Change]]] = {}
    for size in range(1, most + 1):
        smallest: dict[str, set[frozenset[Change]]] = {}
        for keys in combinations(fixed, size):
            for values in product(*(other[key] for key in keys)):
                changed = dict(zip(keys, values, strict=True))
                for outcome in all_outcomes(book, step, {**given, **changed}) - now - set(found):
                    smallest.setdefault(outcome, set()).add(frozenset(changed.items()))
        found |= smallest
    return found
