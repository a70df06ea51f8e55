"""What the case bank covers: every rule, deviation, strategy and scenario, and the cases that practise it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from generator.course import Case, Course
from generator.view.rutenett import Regelrad, Rutenett, rutenett
from generator.view.saksrad import needs_more, saksrader

SOSIALHJELP = "sosialhjelp"
"""Stands in the words of a story, a card or a slip, unless a card from the social system does, where it is part of a
life."""


@dataclass(frozen=True)
class Dekning:
    """The whole bank in numbers. Each dict: the thing by its key -> how many cases, or which."""

    tall: dict[str, int]
    typer: dict[str, int]
    roller: dict[str, int]
    regler: dict[str, int]
    scenarier: dict[str, tuple[Case, ...]]
    rutenett: Rutenett

    @property
    def steg(self) -> dict[str, tuple[Regelrad, ...]]:
        """The rules of each step."""
        return self.rutenett.regler

    @property
    def avvik(self) -> dict[str, int]:
        return {rad.id: len(rad.ruter) for rad in self.rutenett.avvik}

    @property
    def strategier(self) -> dict[str, int]:
        return {rad.id: len(rad.ruter) for rad in self.rutenett.strategier}


def dekning(course: Course) -> Dekning:
    """What the cases of the course cover."""
    cases, bok, rader = course.cases, course.regelbok, saksrader(course)
    kinds = [{question.type for question in case.sak.sporsmal} for case in cases]
    scenarios: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        for scenario in case.sak.kilde.scenario:
            scenarios[scenario].append(case)
    families = Counter(rad.familie for rad in rader)
    spoken = Counter(rule for rad in rader for rule in rad.regler)
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
        regler={rule: spoken[rule] for rule in bok.regler},
        scenarier={scenario: tuple(scenarios[scenario]) for scenario in sorted(scenarios)},
        rutenett=rutenett(course),
    )


def _has_sosialhjelp(case: Case) -> bool:
    return SOSIALHJELP in _words(case) or any(card.kilde == "sosialsystem" for card in case.sak.opplysninger)


def _words(case: Case) -> str:
    """All that is told of the case, in lower case: its story, its cards, the slips of its pile."""
    told = [*(card.tekst for card in case.sak.opplysninger), *(slip.tekst for slip in case.sak.lapper)]
    return "\n".join([case.sak.historie, *told]).lower()
