"""What only many cases together show: where right answers stand, how long they are, and what nobody practises."""

from __future__ import annotations

from fractions import Fraction

import pytest

from generator import checks
from generator.checks import balance, rules
from generator.course import Course, load
from tests.anna import changed
from tests.conftest import PROJECT

MANY = 24
RIGHT = "      - utfall: standardinnsats\n"
WRONG = (
    "      - utfall: situasjonsbestemt_innsats\n        tilbakemelding: Du overser de to svarene hun alt har fått.\n"
)
LAST = {RIGHT + WRONG: WRONG + RIGHT}
"""The right answer to what the vedtak shall say stands last, instead of first."""


@pytest.fixture
def bank(tmp_path, regelbok):
    """A course of cases like Anna's, each with its own changes."""

    def made(changes: list[dict[str, str]]) -> Course:
        (tmp_path / "cases/niva").mkdir(parents=True)
        for number, change in enumerate(changes):
            text = changed({"id: anna\n": f"id: anna-{number}\n", **change})
            (tmp_path / f"cases/niva/anna-{number}.yaml").write_text(text, "utf-8")
        return load(tmp_path, regelbok)

    return made


@pytest.fixture(scope="module")
def course() -> Course:
    return load(PROJECT)


def told(course: Course) -> list[str]:
    return [
        f"{problem.place.file}: {problem.message}" for problem in checks.advice(course) if problem.sjekk == "balanse"
    ]


def test_a_place_where_the_answer_nearly_always_stands_is_told_in_one_case(bank):
    whole = bank([LAST, *[{}] * (MANY - 1)])
    assert checks.problems(whole) == []
    assert (
        "cases/niva/anna-1.yaml: rett svar står først i 23 av 24 spørsmål om steg når alt er hentet (96 %);"
        " tilfeldig ville gitt 50 %" in told(whole)
    )


def test_nothing_is_told_of_places_when_the_answer_stands_here_and_there(bank):
    assert [one for one in told(bank([{}, LAST] * (MANY // 2))) if "om steg" in one] == []


def test_a_length_that_gives_the_answer_away_is_told_even_when_no_case_does_so_alone(bank):
    (longest,) = [one for one in told(bank([{}] * MANY)) if "lengst" in one]
    assert "rett svar er lengst i 24 av 24 spørsmål om hva du gjør (100 %)" in longest


def test_an_outcome_that_is_right_nearly_always_is_told_and_so_is_one_that_never_is(bank):
    said = told(bank([{}] * MANY))
    assert "cases/niva/anna-0.yaml: «Standardinnsats» er rett i 24 av 24 spørsmål om «Innsatsgruppe» (100 %)" in said
    assert any("«Situasjonsbestemt innsats» kan velges i 24 spørsmål" in one and "aldri rett" in one for one in said)


def test_a_few_cases_say_nothing_of_balance(bank):
    assert told(bank([{}] * 5)) == []


def test_what_is_broken_in_one_case_does_not_hide_advice_on_the_others(bank):
    broken = {"hent: Ring Anna.": "hent: Ring Anna.\n    erstatter: [telefon]"}
    assert any("23 av 23 spørsmål" in one for one in told(bank([broken, *[{}] * (MANY - 1)])))


def test_a_share_is_unlikely_on_both_sides():
    assert balance.unlikely(0, 10, Fraction(1, 2)) == balance.unlikely(10, 10, Fraction(1, 2)) == Fraction(1, 512)
    assert balance.unlikely(5, 10, Fraction(1, 2)) == 1
    assert 0 < balance.unlikely(900, 2000, Fraction(1, 2)) < Fraction(1, 100)


def test_a_rule_that_no_case_practises_is_told_with_what_it_says(course):
    assert [*rules.check(course)] == []
    asking = {case.source.file for case in course.cases if any(q.steg == "klage" for q in case.sak.stegsporsmal)}
    messages = {problem.message: problem.hint for problem in rules.check(course.without(asking))}
    assert "regelen «klage.niva» gjelder ikke i noen sak" in messages
    assert messages["regelen «klage.niva» gjelder ikke i noen sak"].startswith("lag en sak om dette: Klage på nivået")


def test_a_small_course_need_not_practise_every_rule(course):
    few = course.without({case.source.file for case in course.cases[20:]})
    assert [*rules.check(few)] == []
