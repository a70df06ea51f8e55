"""What authors are told, one golden file a situation; its name is the sentence.

A file says how the sound case is changed (`change`: what stood there -> what stands there now), or gives the
whole `text`, or says what lies beside it (`beside`: file -> text, or changes). Then comes what is told.
"""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import checks, course, vurder
from generator.reader import OTHERWISE
from generator.source import MAX_TOLD
from tests.anna import FILE, GOLDEN, VALUES, changed, refilled, rewritten, sound

SEE_NAME = "sjekk navn og rettigheter"


def told(root: Path, regelbok, files: dict[str, str | bytes]) -> list[str]:
    """What the author of these files is told."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    whole = course.load(root, regelbok)
    return [str(problem) for problem in sorted([*checks.problems(whole), *checks.advice(whole)])]


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.yaml")), ids=lambda path: path.stem)
def test_an_author_is_told(path, tmp_path, regelbok):
    given, expected = yaml.safe_load_all(path.read_text("utf-8"))
    texts = given.get("beside", {}).items()
    beside = {name: changed(text) if isinstance(text, dict) else text for name, text in texts}
    anna = given["text"] if "text" in given else changed(given.get("change", {}))
    assert told(tmp_path, regelbok, {given.get("file", FILE): anna, **beside}) == expected


def test_a_case_in_latin_1_is_told_at_its_first_foreign_letter(tmp_path, regelbok):
    assert told(tmp_path, regelbok, {FILE: sound().encode("latin-1")}) == [
        f"{FILE}:9:62: filen er ikke lagret som UTF-8\n    lagre den på nytt med tegnkodingen UTF-8"
    ]


def test_a_column_counts_letters_and_not_bytes(tmp_path, regelbok):
    raw = "id: anna\ntittel: på stedet å".encode() + b"\xf8"
    assert told(tmp_path, regelbok, {FILE: raw})[0].startswith(f"{FILE}:2:20: ")


def test_a_case_in_utf_16_is_told(tmp_path, regelbok):
    assert told(tmp_path, regelbok, {FILE: sound().encode("utf-16")})[0].startswith(f"{FILE}:1:1: filen er ikke lagret")


def test_a_byte_order_mark_is_accepted(tmp_path, regelbok):
    assert told(tmp_path, regelbok, {FILE: sound().encode("utf-8-sig")}) == []


def test_a_place_after_a_byte_order_mark_is_the_one_the_author_sees(tmp_path, regelbok):
    assert told(tmp_path, regelbok, {FILE: b"\xef\xbb\xbf" + b"id: 'anna\n"})[0].startswith(f"{FILE}:1:5: ")


def test_carriage_returns_are_accepted(tmp_path, regelbok):
    assert told(tmp_path, regelbok, {FILE: sound().replace("\n", "\r\n")}) == []


@pytest.mark.parametrize(
    ("sign", "change"),
    [
        ("U+2028", {"er oppdiktet. Hun": "er oppdiktet.\u2028Hun"}),
        ("U+0085", {"er oppdiktet. Hun": "er oppdiktet.\x85Hun"}),
        ("U+FEFF", {"- id: telefon": "- id: telefon\ufeff"}),
        ("U+00A0", {"    hent: Ring": "   \xa0hent: Ring"}),
    ],
)
def test_a_sign_that_cannot_be_seen_is_told_where_it_stands(sign, change, tmp_path, regelbok):
    ((before, after),) = change.items()
    start = sound()[: sound().index(before)] + after
    line, column = start.count("\n") + 1, max(start.rfind(ch) for ch in "\u2028\x85\ufeff\xa0") - start.rfind("\n")
    (said,) = told(tmp_path, regelbok, {FILE: changed(change)})
    assert said.startswith(f"{FILE}:{line}:{column}: her står et tegn som ikke kan brukes ({sign})")


def test_a_hard_space_in_a_sentence_is_accepted(tmp_path, regelbok):
    assert told(tmp_path, regelbok, {FILE: changed({"Ring Anna.": "Les § 14\xa0a."})}) == []


def test_a_file_of_fifty_megabytes_is_told_at_once(tmp_path, regelbok):
    file = tmp_path / FILE
    file.parent.mkdir(parents=True)
    with file.open("wb") as opened:
        opened.truncate(50_000_000)
    assert told(tmp_path, regelbok, {}) == [f"{FILE}:1:1: filen er større enn 1 MB\n    del den opp"]


@pytest.mark.parametrize("text", ["[" * 500_000, "- " * 400_000, "{a: " * 200_000, "? " * 400_000])
def test_a_megabyte_of_nothing_but_levels_is_told_at_once(text, tmp_path, regelbok):
    (said,) = told(tmp_path, regelbok, {FILE: text})
    assert "her er det mer enn 20 nivåer inni hverandre" in said


def test_where_nearly_everything_is_wrong_the_author_is_told_enough(tmp_path, regelbok):
    said = told(tmp_path, regelbok, {FILE: "".join(f"felt{number}: 1\n" for number in range(20_000))})
    assert len(said) == MAX_TOLD + 1
    assert any("det er flere feil i filen" in one for one in said)


def test_a_folder_that_is_called_as_a_case_is_told(tmp_path, regelbok):
    (tmp_path / FILE).mkdir(parents=True)
    assert told(tmp_path, regelbok, {}) == [f"{FILE}:1:1: filen kan ikke leses: det er en mappe\n    " + SEE_NAME]


def test_a_link_to_nowhere_is_told(tmp_path, regelbok):
    (tmp_path / FILE).parent.mkdir(parents=True)
    (tmp_path / FILE).symlink_to("berit.yaml")
    assert told(tmp_path, regelbok, {}) == [f"{FILE}:1:1: filen kan ikke leses: den finnes ikke\n    " + SEE_NAME]


def test_a_folder_without_cases_is_told(tmp_path, regelbok):
    assert told(tmp_path, regelbok, {}) == ["cases:1:1: her er det ingen saker\n    gå til mappen der kurset ligger"]


def test_the_name_of_every_situation_is_a_sentence():
    assert [
        path.name for path in GOLDEN.glob("*.yaml") if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+){2,}", path.stem)
    ] == []


ANY_TEXT = st.text() | rewritten() | (refilled() | VALUES).map(partial(json.dumps, ensure_ascii=False))


@settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(raw=st.binary() | ANY_TEXT.map(str.encode))
def test_no_file_gives_a_traceback_and_every_problem_is_one_line_with_a_place_in_it(raw, tmp_path, regelbok):
    (tmp_path / FILE).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / FILE).write_bytes(raw)
    lines = re.split("\r\n|[\r\n]", raw.decode("utf-8-sig", errors="replace"))
    for problem in checks.problems(course.load(tmp_path, regelbok)):
        assert problem.place.file == FILE
        assert 1 <= problem.place.line <= len(lines) + 1
        assert 1 <= problem.place.column <= max(map(len, lines)) + 1
        for said in (problem.message, problem.hint):
            assert said
            assert len(said.splitlines()) == 1
            assert len(said) < 300
        assert problem.message != OTHERWISE[0]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_question_to_the_rules_gives_a_traceback(data, regelbok):
    values = st.sampled_from(["ja", "nei", "ukjent", "skjonn", ["ja", "nei"], "aap", 1])
    facts = st.dictionaries(st.sampled_from(list(regelbok.fakta)), values, max_size=8)
    question = st.fixed_dictionaries({"id": VALUES, "fakta": facts}) | VALUES
    text = data.draw(st.text() | st.lists(question.map(json.dumps), max_size=3).map("\n---\n".join))
    answers, problems = vurder.answer(regelbok, "-", text)
    assert answers or problems
    json.dumps([vurder.as_data(regelbok, answer) for answer in answers])
