"""What the guidelines say, situation for situation. The name of each is the sentence that it shows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from generator.model import Regelbok
from generator.reader import read
from generator.rules import Stegvurdering, explain, worlds
from generator.source import Source

FILES = sorted((Path(__file__).parent / "rules").glob("*.yaml"))


@dataclass(frozen=True, kw_only=True)
class Situation:
    """A set of facts, and what one step makes of it. What is not written is not asserted, but for the status."""

    name: str
    fakta: dict[str, Any]
    utfall: str | list[str]
    status: str = "avgjort"
    mangler: list[str] | None = None
    godtas: list[str] | None = None
    regler: list[str] | None = None


def situations(file: Path) -> list[Situation]:
    found, problems = read(Source.read(file), list[Situation])
    assert problems == []
    assert found
    return found


ALL = [(file.stem, situation) for file in FILES for situation in situations(file)]


def said(regelbok: Regelbok, step: str, situation: Situation) -> Stegvurdering:
    return explain(regelbok, step, worlds(regelbok, situation.fakta))


@pytest.mark.parametrize(("step", "situation"), [pytest.param(*one, id=f"{one[0]}: {one[1].name}") for one in ALL])
def test_the_step_says(regelbok, step, situation):
    found = said(regelbok, step, situation)
    outcomes = [situation.utfall] if isinstance(situation.utfall, str) else situation.utfall
    assert (found.verdict.status, set(found.verdict.utfall)) == (situation.status, set(outcomes))
    if situation.mangler is not None:
        assert list(found.verdict.mangler) == situation.mangler
    if situation.godtas is not None:
        assert list(found.godtas) == situation.godtas
    if situation.regler is not None:
        assert list(found.regler) == situation.regler


def test_every_step_has_its_situations(regelbok):
    assert {file.stem for file in FILES} == set(regelbok.steg)


def test_no_sentence_stands_twice():
    names = sorted(situation.name for _, situation in ALL)
    assert [one for one, other in pairwise(names) if one == other] == []


def test_every_situation_uses_words_of_the_rulebook(regelbok):
    used = {key for _, situation in ALL for key in situation.fakta}
    assert used <= set(regelbok.fakta)


def test_every_rule_is_shown_to_apply_in_some_situation(regelbok):
    shown = {rule for _, situation in ALL for rule in situation.regler or ()}
    assert {rule.id for step in regelbok.steg.values() for rule in step.regler} - shown == set()


def test_every_rule_is_shown_not_to_apply_in_some_situation(regelbok):
    """Failed or defeated, in a situation that says which rules do apply instead."""
    reasons = [
        reason
        for step, situation in ALL
        if situation.regler is not None
        for reason in said(regelbok, step, situation).begrunnelse
    ]
    silent = {reason.regel.id for reason in reasons if reason.utslag in ("slo_ikke_til", "overstyrt")}
    assert {rule.id for step in regelbok.steg.values() for rule in step.regler} - silent == set()


def test_every_outcome_of_every_step_is_reached_in_some_situation(regelbok):
    decided = {(step, situation.utfall) for step, situation in ALL if isinstance(situation.utfall, str)}
    assert {(step, outcome) for step, spec in regelbok.steg.items() for outcome in spec.utfall} - decided == set()


def test_only_three_facts_mean_something_when_nobody_says_anything(regelbok):
    assert {key: fact.ved_ukjent for key, fact in regelbok.fakta.items() if fact.ved_ukjent is not None} == {
        "apenbart_standard": "nei",
        "takker_nei_til_vurdering": "nei",
        "kvp_deltaker": "nei",
    }


def test_only_four_combinations_cannot_occur(regelbok):
    assert [clause.fakta for clause in regelbok.hode.umulig] == [
        {"arbeid_snart_ved_egen_innsats": "nei", "vansker_skaffe_beholde": "nei"},
        {"arbeidsevne_nedsatt": "nei", "varig_nedsatt": "ja"},
        {"apenbart_standard": "ja", "behov_for_bredere_vurdering": "ja"},
        {"apenbart_standard": "ja", "arbeid_snart_ved_egen_innsats": "nei"},
    ]


def test_a_conversation_first_is_never_wrong_and_no_other_outcome_is(regelbok):
    assert {step: spec.godtas for step, spec in regelbok.steg.items() if spec.godtas} == {"samtale": ("samtale_forst",)}
