"""Over all cases, no outcome of a step is right nearly always, or never."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.course import Case, Course
from generator.desk import RETT
from generator.model import Bunke, Stegsporsmal
from generator.source import Problem

ASKED = 20
"""How many questions a step must have before a share says anything."""
OFFERED = 5
"""How many questions must offer an outcome before it is odd that it is never right."""
LARGEST = 0.6
"""The share of a step's questions in which one outcome may be right."""

Where = tuple[Case, tuple[str | int, ...]]


@dataclass
class Tally:
    """A step over all cases; outcome -> where it is right when all is fetched, and where it can be chosen."""

    asked: int = 0
    ends: dict[str, list[Where]] = field(default_factory=lambda: defaultdict(list))
    offered: dict[str, list[Where]] = field(default_factory=lambda: defaultdict(list))
    ever: Counter[str] = field(default_factory=Counter)
    """In how many questions it is right at some time."""


def check(course: Course) -> Iterator[Problem]:
    """Outcomes that a learner can guess, or rule out, without reading the case. Judges the cases."""
    for step, tally in _tallies(course).items():
        if tally.asked < ASKED:
            continue
        names = course.regelbok.steg[step].utfall
        about = f"om «{course.regelbok.steg[step].navn}»"
        for outcome, places in tally.ends.items():
            if len(places) > LARGEST * tally.asked:
                share = f"{len(places)} av {tally.asked} spørsmål {about} ({100 * len(places) / tally.asked:.0f} %)"
                hint = f"lag saker der noe annet er rett; over {100 * LARGEST:.0f} % kan man gjette"
                yield _at(places[0], f"«{names.get(outcome, outcome)}» er rett i {share}", hint)
        for outcome, places in tally.offered.items():
            if len(places) >= OFFERED and not tally.ever[outcome]:
                message = f"«{names.get(outcome, outcome)}» kan velges i {len(places)} spørsmål {about}"
                yield _at(
                    places[0], f"{message}, og er aldri rett", "lag en sak der det er rett, eller ta det bort her"
                )


def _tallies(course: Course) -> dict[str, Tally]:
    """step -> its tally. A slip in a pile is a question about the right to be assessed."""
    found: dict[str, Tally] = defaultdict(Tally)
    for case in course.cases:
        for i, question in enumerate(case.sak.sporsmal):
            if isinstance(question, Bunke):
                found[RETT].asked += len(question.lapper)
                for j, slip in enumerate(question.lapper):
                    found[RETT].ends[case.desk.starts(slip)].append((case, ("sporsmal", i, "lapper", j)))
            elif isinstance(question, Stegsporsmal):
                _count(found[question.steg], case, i, question)
    return found


def _count(tally: Tally, case: Case, i: int, question: Stegsporsmal) -> None:
    judged = case.desk.judge(question)
    tally.asked += 1
    for outcome in judged.states[judged.index[case.desk.all_open]].right:
        tally.ends[outcome].append((case, ("sporsmal", i)))
    for j, option in enumerate(question.valg):
        tally.offered[option.utfall].append((case, ("sporsmal", i, "valg", j)))
    tally.ever.update({outcome for state in judged.states for outcome in state.right})


def _at(where: Where, message: str, hint: str) -> Problem:
    case, path = where
    return Problem(case.source.place(*path), message, hint)
