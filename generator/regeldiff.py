"""What changes from one rulebook to another: rules, and the cases and twins that turn, from what to what, by which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from generator.course import Case, Course
from generator.desk import INNHENT, RETT, Desk
from generator.model import Regelbok, Stegregel
from generator.rules import Effect, Worlds, explain, verdict, worlds

KINDS = {"regler": "tekst", "fakta": "navn", "uklarheter": "tittel"}
"""The parts of a rulebook that are compared entry by entry, and what an entry is shown by."""


@dataclass(frozen=True)
class Endring:
    """An entry of a rulebook that came, went or was changed; `tekst` is how it reads now, or read."""

    slag: str
    id: str
    hva: str
    tekst: str


@dataclass(frozen=True)
class Snudd:
    """A question (or a slip, by its number) of a case that comes to something else, and the rules that made it so.

    `kort` are the cards that were fetched when it does; `alt` says that all lie open.
    """

    sak: str
    hvor: str
    fra: tuple[str, ...]
    til: tuple[str, ...]
    regler: tuple[Stegregel, ...]
    kort: tuple[str, ...] = ()
    alt: bool = True


@dataclass(frozen=True)
class Tvillingskille:
    """Two twins that were told apart by a question, and are not, or the other way round."""

    sak: str
    tvilling: str
    skilles: bool


@dataclass(frozen=True)
class Diff:
    fra: Regelbok
    til: Regelbok
    endringer: list[Endring] = field(default_factory=list)
    snudd: list[Snudd] = field(default_factory=list)
    tvillinger: list[Tvillingskille] = field(default_factory=list)
    uleselige: list[str] = field(default_factory=list)
    """The cases that only one of the rulebooks has the words for."""
    antall: int = 0
    """How many cases were compared."""


def regeldiff(before: Course, after: Course) -> Diff:
    """The same cases under two rulebooks; each course is loaded with its own."""
    mine, theirs = _all(before), _all(after)
    both = [id for id in mine if id in theirs]
    return Diff(
        fra=before.regelbok,
        til=after.regelbok,
        endringer=[*changes(before.regelbok, after.regelbok)],
        snudd=[turned for id in both for turned in _turned(mine[id], theirs[id])],
        tvillinger=[*_twins(mine, theirs)],
        uleselige=sorted(mine.keys() ^ theirs.keys()),
        antall=len(both),
    )


def changes(before: Regelbok, after: Regelbok) -> Iterator[Endring]:
    """The entries that differ, kind by kind, in the order of the newer rulebook."""
    for kind, said in KINDS.items():
        was, now = getattr(before, kind), getattr(after, kind)
        yield from _entries(kind, was, now, said)
    for step in dict.fromkeys([*after.steg, *before.steg]):
        specs = [book.steg.get(step) for book in (before, after)]
        was, now = ({key: _Named(name) for key, name in spec.utfall.items()} if spec else {} for spec in specs)
        yield from _entries(f"utfall i {step}", was, now, "navn")
        old, new = ({rule.id: rule for rule in spec.regler} if spec else {} for spec in specs)
        yield from _entries("stegregler", old, new, "tekst")


@dataclass(frozen=True)
class _Named:
    navn: str


def _entries(kind: str, was: dict[str, Any], now: dict[str, Any], said: str) -> Iterator[Endring]:
    for id in dict.fromkeys([*now, *was]):
        if was.get(id) != now.get(id):
            what = "ny" if id not in was else "borte" if id not in now else "endret"
            yield Endring(kind, id, what, getattr(now.get(id, was.get(id)), said))


def _all(course: Course) -> dict[str, Case]:
    return {case.sak.id: case for case in chain(course.cases, course.utenfor)}


def _turned(mine: Case, theirs: Case) -> Iterator[Snudd]:
    one, other = mine.desk, theirs.desk
    for question in mine.sak.stegsporsmal:
        masks = [one.all_open, *range(one.all_open)]
        told = set()
        for mask in masks:
            change = (_said(one, question.steg, mask), _said(other, question.steg, mask))
            if change[0] != change[1] and change not in told:
                told.add(change)
                cards = tuple(card.id for i, card in enumerate(one.closed) if mask >> i & 1)
                rules = _by(one.regelbok, other.regelbok, question.steg, one.worlds(mask), other.worlds(mask))
                yield Snudd(mine.sak.id, question.id, *change, rules, cards, mask == one.all_open)
    for number, slip in enumerate(mine.sak.lapper, 1):
        was, now = one.starts(slip), other.starts(slip)
        if was != now:
            rules = _by(
                one.regelbok, other.regelbok, RETT, worlds(one.regelbok, slip.fakta), worlds(other.regelbok, slip.fakta)
            )
            yield Snudd(mine.sak.id, f"lapp {number}", (was,), (now,), rules)


def _said(desk: Desk, step: str, mask: int) -> tuple[str, ...]:
    """What the step comes to: its outcomes, or that something is missing."""
    said = verdict(desk.regelbok, step, desk.worlds(mask))
    return (INNHENT,) if said.mangler else said.utfall


def _by(before: Regelbok, after: Regelbok, step: str, was: Worlds, now: Worlds) -> tuple[Stegregel, ...]:
    """The rules that made the difference, in this step and those that it asks: those that were changed, and speak (or
    spoke); where none does, those of them that are open; where nothing was changed, those that speak on one side only.
    """
    spoke, speak = _having(before, step, was, "anvendt"), _having(after, step, now, "anvendt")
    old, new = ({rule.id: rule for spec in book.steg.values() for rule in spec.regler} for book in (before, after))
    changed = {id for id in old.keys() | new.keys() if _decides(old.get(id)) != _decides(new.get(id))}
    open_ones = {**_having(before, step, was, "apen"), **_having(after, step, now, "apen")}
    for rules in ({**spoke, **speak}, open_ones):
        if made := [rule for id, rule in rules.items() if id in changed]:
            return tuple(made)
    return tuple(rule for id, rule in {**spoke, **speak}.items() if (id in spoke) != (id in speak))


def _decides(rule: Stegregel | None) -> Any:
    """What of a rule can turn an outcome: not its words, nor what it builds on."""
    return rule and (rule.conditions(), rule.gives(), rule.fra, rule.unntak_fra)


def _having(regelbok: Regelbok, step: str, possible: Worlds, effect: Effect) -> dict[str, Stegregel]:
    """The rules of the step and of those it asks that give something themselves, and are in that state."""
    asked, found = [step], {}
    for one in asked:  # which grows meanwhile
        for reason in explain(regelbok, one, possible).begrunnelse:
            if reason.utslag == effect and reason.regel.gives():
                found[reason.regel.id] = reason.regel
        words = (word for rule in regelbok.steg[one].regler for word in (*rule.hvis, rule.fra))
        asked += [word for word in dict.fromkeys(words) if word in regelbok.steg and word not in asked]
    return found


def _twins(mine: dict[str, Case], theirs: dict[str, Case]) -> Iterator[Tvillingskille]:
    told = set()
    for id, case in mine.items():
        for twin in case.sak.tvillinger:
            names = frozenset({id, twin.sak})
            if names in told or not names <= mine.keys() & theirs.keys():
                continue
            told.add(names)
            was, now = (_told_apart(cases[id], cases[twin.sak]) for cases in (mine, theirs))
            if was != now:
                yield Tvillingskille(id, twin.sak, now)


def _told_apart(one: Case, other: Case) -> bool:
    """Whether some question of the first comes to something else with the other's facts."""
    return any(
        _said(one.desk, question.steg, one.desk.all_open) != _said(other.desk, question.steg, other.desk.all_open)
        for question in one.sak.stegsporsmal
    )
