"""The case bank as grids: each rule, deviation and strategy by each case, and what each step comes to in which."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from generator.course import Case, Course
from generator.desk import INNHENT, RETT
from generator.model import Bunke, Handlingsvalg, Lapp, Regelbok, Sak, Stegregel, Stegsporsmal, Stegvalg
from generator.rules import Effect, effects, worlds
from generator.view.saksrad import hangs_on, tagged

Merke = Literal["gjelder", "begge", "ikke", "apen"]
"""What becomes of a rule in a case: it applies, applies at one time (or to one slip) and not at another, is asked and
does not apply, or is left open all the time."""
Merket = Stegvalg | Handlingsvalg | Lapp
"""What may show a deviation or a strategy."""


@dataclass(frozen=True)
class Regelrad:
    """A rule of a step, and what becomes of it in the cases where it is asked, by their number."""

    regel: Stegregel
    ruter: dict[int, Merke]

    @property
    def gjelder(self) -> int:
        """In how many cases it applies."""
        return self._count("gjelder", "begge")

    @property
    def gjelder_ikke(self) -> int:
        """In how many it is asked and does not."""
        return self._count("ikke", "begge")

    def _count(self, *wanted: Merke) -> int:
        return sum(mark in wanted for mark in self.ruter.values())


@dataclass(frozen=True)
class Utfallsrad:
    """An outcome of a step, or that something is missing: the cases (by number) that end there with all cards open,
    and those where it is right at some time."""

    utfall: str
    ender: tuple[int, ...]
    rett: tuple[int, ...]

    @property
    def mangler(self) -> bool:
        """Whether there is no practice in it: for an outcome, no case ends there."""
        return not (self.rett if self.utfall == INNHENT else self.ender)


@dataclass(frozen=True)
class Merkerad:
    """A deviation or a strategy: in each case (by number) that shows it, how many options and slips do."""

    id: str
    ruter: dict[int, int]


@dataclass(frozen=True)
class Rutenett:
    """All grids over the same cases; a case's number is its place in `saker`, from 0."""

    saker: tuple[Sak, ...]
    regler: dict[str, tuple[Regelrad, ...]]
    utfall: dict[str, tuple[Utfallsrad, ...]]
    avvik: tuple[Merkerad, ...]
    strategier: tuple[Merkerad, ...]


def rutenett(course: Course) -> Rutenett:
    """The grids of the course's cases, whose references must be right (see `checks`)."""
    return Rutenett(
        saker=tuple(case.sak for case in course.cases),
        regler=_rules(course),
        utfall=_outcomes(course),
        avvik=_tags(course, course.regelbok.avvik, lambda thing: (thing.avvik,)),
        strategier=_tags(course, course.regelbok.strategier, lambda thing: thing.strategi),
    )


def _rules(course: Course) -> dict[str, tuple[Regelrad, ...]]:
    seen: dict[str, dict[int, set[Effect]]] = defaultdict(lambda: defaultdict(set))
    for number, case in enumerate(course.cases):
        for rule, effect in _effects(course.regelbok, case):
            seen[rule][number].add(effect)
    return {
        step: tuple(Regelrad(rule, {n: _mark(became) for n, became in seen[rule.id].items()}) for rule in spec.regler)
        for step, spec in course.regelbok.steg.items()
    }


def _mark(became: set[Effect]) -> Merke:
    if "anvendt" in became:
        return "begge" if became - {"anvendt", "apen"} else "gjelder"
    return "ikke" if became - {"apen"} else "apen"


def _effects(regelbok: Regelbok, case: Case) -> Iterator[tuple[str, Effect]]:
    """What becomes of the rules of each step that is asked about, and those it hangs on: before anything is fetched,
    and when all is; in a pile, what becomes of those on the right to be assessed, slip by slip."""
    for step in set().union(*(hangs_on(regelbok, question.steg) for question in case.sak.stegsporsmal)):
        for mask in {0, case.desk.all_open}:
            yield from effects(regelbok, step, case.desk.worlds(mask)).items()
    for slip in case.sak.lapper:
        yield from effects(regelbok, RETT, worlds(regelbok, slip.fakta)).items()


def _outcomes(course: Course) -> dict[str, tuple[Utfallsrad, ...]]:
    ends: dict[tuple[str, str], list[int]] = defaultdict(list)
    right: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, case in enumerate(course.cases):
        for found, among in zip(_ends_and_right(case), (ends, right), strict=True):
            for key in found:
                among[key].append(number)
    return {
        step: tuple(
            Utfallsrad(outcome, tuple(ends[step, outcome]), tuple(right[step, outcome]))
            for outcome in dict.fromkeys((*spec.utfall, INNHENT))
        )
        for step, spec in course.regelbok.steg.items()
    }


def _ends_and_right(case: Case) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """The (step, outcome) that questions of the case end in, and those that are right at some time."""
    ends: set[tuple[str, str]] = set()
    right: set[tuple[str, str]] = set()
    for question in case.sak.sporsmal:
        match question:
            case Stegsporsmal():
                judged = case.desk.judge(question)
                last = judged.states[judged.index[-1]].verdict
                found = (INNHENT,) if last.status == "mangler_opplysninger" else last.utfall
                ends |= {(question.steg, outcome) for outcome in found}
                right |= {(question.steg, outcome) for state in judged.states for outcome in state.right}
            case Bunke():
                started = {(RETT, case.desk.starts(slip)) for slip in question.lapper}
                ends |= started
                right |= started
    return ends, right


def _tags(course: Course, known: Iterable[str], of: Callable[[Merket], tuple[str | None, ...]]) -> tuple[Merkerad, ...]:
    """A row for each tag in `known`; `of` gives those of one option or slip."""
    counts: dict[str, dict[int, int]] = {tag: {} for tag in known}
    for number, case in enumerate(course.cases):
        for tag, count in Counter(tag for thing in tagged(case.sak) for tag in of(thing) if tag).items():
            counts[tag][number] = count
    return tuple(Merkerad(tag, found) for tag, found in counts.items())
