"""How an office measures: means over its anchor cases, day by day, and coefficients where they are enough."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from generator.live.oversikt import oversikt
from tests.live.kontor import START, TODAY, T, measured, page, seen, words
from tests.live.mote import skjema


def test_a_measurement_is_told_as_means_over_its_cases(regelbok):
    o = seen(regelbok, measured(["bbb", "bba", "aaa"]))
    (serie,) = o.serier
    assert serie.saker == ("A", "B", "C")
    assert [(one.dato, one.i_trad, one.like) for one in serie.malinger] == [("3. mars 2026", 56, 78)]


def test_a_measurement_is_compared_with_the_one_before_that_had_the_same_cases(regelbok):
    o = seen(
        regelbok,
        measured(["aab", "aab", "aab"]),
        measured(["aaa", "bbb"]),
        measured(["a", "a", "a"]),
        measured(["bbb", "bba", "bbb"]),
    )
    assert [[(one.i_trad, one.i_trad_endret, one.like_endret) for one in serie.malinger] for serie in o.serier] == [
        [(33, None, None), (None, None, None), (89, 56, 45)],
        [(50, None, None)],
    ]
    assert "For få svarte til at tallene kan vises." in page(o)
    assert "+56" in words(o)


def test_a_measurement_with_a_rewritten_case_is_not_compared_with_the_one_before(regelbok):
    new = measured(["aab", "aab"])
    new = replace(new, skjema={sak: replace(form, hash="h2") for sak, form in new.skjema.items()})
    assert len(seen(regelbok, measured(["aab", "aab"]), new).serier) == 2


def test_teams_that_measure_on_the_same_day_are_measured_together(regelbok):
    moter = [
        (START, measured(["bb", "bb"], people="x")),
        (START + timedelta(hours=3), measured(["aa", "aa"], people="y")),
    ]
    (serie,) = oversikt(moter, TODAY, T, regelbok).serier
    assert [(one.i_trad, one.like) for one in serie.malinger] == [(50, 33)]


def test_answers_to_anchor_cases_are_told_of_nowhere_else(regelbok):
    o = seen(regelbok, measured(["aaaaa"] * 6))
    assert (o.funn, o.noe_er_likt, o.noe_er_skjult) == ((), False, False)
    for answer in skjema().valg.values():
        assert f">{answer}<" not in page(o)


def test_coefficients_are_told_only_of_cases_that_ask_about_the_same_step_and_are_enough(regelbok):
    answers = ["bbb", "bba", "aaa", "ccc", "bbc", "aab"]
    (told,) = seen(regelbok, measured(answers)).serier[0].malinger[0].koeff
    assert told.ac1
    assert told.ac1.nedre <= told.ac1.verdi <= told.ac1.ovre
    assert (told.ac1.saker, told.er_usikkert) == (6, True)
    for few in (measured(answers[:5]), measured(answers, steg=["x", *"yyyyy"]), measured(answers, steg=[""] * 6)):
        assert seen(regelbok, few).serier[0].malinger[0].koeff == ()


def test_a_coefficient_is_shown_with_its_interval_and_is_said_to_be_uncertain(regelbok):
    said = words(seen(regelbok, measured(["bbb", "bba", "aaa", "ccc", "bbc", "aab"])))
    assert re.search(r"Gwets AC1: −?\d,\d\d \(−?\d,\d\d til −?\d,\d\d\)", said)
    assert "Tallet er usikkert" in said
