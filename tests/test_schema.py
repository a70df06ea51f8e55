"""The schema that editors check cases by says what the model says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from jsonschema import Draft202012Validator

from generator import checks, course, schema
from generator.model import Sak
from generator.reader import json_schema, read
from generator.source import Source
from tests.anna import FILE, GOLDEN, changed, refilled, sound

ROOT = Path(__file__).parent.parent
COMMITTED = ROOT / "cases" / "sak.schema.json"
CASES = sorted((ROOT / "cases").glob("*/*.yaml"))
FIRST_LINE = "# yaml-language-server: $schema=../sak.schema.json"
VALIDATOR = Draft202012Validator(json.loads(COMMITTED.read_text("utf-8")))
PARTS = {"Sak": VALIDATOR.schema} | {name: part for name, part in VALIDATOR.schema["$defs"].items() if "title" in part}
FIELDS = {f"{name}.{key}": node for name, part in PARTS.items() for key, node in part["properties"].items()}

BROKEN = {
    "a misspelt key": {"historie: |": "historei: |"},
    "a misspelt key in a card": {"hent: Ring Anna.": "hnet: Ring Anna."},
    "a key of the other kind of question": {"lesninger: [arbeid_snart_ved_egen_innsats]": "folger: [R63]"},
    "a misspelt fact": {"samtale_gjennomfort: ja": "samtale_gjenomfort: ja"},
    "a misspelt value": {"henvendelse: ja": "henvendelse: jaa"},
    "a misspelt value in a list": {"henvendelse: ja": "henvendelse: [ja, jaa]"},
    "an unknown among several values": {"henvendelse: ja": "henvendelse: [ja, ukjent]"},
    "no value at all": {"henvendelse: ja": "henvendelse: []"},
    "a misspelt vurdering": {"- fakta: kortvarige_tiltak_nok": "- fakta: kortvarige_tiltak_ok"},
    "an opplysning as a vurdering": {"- fakta: kortvarige_tiltak_nok": "- fakta: samtale_gjennomfort"},
    "a misspelt step": {"    steg: innsatsgruppe": "    steg: insatsgruppe"},
    "a misspelt outcome": {"utfall: situasjonsbestemt_innsats": "utfall: situasjonsbetinget_innsats"},
    "a misspelt rule": {"folger: [R63]": "folger: [R063]"},
    "a misspelt source": {"kilde: samtale\n    dato: 3.": "kilde: samtalen\n    dato: 3."},
    "a misspelt avvik": {"bryter: [R01]": "bryter: [R01]\n        avvik: e"},
    "a misspelt strategy": {"bryter: [R01]": "bryter: [R01]\n        strategi: [M99]"},
    "a misspelt modul": {"modul: niva": "modul: nivaa"},
    "a misspelt rolle": {"rolle: mottak": "rolle: motak"},
    "an unknown type of question": {"type: handling": "type: handlin"},
    "a question without a type": {"    type: handling\n": ""},
    "no title": {"tittel: Anna og timen\n": ""},
    "a vurdering without fordi": {"    fordi: To svar på en uke.\n": ""},
    "an empty text": {"tittel: Anna og timen": "tittel: ''"},
    "nothing where text is expected": {"tittel: Anna og timen": "tittel:"},
    "a number where text is expected": {"tittel: Anna og timen": "tittel: 14"},
    "text where a number is expected": {"vanskegrad: 1": "vanskegrad: lett"},
    "a quoted number": {"vanskegrad: 1": "vanskegrad: '1'"},
    "true where a number is expected": {"vanskegrad: 1": "vanskegrad: true"},
    "a number that is too large": {"vanskegrad: 1": "vanskegrad: 4"},
    "text where a list is expected": {"ut_fra: [notat, telefon]": "ut_fra: notat"},
    "an empty list where one is needed": {"ut_fra: [notat, telefon]": "ut_fra: []"},
    "a list where text is expected": {"fordi: To svar på en uke.": "fordi: [To, svar]"},
    "text where fields are expected": {'kilde: {scenario: [S01], kapittel: ["3.3"]}': "kilde: S01"},
    "an id with a foreign letter": {"- id: notat": "- id: nøtat"},
    "a scenario without its S": {"S01": "'01'"},
    "a key that is added": {"rolle: mottak": "rolle: mottak\nfarge: rød"},
}


@pytest.mark.parametrize("changes", BROKEN.values(), ids=BROKEN)
def test_schema_and_model_agree_to_refuse(changes, regelbok):
    source = Source.parse(FILE, changed(changes))
    assert not VALIDATOR.is_valid(source.data)
    assert read(source, Sak, regelbok.words())[0] is None


def test_schema_and_model_agree_to_accept(regelbok):
    source = Source.parse(FILE, sound())
    assert list(VALIDATOR.iter_errors(source.data)) == []
    assert read(source, Sak, regelbok.words())[1] == []


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=refilled())
def test_what_the_schema_accepts_the_model_reads_and_what_holds_the_schema_accepts(data, tmp_path_factory, regelbok):
    assume(not re.search(r"\d{19}", json.dumps(data)))  # so long a number is text to us, and a number to a schema
    root = tmp_path_factory.mktemp("kurs")
    (root / FILE).parent.mkdir(parents=True)
    (root / FILE).write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    found = course.load(root, regelbok)
    text = ("kan ikke brukes", "kan kjøre kode")  # HTML, pictures and links, which a schema cannot tell
    told = [problem for problem in found.problems if not any(words in problem.message for words in text)]
    if VALIDATOR.is_valid(data):
        assert told == []
    else:
        assert checks.problems(found) != []


def test_the_committed_schema_is_the_one_the_generator_makes_now(regelbok):
    assert COMMITTED.read_text("utf-8") == schema.as_text(regelbok), (
        "python -m generator.schema > cases/sak.schema.json"
    )


def test_the_schema_is_itself_valid():
    Draft202012Validator.check_schema(VALIDATOR.schema)


def test_the_schema_has_no_marks_left_and_points_only_at_what_is_there():
    text = json.dumps(VALIDATOR.schema)
    assert "x-ord" not in text
    pointed = {part.split('"')[0] for part in text.split('"#/$defs/')[1:]}
    assert pointed == set(VALIDATOR.schema["$defs"])


def test_every_part_of_a_case_refuses_fields_it_does_not_know():
    parts = [part for part in [VALIDATOR.schema, *VALIDATOR.schema["$defs"].values()] if part["type"] == "object"]
    assert all(part["additionalProperties"] is False for part in parts)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_is_valid_by_the_schema_it_names_on_its_first_line(path):
    assert path.read_text("utf-8").splitlines()[0] == FIRST_LINE
    assert [error.message for error in VALIDATOR.iter_errors(Source.read(path).data)] == []


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.yaml")), ids=lambda path: path.stem)
def test_what_the_schema_refuses_the_author_is_told(path):
    given, expected = yaml.safe_load_all(path.read_text("utf-8"))
    source = Source.parse(FILE, given["text"] if "text" in given else changed(given.get("change", {})))
    assert expected or VALIDATOR.is_valid(source.data)


def test_an_editor_is_told_of_every_field_of_the_model_and_of_no_other():
    model = json_schema(Sak)
    parts = {"Sak": model, **model["$defs"]}
    told = {name: set(part["felt"]) for name, part in schema.felt().items()}
    assert told == {name: set(part["properties"]) for name, part in parts.items()}


@pytest.mark.parametrize("node", FIELDS.values(), ids=FIELDS)
def test_a_field_has_a_title_a_sentence_or_three_and_an_example_that_could_stand_there(node):
    assert node["title"][0].isupper()
    assert not node["title"].endswith(".")
    assert node["description"].endswith(".")
    assert len(node["description"]) < 220
    (example,) = node["examples"]
    many = {key: value for key, value in node.items() if key != "minItems"}  # ten slips would be a page of their own
    alone = Draft202012Validator({**many, "$defs": VALIDATOR.schema["$defs"]})
    assert [error.message for error in alone.iter_errors(example)] == []


@pytest.mark.parametrize("name", schema.DRAFTS)
def test_what_an_editor_begins_a_part_with_has_all_that_it_must_have(name):
    part = PARTS[name]
    (draft,) = part["defaultSnippets"]
    assert draft["label"].startswith("Sett inn ")
    assert [key for key in part["properties"] if key in part["required"]] == [*draft["body"]]
