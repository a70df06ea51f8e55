"""`kurs eksporter` as people run it, and what every format promises."""

from __future__ import annotations

import hashlib
import io
import json
import os
import pty
import resource
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from lxml import etree

from generator import cli
from generator.course import Case, Course, load
from generator.exports.formater import FORMATS
from generator.exports.om import EVNER, FORMATER
from generator.exports.pakke import ALWAYS
from generator.view.sprak import tekster
from tests.conftest import PROJECT

KURS = Path(sys.executable).parent / "kurs"
NB = tekster("nb")
FOUR = {
    "ti-for-kaffen": "rett-til-vurdering",
    "tjue-pa-seks": "rett-til-vurdering",
    "rad-ni": "opplysninger-og-samtale",
    "utkastet-pa-skjermen": "vedtak",
}
"""Cases that have every kind of question between them, each with its module."""
LETTER = "cases/vedtak/bare-et-brev.yaml"
"""A case that asks for nothing but a letter, where `only_a_letter` has written it."""

Kurs = Callable[..., tuple[int, str, str]]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course of four cases, where the test now stands."""
    return make_course(tmp_path / "kurs", monkeypatch)


def make_course(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for id, modul in FOUR.items():
        (root / "cases" / modul).mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / "cases" / modul / f"{id}.yaml", root / "cases" / modul)
    shutil.copy(PROJECT / "mkdocs.yml", root)
    monkeypatch.chdir(root)
    return root


def only_a_letter(root: Path) -> None:
    case = yaml.load((root / "cases/rett-til-vurdering/tjue-pa-seks.yaml").read_text("utf-8"), yaml.CBaseLoader)
    letter = [question for question in case["sporsmal"] if question["type"] == "begrunnelse"]
    changed = {"id": Path(LETTER).stem, "modul": "vedtak", "vanskegrad": 1, "sporsmal": letter, "forventet": []}
    (root / LETTER).write_text(yaml.safe_dump(case | changed, allow_unicode=True), "utf-8")


@pytest.fixture
def kurs(capsys: pytest.CaptureFixture[str]) -> Kurs:
    """`kurs eksporter` to its end: exit code, standard output, standard error."""

    def run(*args: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            cli.kurs.run(["eksporter", *args])
        return (int(str(ended.value.code)), *capsys.readouterr())

    return run


def beside(root: Path) -> set[str]:
    """What lies in the course's folder besides the course."""
    return {path.name for path in root.iterdir()} - {"cases", "mkdocs.yml"}


# What is chosen

CHOSEN = {
    (): set(FOUR),
    ("--sak", "rad-ni"): {"rad-ni"},
    ("--sak", "rad-ni", "--sak", "tjue-pa-seks"): {"rad-ni", "tjue-pa-seks"},
    ("--modul", "rett-til-vurdering"): {"ti-for-kaffen", "tjue-pa-seks"},
    ("--modul", "rett-til-vurdering", "--modul", "vedtak"): {"ti-for-kaffen", "tjue-pa-seks", "utkastet-pa-skjermen"},
    ("--regel", "R07"): {"ti-for-kaffen"},
    ("--regel", "R07", "--regel", "R26"): {"ti-for-kaffen", "rad-ni"},
    ("--regel", "R16", "--modul", "rett-til-vurdering"): {"tjue-pa-seks"},
    ("--sak", "rad-ni", "--sak", "tjue-pa-seks", "--regel", "R16", "--modul", "opplysninger-og-samtale"): {"rad-ni"},
}


@pytest.mark.parametrize("options", CHOSEN, ids=" ".join)
def test_the_same_option_again_adds_cases_and_another_option_takes_some_away(options, root, kurs):
    code, said, told = kurs("moodle", "ut.xml", *options)
    text = (root / "ut.xml").read_text("utf-8")
    assert (code, told) == (0, "")
    assert {id for id in FOUR if id in text} == CHOSEN[options]
    count = len(CHOSEN[options])
    assert said == f"{count} {'sak' if count == 1 else 'saker'} er skrevet i ut.xml.\n"


WRONG_USE = {
    (): "si hvilket format, og hva filen skal hete: «kurs eksporter scorm12 kurs.zip»",
    ("anki",): "si hva filen skal hete: «kurs eksporter anki kurs.apkg»",
    ("scrom12", "ut.zip"): "«FORMAT» kan ikke være «scrom12»; mente du «scorm12»?",
    ("ut.xml",): f"«FORMAT» kan ikke være «ut.xml»; mulige her: {', '.join(FORMATER)}",
    ("moodle", "ut.xml", "en.xml"): "«en.xml» er for mye",
    ("moodle", "ut.xml", "--modul", "nivo"): "«--modul» kan ikke være «nivo»; mente du «niva»?",
    ("moodle", "ut.xml", "--sak", "rad-nii"): "det finnes ingen sak «rad-nii»; mente du «rad-ni»?",
    ("moodle", "ut.xml", "--sak", "rad-ni", "--sak", "x"): "det finnes ingen sak «x»; mulige her: ",
    ("moodle", "ut.xml", "--regel", "r25"): "det finnes ingen regel «r25»; mente du «R25»?",
    ("moodle", "ut.xml", "--sak", "rad-ni", "--modul", "vedtak"): "ingen sak passer med alt du har valgt; velg færre",
    ("moodle", "ut.xml", "--regel", "R72"): "ingen sak passer",
    ("moodle", "mkdocs.yml"): "«mkdocs.yml» finnes fra før; flytt den, eller velg et annet navn",
    ("moodle", "cases"): "«cases» finnes fra før; flytt den, eller velg et annet navn",
    ("moodle", "nye/"): "si hva filen skal hete: «kurs eksporter moodle nye/kurs.xml»",
    ("moodle", "ut.xml", "--format", "x"): "det finnes ikke noe valg «--format»; mulige her: --modul, --sak, --regel",
    ("moodle", "borte/ut.xml"): "«borte/ut.xml» kan ikke skrives: mappen finnes ikke",
    ("moodle", "mkdocs.yml/ut.xml"): "«mkdocs.yml/ut.xml» kan ikke skrives: det står en fil der mappen skulle vært",
    ("moodle", "a" * 300): f"«{'a' * 300}» kan ikke skrives: navnet er for langt",
}


@pytest.mark.parametrize("args", WRONG_USE, ids=lambda args: " ".join(args)[:60])
def test_what_cannot_be_done_is_told_in_norwegian_and_nothing_is_written(args, root, kurs):
    before = (root / "mkdocs.yml").read_bytes()
    code, said, told = kurs(*args)
    assert (code, said) == (2, "")
    assert told.startswith(f"kurs: {WRONG_USE[args]}")
    assert (beside(root), (root / "mkdocs.yml").read_bytes()) == (set(), before)


def test_a_folder_without_a_course_is_told(tmp_path, monkeypatch, kurs):
    monkeypatch.chdir(tmp_path)
    assert kurs("moodle", "ut.xml") == (
        2,
        "",
        "kurs: her er det ikke noe kurs (mkdocs.yml mangler); gå til mappen der kurset ligger\n",
    )


def test_a_course_that_does_not_hold_is_told_with_the_place_and_not_written(root, kurs):
    case = root / "cases" / "vedtak" / "utkastet-pa-skjermen.yaml"
    case.write_text(case.read_text("utf-8").replace("rolle:", "rola:", 1), "utf-8")
    code, said, told = kurs("moodle", "ut.xml")
    assert (code, said, beside(root)) == (1, "", set())
    assert "cases/vedtak/utkastet-pa-skjermen.yaml:" in told
    assert "mente du «rolle»?" in told


# The list of formats


def test_the_formats_are_listed_with_what_they_carry_in_a_course_and_outside(root, kurs, tmp_path, monkeypatch):
    code, said, told = kurs("--liste")
    assert (code, told) == (0, "")
    for name, om in FORMATER.items():
        of_format = said.partition(f"{name:<9}{NB['eksport']['formater'][name]['navn']} ({om.endelse})")[2]
        lines = [line.strip() for line in of_format.splitlines()[1:4]]
        for evne in EVNER:
            grade = NB["eksport"]["grader"][om.evner[evne]]
            assert [line for line in lines if line.startswith(f"{grade}: ") and NB["eksport"]["evner"][evne] in line]
    monkeypatch.chdir(tmp_path)
    assert kurs("--liste") == (0, said, "")


def test_the_formats_are_listed_in_the_language_of_the_course(root, kurs):
    (root / "mkdocs.yml").write_text((root / "mkdocs.yml").read_text("utf-8").replace("language: nb", "language: nn"))
    assert "Ikkje med: " in kurs("--liste")[1]


# What is left out, and what goes wrong on the way


def without(*evner: str) -> list[str]:
    return [name for name, om in FORMATER.items() if not all(map(om.carries, evner))]


@pytest.mark.parametrize("name", without("bunke", "begrunnelse"))
def test_a_question_that_a_format_cannot_carry_is_told_with_file_and_reason(name, root, kurs):
    code, said, told = kurs(name, f"ut{FORMATER[name].endelse}")
    assert (code, beside(root)) == (0, {f"ut{FORMATER[name].endelse}"})
    letter = next(q for q in load(root).by_id["tjue-pa-seks"].sak.sporsmal if q.type == "begrunnelse")
    start = f"cases/rett-til-vurdering/tjue-pa-seks.yaml: spørsmålet «{letter.tekst}» er ikke med: "
    found = [line for line in told.splitlines() if line.startswith(start)]
    assert len(found) == 1
    assert len(found[0]) > len(start)
    assert "er skrevet i" in said


@pytest.mark.parametrize("name", without("begrunnelse"))
def test_cases_of_which_nothing_can_be_carried_are_not_written_at_all(name, root, kurs):
    only_a_letter(root)
    code, said, told = kurs(name, "ut", "--sak", Path(LETTER).stem)
    assert (code, said, beside(root)) == (2, "", set())
    assert told.startswith(f"kurs: {name} kan ikke ta med noe av dette: ")
    code, said, told = kurs(name, f"ut{FORMATER[name].endelse}", "--sak", Path(LETTER).stem, "--sak", "rad-ni")
    assert (code, said) == (0, f"1 sak er skrevet i ut{FORMATER[name].endelse}.\n")
    assert told.startswith(f"{LETTER}: saken er ikke med: ")


def test_a_name_that_a_platform_would_not_know_is_advised_against(root, kurs):
    code, said, told = kurs("anki", "ut.zip", "--sak", "rad-ni")
    assert (code, said) == (0, "1 sak er skrevet i ut.zip.\n")
    assert told == "råd: la navnet slutte på .apkg, så plattformen kjenner filen igjen\n"
    assert kurs("anki", "UT.APKG", "--sak", "rad-ni") == (0, "1 sak er skrevet i UT.APKG.\n", "")


def test_a_disk_that_is_full_leaves_nothing_half_written(root):
    small = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))  # noqa: E731
    asked = [KURS, "eksporter", "moodle", "ut.xml"]
    ended = subprocess.run(asked, preexec_fn=small, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == "kurs: «ut.xml» kan ikke skrives: filen ble for stor\n"
    assert beside(root) == set()


def test_who_interrupts_it_finds_nothing_half_written(tmp_path):
    asked = [KURS, "eksporter", "anki", tmp_path / "kurs.apkg"]
    process = subprocess.Popen(asked, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    end = time.monotonic() + 60
    while not [*tmp_path.iterdir()] and process.poll() is None and time.monotonic() < end:
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    said, told = process.communicate(timeout=60)
    assert (process.returncode, said, told.strip()) == (130, "", "")
    assert [*tmp_path.iterdir()] == []


def test_progress_is_shown_only_where_somebody_looks(root):
    asked = [KURS, "eksporter", "moodle"]
    piped = subprocess.run([*asked, "en.xml"], capture_output=True, text=True, check=True)
    assert (piped.stdout, piped.stderr) == ("4 saker er skrevet i en.xml.\n", "")
    screen, theirs = pty.openpty()
    shown = subprocess.run([*asked, "to.xml"], stdout=subprocess.PIPE, stderr=theirs, text=True, check=True)
    os.close(theirs)
    said = os.read(screen, 10_000).decode()
    os.close(screen)
    assert shown.stdout == "4 saker er skrevet i to.xml.\n"
    assert "Skriver saker" in said
    assert "100%" in said


# What every format promises


@pytest.fixture(scope="module")
def four() -> Course:
    """The four cases of the course itself, with its lessons."""
    whole = load(PROJECT)
    return replace(whole, cases=[whole.by_id[id] for id in FOUR])


def written(course: Course, name: str) -> bytes:
    out = io.BytesIO()
    FORMATS[name].write(course, out, NB, iter)
    return out.getvalue()


ANOTHER_PROCESS = """
import json, sys
from tests.exports.test_eksporter import FORMATS, FOUR, PROJECT, hashlib, load, replace, written
whole = load(PROJECT)
four = replace(whole, cases=[whole.by_id[id] for id in FOUR])
print(json.dumps({name: hashlib.sha256(written(four, name)).hexdigest() for name in FORMATS}))
"""


@pytest.fixture(scope="module")
def elsewhere() -> dict[str, str]:
    """What another process writes, with another order of everything that has none of its own."""
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONPATH": str(PROJECT)}
    asked = [sys.executable, "-c", ANOTHER_PROCESS]
    ended = subprocess.run(asked, cwd="/", env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return dict(json.loads(ended.stdout))


def test_every_format_that_is_told_of_is_there():
    assert FORMATS.keys() == FORMATER.keys()


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_gives_the_same_bytes_in_another_process(name, four, elsewhere):
    assert hashlib.sha256(written(four, name)).hexdigest() == elsewhere[name]


@pytest.mark.parametrize("name", FORMATS)
def test_two_chosen_cases_give_a_file_of_the_kind_that_its_ending_says(name, root, kurs):
    ending = FORMATER[name].endelse
    code, said, _ = kurs(name, f"ut{ending}", "--sak", "rad-ni", "--sak", "utkastet-pa-skjermen")
    assert (code, said) == (0, f"2 saker er skrevet i ut{ending}.\n")
    data = (root / f"ut{ending}").read_bytes()
    match ending:
        case ".zip" | ".h5p" | ".apkg":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                assert archive.testzip() is None
                assert {entry.date_time for entry in archive.infolist()} == {ALWAYS}
                assert len(set(archive.namelist())) == len(archive.namelist())
        case ".xml":
            etree.fromstring(data)
        case ".pdf":
            assert data.startswith(b"%PDF-")
        case ".html":
            assert data.lower().startswith(b"<!doctype html>")
        case other:
            pytest.fail(f"what is a {other}?")


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_shows_how_far_it_has_come_by_going_through_every_case(name, four):
    seen: list[str] = []

    def gang(cases: Sequence[Case]) -> Iterator[Case]:
        for case in cases:
            seen.append(case.sak.id)
            yield case

    FORMATS[name].write(four, io.BytesIO(), NB, gang)
    assert set(seen) == set(FOUR)


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_leaves_out_just_what_it_is_said_to(name, four):
    left_out = {(one.case.sak.id, one.sporsmal) for one in FORMATS[name].utelatt(four, NB)}
    questions = [(case.sak.id, question) for case in four.cases for question in case.sak.sporsmal]
    for id, question in questions:
        is_left_out = bool({(id, question.tekst), (id, "")} & left_out)
        assert is_left_out == (question.type in EVNER and not FORMATER[name].carries(question.type)), question.id
