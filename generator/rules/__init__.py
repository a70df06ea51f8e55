"""The guideline rules: what they say of a set of facts, why, and the proof that they say something of all."""

from __future__ import annotations

from generator.model import Regelbok
from generator.rules.assess import (
    REMEMBERED,
    Given,
    ImpossibleFacts,
    Status,
    Verdict,
    Worlds,
    narrowed,
    read_by,
    status,
    verdict,
    worlds,
)
from generator.rules.explain import Change, Effect, Reason, Stegvurdering, Vurdering, effects, explain

__all__ = [
    "REMEMBERED",
    "Change",
    "Effect",
    "Given",
    "ImpossibleFacts",
    "Reason",
    "Status",
    "Stegvurdering",
    "Verdict",
    "Vurdering",
    "Worlds",
    "assess",
    "effects",
    "explain",
    "narrowed",
    "read_by",
    "status",
    "verdict",
    "worlds",
]


def assess(regelbok: Regelbok, fakta: Given) -> Vurdering:
    """What every step of the rulebook says of `fakta`: fact -> value, values, `ukjent` or `skjonn`.

    Raises:
        ImpossibleFacts: the facts cannot all hold.
    """
    possible = worlds(regelbok, fakta)
    neutral = {key: regelbok.fakta[key].uten_betydning for key in fakta if regelbok.fakta[key].uten_betydning}
    return Vurdering({step: explain(regelbok, step, possible) for step in regelbok.steg}, neutral)
