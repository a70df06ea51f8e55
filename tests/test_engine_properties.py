"""The engine against plain evaluation and brute force (`oracle.py`).

Exhaustive, for every step and every world of all facts behind it: the outcomes, and which worlds cannot occur.
Each path of the diagram is walked, and on each path every way in which plain evaluation tells worlds apart.
(A fact that plain evaluation never looks at cannot change its answer, so no world is left out.)

Not exhaustive: what is said of partial states (status, missing facts, explanations, turning points), which is
compared with brute force on hundreds of states around the situations of `rules/`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from generator.model import SKJONN, UKJENT, Regelbok
from generator.rules import ImpossibleFacts, Verdict, assess, explain, verdict, worlds
from generator.rules.assess import engine
from generator.rules.book import read_regelbok
from generator.rules.compile import UMULIG
from generator.source import Source
from tests import oracle
from tests.conftest import RULEBOOK
from tests.oracle import Given, World

BOOK = read_regelbok(RULEBOOK).regelbok
"""Not the fixture: hypothesis would write all of it out with every example."""

RULES = Path(__file__).parent / "rules"
SEEDS = [situation["fakta"] for file in sorted(RULES.glob("*.yaml")) for situation in Source.read(file).data]
STEPS = sorted(file.stem for file in RULES.glob("*.yaml"))
ANY = st.data()


def some(examples: int) -> settings:
    """So many examples, the same each time."""
    return settings(max_examples=examples, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def filled(draw: st.DrawFn) -> dict[str, str]:
    """A world: a situation of `rules/` (so that late steps are reached), filled out, and perhaps bent a little."""
    values = {key: list(fact.verdier) for key, fact in BOOK.fakta.items() if not fact.uten_betydning}
    seed, bent = draw(st.sampled_from(SEEDS)), draw(st.sets(st.sampled_from(list(values)), max_size=3))
    chance = random.Random(draw(st.integers(0, 9999)))
    world = {key: chance.choice(values[key]) for key in values}
    return {**world, **{key: seed[key] for key in values if key not in bent and seed.get(key) in values[key]}}


@st.composite
def partial(draw: st.DrawFn, steps: list[str], opened: int) -> tuple[str, dict[str, str | list[str]]]:
    """A step and a partial state: a possible world with at most `opened` of the facts behind the step opened."""
    step, world = draw(st.sampled_from(steps)), draw(filled())
    assume(oracle.possible(BOOK, world))
    state: dict[str, str | list[str]] = {**world}
    for key in draw(st.lists(st.sampled_from(oracle.facts_behind(BOOK, step)), unique=True, max_size=opened)):
        values = list(BOOK.fakta[key].verdier)
        several = sorted({world[key], draw(st.sampled_from(values))}, key=values.index)
        state[key] = draw(st.sampled_from([UKJENT, SKJONN, "ikke gitt", several]))
    return step, {key: value for key, value in state.items() if value != "ikke gitt"}


def found(step: str, state: Given) -> Verdict:
    return verdict(BOOK, step, worlds(BOOK, state))


def paths(number: int, known: World) -> Iterator[tuple[World, object]]:
    """Every path of a diagram: the facts that are tested on it, and its leaf."""
    ready = engine(BOOK)
    level, children, leaf = ready.diagrams.nodes[number]
    if not children:
        yield known, leaf
    for value, child in enumerate(children):
        yield from paths(child, {**known, ready.facts[level]: ready.values[level][value]})


@pytest.mark.parametrize("step", STEPS)
def test_the_diagram_agrees_with_plain_evaluation_in_every_world(step):
    for known, leaf in paths(engine(BOOK).step(step).outcome, {}):
        assert oracle.possible(BOOK, known) == (leaf != UMULIG), known
        if leaf != UMULIG:
            for world, answer in oracle.everywhere(BOOK, step, known):
                assert answer == leaf or not oracle.possible(BOOK, world), world


@some(300)
@given(data=ANY)
def test_all_steps_agree_with_plain_evaluation_in_worlds_drawn_at_random(data):
    world = data.draw(filled())
    assume(oracle.possible(BOOK, world))
    possible = worlds(BOOK, world)
    for step in BOOK.steg:
        assert set(verdict(BOOK, step, possible).utfall) == oracle.outcomes(BOOK, step, world)


@some(250)
@given(data=ANY)
def test_status_outcomes_and_missing_facts_in_their_order_agree_with_brute_force(data):
    step, state = data.draw(partial(STEPS, opened=6))
    outcomes, lacking = oracle.all_outcomes(BOOK, step, state), oracle.missing(BOOK, step, state)
    expected = Verdict(oracle.status(outcomes, lacking), tuple(sorted(outcomes)), tuple(lacking))
    assert found(step, state) == expected


@some(200)
@given(data=ANY)
def test_unknown_gives_the_union_over_the_possible_values(data):
    step, state = data.draw(partial(STEPS, opened=6))
    key = data.draw(st.sampled_from(oracle.facts_behind(BOOK, step)))
    union: set[str] = set()
    for value in BOOK.fakta[key].verdier:
        with suppress(ImpossibleFacts):
            union.update(found(step, {**state, key: value}).utfall)
    assert set(found(step, {**state, key: UKJENT}).utfall) == union


@some(200)
@given(data=ANY)
def test_knowing_more_never_adds_an_outcome(data):
    step, state = data.draw(partial(STEPS, opened=8))
    state = {**{key: UKJENT for key, fact in BOOK.fakta.items() if fact.ved_ukjent}, **state}
    before = set(found(step, state).utfall)
    for key, value in data.draw(st.sampled_from(oracle.worlds(BOOK, step, state))).items():
        state = {**state, key: value}
        after = set(found(step, state).utfall)
        assert after <= before
        before = after


@some(100)
@given(data=ANY)
def test_nothing_said_of_a_fact_with_ved_ukjent_is_as_if_that_were_said(data):
    step, state = data.draw(partial(STEPS, opened=6))
    meant = {key: fact.ved_ukjent for key, fact in BOOK.fakta.items() if fact.ved_ukjent}
    state = {key: value for key, value in state.items() if key not in meant}
    assert found(step, state) == found(step, {**state, **meant})


@some(150)
@given(data=ANY)
def test_turning_a_fact_that_is_not_missing_changes_nothing(data):
    step, state = data.draw(partial(STEPS, opened=6))
    world = data.draw(st.sampled_from(oracle.worlds(BOOK, step, state)))
    unknown = [key for key in world if state.get(key, BOOK.fakta[key].ved_ukjent or UKJENT) == UKJENT]
    for key in set(unknown) - set(found(step, state).mangler):
        for value in BOOK.fakta[key].verdier:
            if oracle.possible(BOOK, turned := {**world, key: value}):
                assert found(step, turned) == found(step, world)


@some(150)
@given(data=ANY)
def test_a_fact_that_was_looked_into_is_never_missing(data):
    """With skjønn in place of all that is unknown, the outcomes are the same and nothing is missing."""
    step, state = data.draw(partial(STEPS, opened=8))
    unknown = {key for key in BOOK.fakta if state.get(key, BOOK.fakta[key].ved_ukjent or UKJENT) == UKJENT}
    looked_into = found(step, {**state, **dict.fromkeys(unknown, SKJONN)})
    assert (looked_into.utfall, looked_into.mangler) == (found(step, state).utfall, ())
    assert set(found(step, state).mangler) <= unknown


@some(200)
@given(data=ANY)
def test_the_state_of_every_rule_agrees_with_brute_force(data):
    step, state = data.draw(partial(STEPS, opened=4))
    expected = {rule.id: set[str]() for rule in BOOK.steg[step].regler}
    for world in oracle.worlds(BOOK, step, state):
        for rule, states in oracle.states(BOOK, step, world).items():
            expected[rule] |= states
    reasons = explain(BOOK, step, worlds(BOOK, state)).begrunnelse
    assert [(reason.regel.id, reason.utslag) for reason in reasons] == [
        (rule, states.pop() if len(states) == 1 else "apen") for rule, states in expected.items()
    ]


@some(200)
@given(data=ANY)
def test_explanation_and_outcome_agree(data):
    step, state = data.draw(partial(STEPS, opened=4))
    said = explain(BOOK, step, worlds(BOOK, state))
    gives = {
        reason.regel.id: set(found(reason.regel.fra, state).utfall if reason.regel.fra else reason.regel.gives())
        for reason in said.begrunnelse
        if reason.utslag in ("anvendt", "apen")
    }
    assert set(said.verdict.utfall) <= set().union(*gives.values())
    if said.verdict.status == "avgjort":
        assert [gives[rule] for rule in said.regler if gives[rule] not in (set(), set(said.verdict.utfall))] == []


@some(200)
@given(data=ANY)
def test_a_rule_that_does_not_speak_says_what_stands_in_its_way(data):
    step, state = data.draw(partial(STEPS, opened=4))
    said = {reason.regel.id: reason for reason in explain(BOOK, step, worlds(BOOK, state)).begrunnelse}
    for reason in said.values():
        if reason.utslag == "overstyrt":
            assert reason.av
            assert {said[rule].utslag for rule in reason.av} <= {"anvendt", "apen"}
        if reason.utslag == "slo_ikke_til":
            assert [said[rule].utslag for rule in reason.av] in ([], ["slo_ikke_til"])
            assert reason.av or reason.fakta
            assert set(reason.fakta) <= set(reason.regel.hvis)
        if reason.utslag == "apen":
            assert reason.fakta


@some(200)
@given(data=ANY)
def test_impossible_facts_are_refused_with_the_reasons_of_the_rulebook(data):
    world = data.draw(filled())
    broken = [clause.fordi for clause in BOOK.hode.umulig if clause.fakta.items() <= world.items()]
    if broken:
        with pytest.raises(ImpossibleFacts) as refused:
            assess(BOOK, world)
        assert refused.value.reasons == broken
    else:
        worlds(BOOK, world)


@some(40)
@given(data=ANY)
def test_the_order_of_the_facts_does_not_matter(data):
    _, state = data.draw(partial(STEPS, opened=8))
    assert assess(BOOK, dict(data.draw(st.permutations(list(state.items()))))) == assess(BOOK, state)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_steps_and_rules_and_conditions_does_not_matter(seed):
    shuffled = _shuffled(random.Random(seed))
    for facts in SEEDS[seed::6]:
        one, other = assess(BOOK, facts), assess(shuffled, facts)
        for step in BOOK.steg:
            assert other.steg[step].verdict == one.steg[step].verdict
            assert other.steg[step].vendepunkt == one.steg[step].vendepunkt
            assert _by_rule(other.steg[step]) == _by_rule(one.steg[step])


def _shuffled(chance: random.Random) -> Regelbok:
    def mixed(items):
        return chance.sample(list(items), len(items))

    def step(spec):
        rules = [replace(rule, hvis=dict(mixed(rule.hvis.items()))) for rule in spec.regler]
        return replace(spec, regler=tuple(mixed(rules)))

    header = replace(BOOK.hode, umulig=tuple(mixed(BOOK.hode.umulig)))
    return replace(BOOK, hode=header, steg={key: step(spec) for key, spec in mixed(BOOK.steg.items())})


def _by_rule(said):
    return {reason.regel.id: (reason.utslag, reason.fakta, set(reason.av)) for reason in said.begrunnelse}


SMALL = ["rett_til_vurdering", "takker_nei", "samtale", "klage"]


def turning(step: str, state: Given) -> dict[str, set[frozenset[oracle.Change]]]:
    said = explain(BOOK, step, worlds(BOOK, state)).vendepunkt
    for way in (way for ways in said.values() for way in ways):
        for change in way:
            was = (change.fra,) if isinstance(change.fra, str) else change.fra
            assert was == oracle.allowed(BOOK, state, change.fakta)
    return {outcome: {frozenset((c.fakta, c.til) for c in way) for way in ways} for outcome, ways in said.items()}


@some(60)
@given(data=ANY)
def test_turning_points_of_the_small_steps_are_all_that_brute_force_finds(data):
    step, state = data.draw(partial(SMALL, opened=2))
    everything = len(oracle.facts_behind(BOOK, step))
    assert turning(step, state) == oracle.turning_points(BOOK, step, state, everything)


@some(40)
@given(data=ANY)
def test_no_smaller_turning_point_exists(data):
    """Up to two changes, brute force finds the same turning points, all of them; larger ones cannot be made smaller."""
    step, state = data.draw(partial(STEPS, opened=1))
    said = turning(step, state)
    within_two = {outcome: ways for outcome, ways in said.items() if min(map(len, ways)) <= 2}
    assert within_two == oracle.turning_points(BOOK, step, state, 2)


@some(150)
@given(data=ANY)
def test_a_turning_point_really_turns(data):
    step, state = data.draw(partial(STEPS, opened=3))
    for outcome, ways in turning(step, state).items():
        for way in ways:
            assert outcome in oracle.all_outcomes(BOOK, step, {**state, **dict(way)})
            for change in way:
                assert outcome not in oracle.all_outcomes(BOOK, step, {**state, **dict(way - {change})})
