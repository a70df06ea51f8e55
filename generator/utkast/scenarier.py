"""The scenario seeds that come with the rulebook."""

from __future__ import annotations

from functools import cache

from generator.course import IN_USE
from generator.model import UKJENT, Regelbok
from generator.model.scenario import Scenario
from generator.reader import read
from generator.rules import Given
from generator.rules.book import SHELF
from generator.source import Source
from generator.utkast import Avslag

FILE = SHELF / IN_USE / "scenarier.yaml"


@cache
def scenarier() -> dict[str, Scenario]:
    """Every seed, by its number (`S12`)."""
    found, problems = read(Source.read(FILE), dict[str, Scenario])
    if found is None:
        raise Avslag("\n".join(map(str, problems)))
    return dict(found)


def known(regelbok: Regelbok, scenario: Scenario) -> Given:
    """The facts that the seed gives, of those this rulebook has."""
    return {key: value for key, value in scenario.fakta.items() if value != UKJENT and key in regelbok.fakta}


def asked(regelbok: Regelbok, scenario: Scenario) -> set[str]:
    """The facts that nobody has asked about, of those this rulebook has."""
    return {key for key, value in scenario.fakta.items() if value == UKJENT and key in regelbok.fakta}


def nearest_to(step: str | None, outcome: str | None) -> str:
    """The seed that a case of one's own is most like: about the step, and best with the outcome."""
    seeds = scenarier()
    return max(seeds, key=lambda key: (seeds[key].steg == step, outcome in seeds[key].venter[:1]))
