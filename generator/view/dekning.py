"""What the case bank covers: every rule, deviation, strategy and scenario, and the cases that practise it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from generator.course import Case, Course
from generator.desk import RETT
from generator.model import Regelbok, Stegregel
from generator.rules import Reason, explain, worlds
from generator.view.saksrad import hangs_on, needs_more, saksrader, tagged

SOSIALHJELP = "sosialhjelp"
"""Stands in the words of a story, a card or a slip, unless a card from the social system does, where it is part of a
life."""


@dataclass(frozen=True)
class Regeldekning:
    """A rule of a step: in how many cases it applies, and in how many it is asked and does not."""

    regel: Stegregel
    gjelder: int
    gjelder_ikke: int


@dataclass(frozen=True)
class Dekning:
    """The whole bank in numbers. Each dict: the thing by its key -> how many cases, or which."""

    tall: dict[str, int]
    typer: dict[str, int]
    roller: dict[str, int]
    steg: dict[str, tuple[Regeldekning, ...]]
    regler: dict[str, int]
    avvik: dict[str, int]
    strategier: dict[str, int]
    scenarier: dict[str, tuple[Case, ...]]


def dekning(course: Course) -> Dekning:
    """What the cases of the course cover."""
    cases, bok, rader = course.cases, course.regelbok, saksrader(course)
    kinds = [{question.type for question in case.sak.sporsmal} for case in cases]
    scenarios: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        for scenario in case.sak.kilde.scenario:
            scenarios[scenario].append(case)
    families = Counter(rad.familie for rad in rader)
    strategies = Counter(
        tag for case in cases for tag in {tag for option in tagged(case.sak) for tag in option.strategi}
    )
    return Dekning(
        tall={
            "saker": len(cases),
            "sosialhjelp": sum(_has_sosialhjelp(case) for case in cases),
            "mer": sum(needs_more(case) for case in cases),
            "gra": sum(rad.klarhet == "gra" for rad in rader),
            "familier": sum(size > 1 for size in families.values()),
        },
        typer={kind: sum(kind in asked for asked in kinds) for kind in sorted(set().union(*kinds))},
        roller=Counter(case.sak.rolle for case in cases),
        steg=_rules(course),
        regler={rule: sum(rule in rad.regler for rad in rader) for rule in bok.regler},
        avvik={tag: sum(tag in rad.avvik for rad in rader) for tag in bok.avvik},
        strategier={tag: strategies[tag] for tag in bok.strategier},
        scenarier={scenario: tuple(scenarios[scenario]) for scenario in sorted(scenarios)},
    )


def _has_sosialhjelp(case: Case) -> bool:
    return SOSIALHJELP in _words(case) or any(card.kilde == "sosialsystem" for card in case.sak.opplysninger)


def _words(case: Case) -> str:
    """All that is told of the case, in lower case: its story, its cards, the slips of its pile."""
    told = [*(card.tekst for card in case.sak.opplysninger), *(slip.tekst for slip in case.sak.lapper)]
    return "\n".join([case.sak.historie, *told]).lower()


def _rules(course: Course) -> dict[str, tuple[Regeldekning, ...]]:
    applied: dict[str, set[str]] = defaultdict(set)
    not_applied: dict[str, set[str]] = defaultdict(set)
    for case in course.cases:
        for reason in _reasons(course.regelbok, case):
            if reason.utslag == "anvendt":
                applied[reason.regel.id].add(case.sak.id)
            elif reason.utslag != "apen":
                not_applied[reason.regel.id].add(case.sak.id)
    return {
        step: tuple(Regeldekning(rule, len(applied[rule.id]), len(not_applied[rule.id])) for rule in spec.regler)
        for step, spec in course.regelbok.steg.items()
    }


def _reasons(regelbok: Regelbok, case: Case) -> Iterator[Reason]:
    """What becomes of the rules of each step that is asked about, and those it hangs on: before anything is fetched,
    and when all is; in a pile, what becomes of those on the right to be assessed, slip by slip."""
    for step in set().union(*(hangs_on(regelbok, question.steg) for question in case.sak.stegsporsmal)):
        for mask in {0, case.desk.all_open}:
            yield from explain(regelbok, step, case.desk.worlds(mask)).begrunnelse
    for slip in case.sak.lapper:
        yield from explain(regelbok, RETT, worlds(regelbok, slip.fakta)).begrunnelse
