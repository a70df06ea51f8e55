"""What Saksverksted writes is what the course reads: every case through it, and any text."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from typing import Any

import pytest

from generator.course import Course, load
from generator.model import Sak
from generator.pages import files
from generator.reader import read
from generator.rules import kart, read_by
from generator.source import Source
from generator.view.sprak import tekster
from generator.view.verksted import FRISTER, verksted
from tests.conftest import PROJECT

SCRIPT = PROJECT / "tests" / "skript" / "gjennom_verkstedet.js"
HOSTILE = [
    *(
        "ja",
        "nei",
        "no",
        "yes",
        "on",
        "1",
        "007",
        "3.3",
        "1e3",
        "null",
        "~",
        "true",
        "2026-01-01",
        "12:30",
        "0x1F",
        ".inf",
    ),
    *(": ", "a: b", "a:", "a #b", "#a", "- a", "-", "---", "...", "? a", "| a", ">-", "=", "<<", ":a", "?a", "-a"),
    *(
        "&anker",
        "*a",
        "!!js/function 'x'",
        "!a",
        "%a",
        "@a",
        "`a`",
        "'",
        '"',
        "\\",
        "\\n",
        "{a}",
        "[a]",
        "a, b",
        "a: {b, c]",
    ),
    *(
        "«Æ, ø & å»",
        " a",
        "a ",
        "\ta",
        "a\nb",
        "\n",
        "a\n\nb\n",
        " a\n b",
        "a\n\n\n",
        "<img onerror=x>",
        "</script>",
        "😀",
    ),
    *("ord " * 60, "x" * 300, "ord  " * 50 + "ord", "a\u0085b", "a\u2028b", "\u00a0a", "\ufeffa", "a\rb", "a\u0007b"),
]


@pytest.fixture(scope="module")
def course() -> Course:
    return load(PROJECT)


def node(**given: Any) -> Any:
    """What the workshop's scripts make of case files, and of data."""
    command = shutil.which("node")
    assert command, "the workshop's scripts are tried by Node"
    asked = json.dumps({"filer": [], "data": [], **given})
    run = subprocess.run([command, SCRIPT], input=asked, capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.fixture(scope="module")
def through(course) -> list[tuple[str, str, Any]]:
    """Each case of the bank: the name of its file, its text, and what came of it."""
    cases = [case.source for case in course.cases]
    said = node(kart=kart.as_data(course.regelbok), ord=verksted(course, tekster()), filer=[one.text for one in cases])
    return [(one.file, one.text, out) for one, out in zip(cases, said["filer"], strict=True)]


def model(course: Course, file: str, text: str) -> tuple[Sak | None, list[str]]:
    sak, problems = read(Source.parse(file, text), Sak, course.regelbok.words())
    return sak, [str(problem) for problem in problems]


def test_every_case_that_is_opened_and_written_again_is_the_same_case(course, through):
    assert all(out["form"] for _, _, out in through)
    for file, text, out in through:
        assert model(course, file, out["tekst"]) == model(course, file, text)


def test_the_page_finds_nothing_wrong_with_a_case_that_holds(through):
    assert {file: out["mangler"] for file, _, out in through if out["mangler"]} == {}


def test_any_text_an_author_may_write_is_read_as_it_was_written():
    chance = random.Random(7)
    mixed = ["".join(chance.choices(HOSTILE, k=chance.randint(2, 4))) for _ in range(300)]
    data = [
        {
            "id": text,
            "kilde": {"kapittel": [text, "b"]},
            "historie": text,
            "opplysninger": [{"tekst": text, "hent": text, "fakta": {"a": text}}],
            "forventet": [{"steg": text, "utfall": [text]}],
            "drofting": [text],
        }
        for text in [*HOSTILE, *mixed]
    ]
    for given, text in zip(data, node(data=data)["data"], strict=True):
        source = Source.parse("sak.yaml", text)
        assert (source.data, source.problems) == (given, []), text


def test_every_fact_that_a_step_turns_on_has_a_tag_to_propose_where_the_course_knows_one(course):
    bok = course.regelbok
    assert FRISTER.keys() <= bok.fakta.keys()
    assert {avvik for avvik, _ in FRISTER.values() if avvik} <= bok.avvik.keys()
    assert {tag for _, tags in FRISTER.values() for tag in tags} <= bok.strategier.keys()
    silent = {
        "i_arbeid",
        "brukers_mal",
        "kan_tilbake_til_tidligere_arbeid",
    }  # hovedmål: read wrongly, they show no deviation
    assert {fact for step in bok.steg for fact in read_by(bok, step)} - FRISTER.keys() == silent


def test_a_step_knows_the_steps_it_hangs_on_in_the_rulebooks_order(course):
    steps = verksted(course, tekster())["steg"]
    assert steps["samtale"]["for"] == []
    assert steps["innsatsgruppe"]["for"] == [
        *("rett_til_vurdering", "takker_nei", "samtale", "behovsvurdering", "arbeidsevnevurdering")
    ]


def test_somebody_elses_licence_is_served_with_the_script(course):
    served = files(course)["assets/js-yaml.js"]
    assert served.startswith("/*! js-yaml 5.5.0")
    assert "The MIT License" in served
    assert "Permission is hereby granted" in served
