"""No real person gets in: which numbers and names are found, in what they stand, and which are not."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.no import fodselsnummer, kontonr

from generator.checks.numre import CERTAIN, Number, numbers
from generator.checks.personvern import advise, check, steder

GAPS = st.sampled_from(["", " ", ".", "-", "\u00a0", "\u2009", "\u202f", "\n    ", "\r\n  "])
BEFORE = st.sampled_from(["", "Nummeret er ", "kr 1 500\n", "01.02.2026, ", "æøå «"])


def told(text: str) -> list[str]:
    """The places and words of what is said of a text, errors first."""
    case: Any = SimpleNamespace(source=SimpleNamespace(text=text, file="a"))
    course: Any = None
    return [
        f"{one.place.line}:{one.place.column} {one.message}" for one in (*check(course, case), *advise(course, case))
    ]


@st.composite
def persons(draw: st.DrawFn, day: int = 0, month: int = 0) -> str:
    """A number with the right check digits for somebody born in the 1860s, whom nobody ever gave one."""
    nine = f"{draw(st.integers(1, 19)) + day:02}{draw(st.integers(1, 12)) + month:02}6{draw(st.integers(0, 9))}"
    nine += f"{draw(st.integers(500, 749))}"
    one = fodselsnummer.calc_check_digit1(nine)
    two = fodselsnummer.calc_check_digit2(nine + one)
    assume(len(one) == len(two) == 1)
    return nine + one + two


@given(number=persons(), before=BEFORE, one=GAPS, two=GAPS, three=GAPS)
def test_a_fodselsnummer_is_found_however_its_digits_are_grouped(number, before, one, two, three):
    text = before + number[:2] + one + number[2:4] + two + number[4:6] + three + number[6:] + ", og hun er 40."
    assert [*numbers(text)] == [Number("fødselsnummer", len(before))]


@given(number=persons(day=40) | persons(month=40) | persons(day=80))
def test_a_d_nummer_and_the_numbers_that_hospitals_give_are_found(number):
    (found,) = numbers(f"Journalen til {number[:6]} {number[6:]}.")
    assert found.slag == ("D-nummer" if number[0] in "4567" else "hjelpenummer")


@given(number=persons(), wrong=st.integers(1, 9))
def test_a_number_with_a_wrong_check_digit_is_nobodys_and_only_looks_like_one(number, wrong):
    last = (int(number[-1]) + wrong) % 10
    (found,) = numbers(f"Nummeret er {number[:6]} {number[6:-1]}{last}.")
    assert found.slag in ("lik", "kontonummer")


@given(number=persons(month=80))
def test_a_number_made_for_tests_only_looks_like_one(number):
    (found,) = numbers(f"Nummeret er {number}.")
    assert found.slag in ("lik", "kontonummer")


@given(number=st.integers(10**9, 10**10 - 1), gap=GAPS)
def test_an_account_number_is_found_however_it_is_grouped(number, gap):
    ten = str(number)
    last = next((str(digit) for digit in range(10) if kontonr.is_valid(ten + str(digit))), None)
    assume(last is not None)
    (found,) = numbers(f"Konto {ten[:4]}{gap}{ten[4:6]}{gap}{ten[6:]}{last}.")
    assert found.slag in CERTAIN
    assert found.at == len("Konto ")


@given(number=persons())
def test_what_an_author_is_told_does_not_repeat_the_number(number):
    (said,) = told(f"fakta: # {number}")
    assert said == "1:10 her står et gyldig fødselsnummer, og det kan tilhøre noen"


@pytest.mark.parametrize(
    "text",
    [
        "Hun sto der fra 2008–2018, og igjen 2019-2023.",
        "dato: 12. mars 2026",
        "12.03.2026-15.04.2026",
        "Det kostet 12 500 000 kroner.",
        "Karakterene var 4 5 3 4 5 6 2 4 3 5 og 4.",
        "10 20 30 40 50 prosent",
        "Filen het 20260312.",
        "S64, R39 og § 14 a, fra klokka 04.12 til 08.30",
        "8 av 12 i uke 45, 46, 47 og 48",
    ],
)
def test_ordinary_numbers_are_left_alone(text):
    assert told(text) == []


@pytest.mark.parametrize(
    "number",
    ["22 33 44 55", "912 34 567", "91234567", "+47 22 33 44 55", "+4791234567", "004791234567", "0047 912 34 567"],
)
def test_a_telephone_number_is_found(number):
    (said,) = told(f"Ring {number} i dag.")
    assert said.endswith("her står det som kan være et telefonnummer")


@pytest.mark.parametrize(
    "text",
    [
        "Nav Frogner",
        "NAV OSLO",
        "Nav\n  Nore og Uvdal",
        "Nav Frogners brev",
        "Mo i Rana kommune",
        "bydel Gamle Oslo",
        "Sykehuset i Vestfold",
        "fra sykehuset Telemark",
        "på Jæren DPS",
        "«Halden fengsel»",
        "Oslo universitetssykehus",
        "St. Olavs",
    ],
)
def test_a_real_office_or_institution_is_found(text):
    (said,) = told(f"Hun har vært hos {text}.")
    assert "finnes, og noen kan bli kjent igjen" in said


@pytest.mark.parametrize(
    "text",
    [
        "Hun bor i Askim. Nav har ringt.",
        "Nav Fjellbygda og Granlia sykehus",
        "kommunen, et sykehus og en bydel",
        "Da hun kom til Nav. Moss er ikke stort.",
        "I 2019 Moss, i 2020 Halden",
        "en arbeidsplass 3 dager i uka",
        "Skriv til kontor@example.no.",
        "Fra Trondheim: sykehus og skole",
    ],
)
def test_a_town_an_invented_office_and_a_word_for_one_are_accepted(text):
    assert told(text) == []


def test_every_municipality_is_known():
    assert {"Oslo", "Indre Østfold", "Nore og Uvdal", "Nesseby", "Gamle Oslo", "Askim"} <= steder()
    assert len(steder()) > 357
