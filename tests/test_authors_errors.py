"""What authors are told, one golden file a situation; its name is the sentence.

A file says how the sound case is changed (`change`: what stood there -> what stands there now), or gives the
whole `text`, or says what lies beside it (`beside`: file -> text, or changes). Then comes what is told.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import checks, course, vurder
from generator.reader import OTHERWISE
from generator.source import MAX_TOLD

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.yaml"))
ANNA = "cases/niva/anna.yaml"
SEE_NAME = "sjekk navn og rettigheter"


def sound() -> str:
    file = Path(__file__).parent / "golden" / "a-sound-case-has-no-problems.yaml"
    return next(yaml.safe_load_all(file.read_text("utf-8")))["text"]


def changed(changes: dict[str, str]) -> str:
    text = sound()
    for before, after in changes.items():
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text


def told(root: Path, regelbok, files: dict[str, str | bytes]) -> list[str]:
    """What the author of these files is told."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [str(problem) for problem in checks.problems(course.load(root, regelbok))]


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_an_author_is_told(path, tmp_path, regelbok):
    given, expected = yaml.safe_load_all(path.read_text("utf-8"))
    beside = {name: text if isinstance(text, str) else changed(text) for name, text in given.get("beside", {}).items()}
    anna = given["text"] if "text" in given else changed(given.get("change", {}))
    assert told(tmp_path, regelbok, {ANNA: anna, **beside}) == expected


def test_a_case_in_latin_1_is_told_at_its_first_foreign_letter(tmp_path, regelbok):
    assert told(tmp_path, regelbok, {ANNA: sound().encode("latin-1")}) == [
        f"{ANNA}:9:62: filen er ikke lagret som UTF-8\n    lagre den på nytt med tegnkodingen UTF-8"
    ]


def test_a_column_counts_letters_and_not_bytes(tmp_path, regelbok):
    raw = "id: anna\ntittel: på stedet å".encode() + b"\xf8"
    assert told(tmp_path, regelbok, {ANNA: raw})[0].startswith(f"{ANNA}:2:20: ")


def test_a_case_in_utf_16_is_told(tmp_path, regelbok):
    assert told(tmp_path, regelbok, {ANNA: sound().encode("utf-16")})[0].startswith(f"{ANNA}:1:1: filen er ikke lagret")


def test_a_byte_order_mark_is_accepted(tmp_path, regelbok):
    assert told(tmp_path, regelbok, {ANNA: sound().encode("utf-8-sig")}) == []


def test_a_place_after_a_byte_order_mark_is_the_one_the_author_sees(tmp_path, regelbok):
    assert told(tmp_path, regelbok, {ANNA: b"\xef\xbb\xbf" + b"id: 'anna\n"})[0].startswith(f"{ANNA}:1:5: ")


def test_carriage_returns_are_accepted(tmp_path, regelbok):
    assert told(tmp_path, regelbok, {ANNA: sound().replace("\n", "\r\n")}) == []


def test_a_file_of_fifty_megabytes_is_told_at_once(tmp_path, regelbok):
    file = tmp_path / ANNA
    file.parent.mkdir(parents=True)
    with file.open("wb") as opened:
        opened.truncate(50_000_000)
    assert told(tmp_path, regelbok, {}) == [f"{ANNA}:1:1: filen er større enn 1 MB\n    del den opp"]


@pytest.mark.parametrize("text", ["[" * 500_000, "- " * 400_000, "{a: " * 200_000, "? " * 400_000])
def test_a_megabyte_of_nothing_but_levels_is_told_at_once(text, tmp_path, regelbok):
    (said,) = told(tmp_path, regelbok, {ANNA: text})
    assert "her er det mer enn 20 nivåer inni hverandre" in said


def test_where_nearly_everything_is_wrong_the_author_is_told_enough(tmp_path, regelbok):
    said = told(tmp_path, regelbok, {ANNA: "".join(f"felt{number}: 1\n" for number in range(20_000))})
    assert len(said) == MAX_TOLD + 1
    assert any("det er flere feil i filen" in one for one in said)


def test_a_folder_that_is_called_as_a_case_is_told(tmp_path, regelbok):
    (tmp_path / ANNA).mkdir(parents=True)
    assert told(tmp_path, regelbok, {}) == [f"{ANNA}:1:1: filen kan ikke leses: det er en mappe\n    " + SEE_NAME]


def test_a_link_to_nowhere_is_told(tmp_path, regelbok):
    (tmp_path / ANNA).parent.mkdir(parents=True)
    (tmp_path / ANNA).symlink_to("berit.yaml")
    assert told(tmp_path, regelbok, {}) == [f"{ANNA}:1:1: filen kan ikke leses: den finnes ikke\n    " + SEE_NAME]


def test_a_folder_without_cases_is_told(tmp_path, regelbok):
    assert told(tmp_path, regelbok, {}) == ["cases:1:1: her er det ingen saker\n    gå til mappen der kurset ligger"]


def test_every_situation_has_one_sentence_and_no_two_the_same():
    assert [path.name for path in GOLDEN if re.search(r"[^a-z0-9-]", path.stem)] == []


NAMES = "id tittel kilde fakta historie opplysninger vurderinger sporsmal valg type steg hentet str @key [key] @steg"
OTHERS = (
    "handling utfall ja nei ukjent skjonn notat anna standardinnsats R63 S01 henvendelse 1 -1 true ~ <b> javascript:"
)
SIGNS = " ![ & * ! | > ' \" - ? : [ ] { } , # % @ ` é \t \n \u2028 \ufeff"
WORDS = st.sampled_from(re.split(" ", f"{NAMES} {OTHERS} {SIGNS}"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | WORDS,
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(WORDS, inside, max_size=4),
    max_leaves=12,
)


@st.composite
def spoilt(draw: st.DrawFn) -> str:
    """The sound case with some of its lines and words changed."""
    lines = sound().splitlines()
    for _ in range(draw(st.integers(1, 4))):
        number = draw(st.integers(0, len(lines) - 1))
        words = lines[number].split(" ")
        words[draw(st.integers(0, len(words) - 1))] = draw(WORDS | VALUES.map(json.dumps))
        other = [lines[draw(st.integers(0, len(lines) - 1))]]
        lines[number : number + 1] = draw(st.sampled_from([[], [" ".join(words)], [lines[number]] * 2, other]))
    return "\n".join(lines)


@st.composite
def filled(draw: st.DrawFn) -> str:
    """The sound case with one of its values, at any depth, exchanged for another."""
    whole = here = yaml.safe_load(sound())
    while isinstance(here, dict | list) and here:
        key = draw(st.sampled_from(list(here) if isinstance(here, dict) else range(len(here))))
        if not isinstance(here[key], dict | list) or draw(st.booleans()):
            here[key] = draw(VALUES)
            break
        here = here[key]
    return json.dumps(whole, ensure_ascii=False)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary() | st.text().map(str.encode) | (spoilt() | filled() | VALUES.map(json.dumps)).map(str.encode))
def test_no_file_gives_a_traceback_and_every_problem_is_one_line_with_a_place_in_it(raw, tmp_path, regelbok):
    (tmp_path / ANNA).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / ANNA).write_bytes(raw)
    lines = re.split("\r\n|[\n\r\x85\u2028\u2029]", raw.decode("utf-8-sig", errors="replace"))
    for problem in checks.problems(course.load(tmp_path, regelbok)):
        assert problem.place.file == ANNA
        assert 1 <= problem.place.line <= len(lines) + 1
        assert 1 <= problem.place.column <= max(map(len, lines)) + 1
        for said in (problem.message, problem.hint):
            assert said
            assert len(said.splitlines()) == 1
            assert len(said) < 300
        assert problem.message != OTHERWISE[0]


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_question_to_the_rules_gives_a_traceback(data, regelbok):
    values = st.sampled_from(["ja", "nei", "ukjent", "skjonn", ["ja", "nei"], "aap", 1])
    facts = st.dictionaries(st.sampled_from(list(regelbok.fakta)), values, max_size=8)
    question = st.fixed_dictionaries({"id": VALUES, "fakta": facts}) | VALUES
    text = data.draw(st.text() | st.lists(question.map(json.dumps), max_size=3).map("\n---\n".join))
    answers, problems = vurder.answer(regelbok, "-", text)
    assert answers or problems
    json.dumps([vurder.as_data(regelbok, answer) for answer in answers])
