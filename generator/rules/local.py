"""An office's own routines, laid on a rulebook: they may add and explain, and take away nothing that law gives."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from functools import cache

from generator.model import Regelbok, Rettighet
from generator.rules.assess import engine
from generator.rules.book import Read
from generator.rules.compile import ANVENDT, Engine
from generator.source import Problem

WITHIN = "en rutine kan legge til og forklare, ikke endre det som står"


def narrower(read: Read) -> list[Problem]:
    """What is wrong with a local rulebook as such; nothing where it is not one.

    Every entry is new and says that it is local; and in every possible world each right of the rulebook below
    (`rettigheter`) is still there, and no more doubtful than it was.
    """
    if not read.is_local or read.regelbok is None or read.below is None or read.below.regelbok is None:
        return []
    changed = [*_changed(read, read.below.regelbok, read.regelbok)]
    return sorted(changed) or sorted(_taken(read, read.below.regelbok, read.regelbok))


def _changed(read: Read, below: Regelbok, whole: Regelbok) -> Iterator[Problem]:
    for step, spec in whole.steg.items():
        was = below.steg.get(step)
        known = {rule.id: rule for rule in was.regler} if was else {}
        own = {rule.id for rule in spec.regler if known.get(rule.id) != rule}
        gone = known.keys() - {rule.id for rule in spec.regler}
        for id in sorted(own & known.keys()):
            yield Problem(read.place(id), f"regelen «{id}» står i {below.hode.navn}", WITHIN)
        for id in sorted(gone):
            yield Problem(read.where[step][0].place("utgar"), f"regelen «{id}» kan ikke utgå lokalt", WITHIN)
        for rule in spec.regler:
            if rule.id in own - known.keys() and not any(_is_local(whole, id) for id in rule.bygger_pa):
                hint = "la den bygge på en lokal rutine, med «kilde: lokal», i regler.yaml"
                yield Problem(read.place(rule.id), f"regelen «{rule.id}» viser ikke til noen lokal rutine", hint)
        if was and (spec.navn, spec.sporsmal, spec.godtas) != (was.navn, was.sporsmal, was.godtas):
            yield Problem(read.where[step][0].place(), f"steget «{step}» kan ikke endres lokalt", WITHIN)
    for kind in ("fakta", "regler", "uklarheter", "avvik", "strategier", "ordliste"):
        before, after = getattr(below, kind), getattr(whole, kind)
        for key in sorted(key for key in before if after[key] != before[key]):
            yield Problem(read.parts[kind].place(key), f"«{key}» står i {below.hode.navn}", WITHIN)
    for id in sorted(whole.regler.keys() - below.regler.keys()):
        if not _is_local(whole, id):
            yield Problem(read.parts["regler"].place(id, "kilde"), f"«{id}» er ikke lokal", "skriv «kilde: lokal»")


def _is_local(whole: Regelbok, id: str) -> bool:
    return whole.regler[id].kilde == "lokal"


def _taken(read: Read, below: Regelbok, whole: Regelbok) -> Iterator[Problem]:
    """A world for each right that is there below, and with the routines is gone, or no longer alone."""
    before, after = engine(below), engine(whole)
    for right in below.hode.rettigheter:
        was = _moved(before, after, before.step(right.steg).outcome)
        lost = after.diagrams.combine(_loses(right.utfall), was, after.step(right.steg).outcome)
        world = after.diagrams.path(lost, bool)
        if world is not None:
            yield from _told(read, below, right, after, world)


def _loses(outcome: str) -> Callable[[Hashable, Hashable], bool]:
    def lost(was: Hashable, now: Hashable) -> bool:
        if not isinstance(was, frozenset) or not isinstance(now, frozenset):
            return False  # a world that cannot occur
        return outcome in was and (outcome not in now or not now <= was)

    return lost


def _moved(before: Engine, after: Engine, number: int) -> int:
    """A diagram of one rulebook among those of another that has the same facts first, in the same order."""

    @cache
    def move(number: int) -> int:
        level, children, leaf = before.diagrams.nodes[number]
        return (
            after.diagrams.test(level, [move(child) for child in children]) if children else after.diagrams.leaf(leaf)
        )

    return move(number)


def _told(read: Read, below: Regelbok, right: Rettighet, after: Engine, world: dict[int, int]) -> Iterator[Problem]:
    """The right that is lost in this world, at each of the office's rules that speaks in it."""
    domains = [(world[level],) if level in world else domain for level, domain in enumerate(after.open_domains)]
    facts = ", ".join(f"{after.facts[level]}: {after.values[level][value]}" for level, value in world.items())
    given = below.steg[right.steg].utfall[right.utfall]
    message = f"rutinen tar fra noen «{given}», som {right.regel} gir ({below.regler[right.regel].tittel}), når {facts}"
    for step, spec in after.regelbok.steg.items():
        for rule in spec.regler:
            leaves = after.diagrams.leaves(after.step(step).rules[rule.id], domains)
            if not below.has(step, rule.id) and any(isinstance(leaf, frozenset) and ANVENDT in leaf for leaf in leaves):
                yield Problem(read.place(rule.id), message, WITHIN)
