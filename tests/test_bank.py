"""The course's own cases and lessons: what they promise to hold, counted."""

from __future__ import annotations

import re

import pytest

from generator import checks
from generator.course import Course, load
from generator.model import Stegsporsmal
from generator.view.dekning import Dekning, dekning
from generator.view.tekst import plain
from tests.conftest import PROJECT

LESSONS = 8
SHORTEST, LONGEST = 80, 180
"""Words of a story."""


@pytest.fixture(scope="module")
def course() -> Course:
    return load(PROJECT)


@pytest.fixture(scope="module")
def dekket(course: Course) -> Dekning:
    return dekning(course)


def test_the_bank_is_large_and_varied_enough(dekket):
    assert dekket.tall["saker"] >= 66
    assert dekket.tall["sosialhjelp"] >= 20
    assert dekket.tall["mer"] >= 12
    assert dekket.tall["gra"] >= 10
    assert dekket.tall["familier"] >= 10
    assert dekket.typer["handling"] >= 12
    assert dekket.typer["begrunnelse"] >= 6
    assert dekket.typer["bunke"] >= 3
    assert set(dekket.roller) == {"mottak", "sosialveileder", "arbeidsrettet_veileder", "ungdomsveileder"}


def test_every_scenario_has_become_a_case(dekket):
    assert [*dekket.scenarier] == [f"S{number:02}" for number in range(1, 69)]


def test_every_rule_of_a_step_applies_in_one_case_and_does_not_in_another(dekket):
    rules = [rule for step in dekket.steg.values() for rule in step]
    assert [rule.regel.id for rule in rules if not rule.gjelder] == []
    assert [rule.regel.id for rule in rules if not rule.gjelder_ikke] == []


def test_every_rule_of_law_and_guideline_is_used(dekket):
    assert [rule for rule, count in dekket.regler.items() if not count] == []


def test_every_deviation_and_coping_strategy_is_met(dekket):
    assert [tag for tag, count in dekket.avvik.items() if count < 6] == []
    assert [tag for tag, count in dekket.strategier.items() if count < 2] == []


def test_every_story_is_short_and_has_three_things_to_talk_about(course):
    lengths = {case.sak.id: len(re.findall(r"\w+", plain(case.sak.historie))) for case in course.cases}
    assert {id: count for id, count in lengths.items() if not SHORTEST <= count <= LONGEST} == {}
    assert [case.sak.id for case in course.cases if len(case.sak.drofting) != 3] == []


def test_there_is_nothing_to_advise_against_in_the_course(course):
    assert checks.advice(course) == []


def test_right_answers_do_not_stand_in_one_place_more_than_elsewhere(course):
    """So that nobody learns to guess where it stands."""
    asked = [(case, q) for case in course.cases for q in case.sak.sporsmal if isinstance(q, Stegsporsmal)]
    first = 0
    for case, question in asked:
        judged = case.desk.judge(question)
        first += question.valg[0].utfall in judged.states[judged.index[-1]].right
    assert 0.15 <= first / len(asked) <= 0.55


def test_there_are_eight_lessons_each_with_goals_a_check_practice_and_a_way_on(course):
    lessons = [stykke for stykke in course.lesestoff if stykke.nummer]
    assert [stykke.nummer for stykke in lessons] == [*range(1, LESSONS + 1)]
    for stykke in lessons:
        asked = {ask.word for ask, _ in stykke.asks()}
        assert {"regel", "sak", "fasit"} <= asked, stykke.navn
        assert len(stykke.hode.etterpa) >= 3
        assert 2 <= len(stykke.hode.sporsmal) <= 3
        assert len(stykke.hode.saker) >= 4
        assert stykke.hode.videre


def test_no_lesson_retypes_a_rule(course):
    said = {stykke.navn: " ".join(stykke.text.split()) for stykke in course.lesestoff}
    for rule in course.regelbok.regler.values():
        assert [name for name, text in said.items() if rule.tekst.strip() in text] == []
