"""The numbers of agreement, against other people's programs, published examples and the plain definitions."""

from __future__ import annotations

import random
import time
from fractions import Fraction
from itertools import chain, combinations_with_replacement, permutations
from math import factorial, prod

import krippendorff
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.live import enighet
from generator.live.enighet import MIN_SAKER, Counts, Koeffisienter, ac1, alpha, koeffisienter, par

Row = tuple[int, ...]

GWET = ["11·1", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", "·555", "··11", "··3·"]
"""Twelve units and four raters, with gaps: Gwet's and Krippendorff's best-known example. The last has no pair."""
PUBLISHED = {"alpha": 0.743, "ac1": 0.775}
"""Of GWET. Alpha: Krippendorff, «Computing Krippendorff's Alpha-Reliability» (2011), part C. AC1: Gwet, Handbook of
Inter-Rater Reliability (2014), and the overview of his R package irrCAC."""

IRRCAC: list[tuple[list[Row], float, float]] = [
    ([(5, 1, 0), (0, 6, 0), (2, 2, 2), (6, 0, 0), (1, 0, 5), (3, 3, 0)], 0.4668305, 0.4978628),
    ([(5, 1, 0, 0), (0, 6, 0, 0), (2, 2, 2, 0), (6, 0, 0, 0), (1, 0, 5, 0), (3, 3, 0, 0)], 0.4668305, 0.5643461),
    ([(9, 0), (8, 1), (9, 0), (9, 0), (9, 0), (7, 2)], 0.0473856, 0.8862069),
    ([(2, 0, 0), (1, 3, 0), (0, 5, 2), (4, 0, 4), (0, 0, 3), (1, 1, 0), (7, 1, 1)], 0.3346726, 0.3719036),
    ([(1, 1, 1), (1, 1, 1), (1, 1, 1)], -0.3333333, -0.5),
]
"""Answers per case, alpha, AC1: what irrCAC 0.4.4 for Python (`CAC(ratings, categories=…, digits=7)`) gave, run once by
hand. It pins an old SciPy, so it is not among what the tests install. Its `categories` must be given: with pandas 3 it
takes «no answer» for an answer of its own."""


def named(rows: list[Row]) -> list[Counts]:
    return [dict(zip("abcdef", row, strict=False)) for row in rows]


def gwet() -> list[Counts]:
    return [{answer: unit.count(answer) for answer in "12345"} for unit in GWET]


def tables(least: int = 0) -> st.SearchStrategy[list[Row]]:
    """Cases of the same two to five options, each with as many raters as it happens to have; often few, or none."""
    return st.integers(2, 5).flatmap(
        lambda width: st.lists(st.tuples(*[st.integers(0, 6)] * width), min_size=least, max_size=12)
    )


some = settings(max_examples=300, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
few = settings(some, max_examples=25)


def test_a_pair_is_two_colleagues_and_those_who_answered_alike_are_counted():
    assert par({"a": 2, "b": 2}) == pytest.approx(2 / 6)
    assert par({"a": 40}) == 1
    assert par({"a": 1, "b": 1, "c": 0}) == 0


@pytest.mark.parametrize("counts", [{}, {"a": 0}, {"a": 1, "b": 0}])
def test_where_there_is_no_pair_there_is_no_share(counts):
    assert par(counts) is None


def test_the_published_example_comes_out_as_published():
    assert {"alpha": round(alpha(gwet()), 3), "ac1": round(ac1(gwet(), 5), 3)} == PUBLISHED


@pytest.mark.parametrize(("rows", "expected_alpha", "expected_ac1"), IRRCAC)
def test_another_program_gives_the_same_numbers(rows, expected_alpha, expected_ac1):
    assert alpha(named(rows)) == pytest.approx(expected_alpha, abs=1e-7)
    assert ac1(named(rows), len(rows[0])) == pytest.approx(expected_ac1, abs=1e-7)


@some
@given(tables())
def test_alpha_is_what_the_independent_implementation_says(rows):
    pairable = [row for row in rows if sum(row) >= 2]
    if sum(map(any, zip(*pairable, strict=True))) < 2:  # not two different answers: undefined, and there it raises
        assert alpha(named(rows)) is None
    else:
        expected = krippendorff.alpha(value_counts=rows, level_of_measurement="nominal")
        assert alpha(named(rows)) == pytest.approx(expected, abs=1e-9)


@some
@given(tables(), st.integers(0, 3))
def test_ac1_is_what_its_definition_says_of_every_pair_of_ratings(rows, unused):
    offered = unused + max(2, len({answer for row in rows for answer, n in enumerate(row) if n}))
    cases = [[answer for answer, n in enumerate(row) for _ in range(n)] for row in rows if sum(row) >= 2]
    if not cases:
        assert ac1(named(rows), offered) is None
        return
    pairs = [list(permutations(case, 2)) for case in cases]
    agreed = sum(Fraction(sum(one == other for one, other in case), len(case)) for case in pairs) / len(cases)
    shares = [sum(Fraction(case.count(k), len(case)) for case in cases) / len(cases) for k in set(chain(*cases))]
    chance = sum(share * (1 - share) for share in shares) / (offered - 1)
    assert ac1(named(rows), offered) == pytest.approx(float((agreed - chance) / (1 - chance)), abs=1e-12)


@some
@given(tables())
def test_both_stay_within_bounds(rows):
    for value in (alpha(named(rows)), ac1(named(rows), 5)):
        assert value is None or -1 <= value <= 1


@some
@given(tables(), st.randoms(use_true_random=False))
def test_other_names_for_the_answers_and_another_order_of_the_cases_change_nothing(rows, chance):
    names, cases = list("abcdef"), named(rows)
    chance.shuffle(names)
    moved = [dict(zip(names, row, strict=False)) for row in chance.sample(rows, len(rows))]
    assert alpha(moved) == pytest.approx(alpha(cases), abs=1e-12)
    assert ac1(moved, 5) == pytest.approx(ac1(cases, 5), abs=1e-12)


@some
@given(tables(), st.integers(0, 12))
def test_a_case_with_one_answer_or_none_changes_nothing(rows, place):
    cases = named(rows)
    for empty in ({}, {"a": 0}, {"b": 1}):
        more = [*cases[:place], empty, *cases[place:]]
        assert (alpha(more), ac1(more, 5)) == (alpha(cases), ac1(cases, 5))


def test_a_team_that_is_of_one_mind_in_every_case_has_one():
    cases = [{"a": 7}, {"b": 5}, {"a": 3, "b": 0}]
    assert (alpha(cases), ac1(cases, 2)) == (1, 1)


def test_alpha_cannot_tell_where_all_answers_are_the_same_and_ac1_can():
    cases = [{"a": 5, "b": 0}] * 8
    told = koeffisienter(cases, 2)
    assert (alpha(cases), ac1(cases, 2)) == (None, 1)
    assert told.alpha is None
    assert (told.ac1.verdi, told.ac1.nedre, told.ac1.ovre) == (1, 1, 1)


def test_ac1_counts_the_answers_offered_not_those_that_happened_to_be_given():
    cases = named([(5, 1), (2, 4), (6, 0)])
    assert ac1(cases, None) == ac1(cases, 2) < ac1(cases, 3) < ac1(cases, 7)


def test_an_answer_offered_to_nobody_is_an_error_and_one_to_choose_from_is_no_choice():
    with pytest.raises(ValueError, match="3 different answers were given, but only 2 offered"):
        ac1(named([(1, 1, 1)]), 2)
    assert ac1([{"a": 4}], 1) is None


def test_guesswork_looks_like_agreement_when_two_questions_are_put_together():
    ja, plan = [{"ja": 20, "nei": 20}] * 10, [{"plan": 20, "tiltak": 20}] * 10
    assert abs(alpha(ja)) < 0.03
    assert abs(ac1(ja, 2)) < 0.03
    assert alpha(ja + plan) > 0.3
    assert ac1(ja + plan, 4) > 0.3


def test_too_few_cases_give_no_coefficient():
    cases = named([(5, 1), (2, 4), (6, 0), (1, 5), (4, 2)])
    alone = {"a": 1}
    assert koeffisienter([*cases, alone], 2) == Koeffisienter(alpha=None, ac1=None)
    assert koeffisienter([*cases, {"b": 6}], 2).alpha.saker == MIN_SAKER == len(cases) + 1


def test_alpha_is_not_told_where_it_hangs_on_one_dissenting_case():
    told = koeffisienter([{"a": 8}] * 19 + [{"a": 7, "b": 1}], 2)
    assert told.alpha is None
    assert told.ac1.nedre < told.ac1.verdi < told.ac1.ovre == 1


@few
@given(tables(least=MIN_SAKER))
def test_an_interval_holds_its_value_and_stays_within_bounds(rows):
    told = koeffisienter(named(rows), 5)
    for one in (told.alpha, told.ac1):
        assert one is None or -1 <= one.nedre <= one.verdi <= one.ovre <= 1


def test_an_interval_leaves_out_a_fortieth_of_all_possible_draws_at_each_end(monkeypatch):
    monkeypatch.setattr(enighet, "TREKK", 20_000)  # a thousand are too few to tell a fortieth from a thirtieth
    cases = named([(9, 1, 0), (2, 7, 1), (0, 3, 8), (5, 4, 0), (1, 1, 6), (3, 9, 2)])
    told = koeffisienter(cases, 3)
    draws = [[cases[i] for i in draw] for draw in combinations_with_replacement(range(6), 6)]
    ways = [factorial(6) / prod(factorial(draw.count(case)) for case in cases) / 6**6 for draw in draws]
    for one, values in ((told.alpha, map(alpha, draws)), (told.ac1, (ac1(draw, 3) for draw in draws))):
        pairs = list(zip(values, ways, strict=True))
        below, above = (sum(p for v, p in pairs if v < one.nedre), sum(p for v, p in pairs if v > one.ovre))
        assert (below, above) == pytest.approx((1 / 40, 1 / 40), abs=0.004)


def test_an_interval_holds_its_value_even_where_every_draw_lies_to_one_side():
    apart = [{f"{case}a": 1, f"{case}b": 1} for case in range(6)]
    told = koeffisienter(apart, 12)
    assert told.alpha.nedre < told.alpha.verdi == told.alpha.ovre == 0
    assert told.ac1.verdi == told.ac1.nedre < told.ac1.ovre


def drawn(cases: int) -> list[Counts]:
    """A team of ten that mostly answers «a» in every other case and «b» in the rest."""
    chance = random.Random(1)
    weights = [[7, 2, 1], [2, 7, 1]]
    return [
        {k: votes.count(k) for k in "abc"}
        for i in range(cases)
        for votes in [chance.choices("abc", weights[i % 2], k=10)]
    ]


def test_more_cases_make_the_interval_narrower():
    widths = [
        [one.ovre - one.nedre for one in (told.alpha, told.ac1)]
        for told in (koeffisienter(drawn(cases), 3) for cases in (8, 32, 128))
    ]
    assert sorted(widths, reverse=True) == widths
    assert [widest > 3 * narrowest for widest, narrowest in zip(widths[0], widths[-1], strict=True)] == [True, True]


def test_the_same_votes_give_the_same_interval_whatever_chance_was_used_for_elsewhere():
    first = koeffisienter(drawn(12), 3)
    random.seed(2)
    before = random.getstate()
    assert koeffisienter(drawn(12), 3) == first
    assert random.getstate() == before


def test_twenty_cases_of_forty_take_well_under_a_second():
    chance = random.Random(0)
    cases = [{k: votes.count(k) for k in "abcdef"} for votes in (chance.choices("abcdef", k=40) for _ in range(20))]
    start = time.process_time()
    koeffisienter(cases, 6)
    assert time.process_time() - start < 1
