"""The command as people and machines run it: what it writes where, and the exit code."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import cli, course
from generator.rules.book import SHELF
from tests.anna import FILE, changed, sound

KURS = Path(sys.executable).parent / "kurs"
CASES = Path(__file__).parent.parent / "cases"
BERIT = "cases/niva/berit.yaml"

TWO_QUESTIONS = """\
id: først
fakta: {samtale_gjennomfort: nei, apenbart_standard: ja, grunnlag_selvregistrering: ja}
---
id: 2
fakta: {henvendelse: ja, ber_om_arbeidsrettet_bistand: ja, samtale_gjennomfort: skjonn}
"""


def kurs(*args: str | Path, root: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """`kurs` run in the folder `root`, to its end."""
    return subprocess.run(
        [KURS, *args], cwd=root, input=stdin, capture_output=True, encoding="utf-8", timeout=60, check=False
    )


@pytest.fixture
def kurs_here(capsys) -> Callable[..., tuple[int, str, str]]:
    """The same without a process of its own: exit code, standard output, standard error."""

    def run(*args: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            cli.kurs.run(args)
        return (ended.value.code, *capsys.readouterr())

    return run


@pytest.fixture
def root(tmp_path, monkeypatch) -> Path:
    """A course of one sound case, where the test now stands."""
    write(tmp_path, {FILE: sound()})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")


# kurs sjekk


def test_a_course_without_fault_is_told_in_one_line_and_what_is_untried_in_another(tmp_path):
    shutil.copytree(CASES, tmp_path / "cases")
    said = kurs("sjekk", root=tmp_path)
    count = len(list(CASES.glob("*/*.yaml")))
    first, untried = said.stdout.splitlines()
    assert (said.returncode, first, said.stderr) == (0, f"0 feil i {count} saker.", "")
    assert re.match(r"\d+ vurderinger er ikke prøvd i noe fagmøte\.", untried)


def test_all_that_is_wrong_with_all_files_is_told_at_once_in_each_format(root, kurs_here):
    write(root, {FILE: changed({"rolle: mottak": "rolle: motak", "hent:": "hnet:"}), BERIT: "id: 'berit\n"})
    text = kurs("sjekk", root=root)
    assert text.returncode == 1
    assert text.stdout.splitlines() == [
        f"{FILE}:5:8: «motak» kan ikke stå her",
        "    mente du «mottak»?",
        f"{FILE}:27:5: det finnes ikke noe felt «hnet» her",
        "    mente du «hent»?",
        f"{BERIT}:1:5: anførselstegnet her er ikke lukket",
        "    sett det samme tegnet der teksten slutter",
    ]
    assert text.stderr == "3 feil i 2 saker.\n"
    code, github, aside = kurs_here("sjekk", "--format", "github")
    assert (code, aside, len(github.splitlines())) == (1, "", 3)
    assert github.startswith(f"::error file={FILE},line=5,col=8::«motak» kan ikke stå her%0Amente du «mottak»?\n")
    code, as_json, aside = kurs_here("sjekk", "--format", "json")
    assert (code, aside, len(json.loads(as_json))) == (1, "", 3)
    assert json.loads(as_json)[0] == {
        "file": FILE,
        "line": 5,
        "column": 8,
        "message": "«motak» kan ikke stå her",
        "hint": "mente du «mottak»?",
        "advice": False,
        "check": "",
    }


@pytest.mark.parametrize(("form", "nothing"), [("github", ""), ("json", "[]\n")])
def test_a_format_for_machines_is_all_that_is_said(form, nothing, root, kurs_here):
    assert kurs_here("sjekk", "--format", form) == (0, nothing, "")


def test_of_single_files_only_these_are_told_even_outside_the_course(root, kurs_here):
    write(root, {BERIT: "id: 'berit\n", "utkast/carl.yaml": changed({"id: anna\n": "id: carla\n"})})
    code, said, aside = kurs_here("sjekk", FILE)
    assert (code, said.splitlines()[0], aside) == (0, "0 feil i 1 fil.", "")
    code, said, count = kurs_here("sjekk", "utkast/carl.yaml", str(root / BERIT))
    assert (code, count) == (1, "2 feil i 2 filer.\n")
    assert [line.split(": ")[0] for line in said.splitlines()[::2]] == [f"{BERIT}:1:5", "utkast/carl.yaml:2:5"]


def test_a_rulebook_that_does_not_hold_is_told_in_the_same_formats(root, kurs_here, monkeypatch, tmp_path_factory):
    rulebook = tmp_path_factory.mktemp("regler") / "ny"
    shutil.copytree(SHELF / course.IN_USE, rulebook)
    step = rulebook / "steg" / "02-takker_nei.yaml"
    step.write_text(step.read_text("utf-8").replace("regler:", "regel:", 1), "utf-8")
    write(root, {"mkdocs.yml": f"extra: {{regelbok: {rulebook}}}"})
    code, said, aside = kurs_here("sjekk", "--format", "json")
    assert (code, aside) == (1, "")
    assert {problem["message"] for problem in json.loads(said)} >= {"det finnes ikke noe felt «regel» her"}


@pytest.mark.skipif(sys.platform != "linux", reason="only here may a file's name be any bytes")
def test_a_file_whose_name_is_not_utf_8_is_told(root, kurs_here):
    name = os.fsdecode(b"cases/niva/b\xe5t.yaml")
    write(root, {name: ""})
    for args in (["sjekk"], ["sjekk", name], ["vurder", name]):
        code, *said = kurs_here(*args)
        assert (code, "cases/niva/b\ufffdt.yaml:1:1: filen er tom" in "".join(said)) == (1, True)


# kurs vurder


def test_each_document_of_each_file_is_answered_in_order(root, regelbok):
    write(root, {"to.yaml": TWO_QUESTIONS, "en.yaml": "id: sist\nfakta: {}\n"})
    said = kurs("vurder", "to.yaml", "-", "en.yaml", "--json", root=root, stdin="\ufeffid: inn\nfakta: {}\n")
    assert (said.returncode, said.stderr) == (0, "")
    answers = json.loads(said.stdout)
    assert [answer["id"] for answer in answers] == ["først", 2, "inn", "sist"]
    for answer in answers:
        assert list(answer) == ["id", "regelbok", "steg"]
        assert answer["regelbok"] == "retningslinjer-2010"
        assert set(answer["steg"]) == set(regelbok.steg)
        for step in answer["steg"].values():
            assert list(step) == ["status", "utfall", "godtas", "mangler", "regler", "begrunnelse", "vendepunkt"]
            assert step["status"] in ("avgjort", "mangler_opplysninger", "skjonn")
            assert step["utfall"] == sorted(step["utfall"])
            assert step["godtas"] == sorted(step["godtas"])
            for reason in step["begrunnelse"]:
                assert list(reason) == ["regel", "bygger_pa", "utslag", "fakta"]
            for ways in step["vendepunkt"].values():
                assert all(list(change) == ["fakta", "fra", "til"] for changes in ways for change in changes)
    samtale = answers[0]["steg"]["samtale"]
    assert (samtale["status"], samtale["utfall"], samtale["godtas"]) == (
        "mangler_opplysninger",
        ["ikke_nodvendig", "samtale_forst"],
        ["samtale_forst"],
    )
    assert samtale["mangler"] == ["selvregistrert", "onsker_timeavtale"]


def test_without_json_the_same_is_said_in_words(root):
    said = kurs("vurder", "-", root=root, stdin=TWO_QUESTIONS)
    assert said.returncode == 0
    assert "først (etter Retningslinjer for oppfølgingsvedtak (2010))" in said.stdout
    assert "  Samtale: Samtalen er gjennomført eller Samtale først (flere svar kan forsvares)" in said.stdout


def test_on_any_error_nothing_is_answered_and_every_error_is_told(root):
    wrong = "id: a\nfakta: {samtale_gjenomfort: ja}\n---\nid: b\nfakta: {henvendelse: jo, alder: 40}\n---\nfakta: {}\n"
    impossible = "id: c\nfakta: {arbeidsevne_nedsatt: nei, varig_nedsatt: ja}\n"
    write(root, {"gal.yaml": wrong, "umulig.yaml": impossible})
    said = kurs("vurder", "gal.yaml", "borte.yaml", "umulig.yaml", "-", "--json", root=root, stdin=TWO_QUESTIONS)
    assert (said.returncode, said.stdout) == (1, "")
    lines = said.stderr.splitlines()
    assert lines[:2] == [
        "gal.yaml:2:9: det finnes ikke noe faktum «samtale_gjenomfort»",
        "    mente du «samtale_gjennomfort»?",
    ]
    assert [line for line in lines if not line.startswith("    ")][1:] == [
        "gal.yaml:5:22: «henvendelse» kan ikke være «jo»",
        "gal.yaml:5:26: det finnes ikke noe faktum «alder»",
        "gal.yaml:7:1: «id» mangler",
        "borte.yaml:1:1: filen kan ikke leses: den finnes ikke",
        "umulig.yaml:2:8: opplysningene kan ikke stemme samtidig",
    ]


# Help and wrong use


def test_help_is_in_norwegian(root):
    said = kurs("--help", root=root)
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.startswith("Bruk: kurs [VALG] KOMMANDO")
    assert not re.search(r"Usage|Options|Commands|Show this|COMMAND", said.stdout)
    assert "Vis denne hjelpen." in said.stdout


WRONG_USE = {
    ("sjek",): "det finnes ingen kommando «sjek»; mente du «sjekk»?",
    ("sjekk", "--formt", "json"): "det finnes ikke noe valg «--formt»; mente du «--format»?",
    ("sjekk", "--format", "xml"): "«--format» kan ikke være «xml»; mulige her: tekst, github, json",
    ("sjekk", "--format"): "«--format» må ha en verdi",
    ("sjekk", "borte.yaml"): "«borte.yaml» finnes ikke",
    ("vurder",): "«FIL...» mangler",
    ("vurder", "--json=ja", "-"): "«--json» kan ikke ha noen verdi",
    ("bygg", "alt"): "«alt» er for mye",
    ("vis", "--port", "åtti"): "«--port» må være et helt tall fra 1 til 65535",
    ("sider", FILE): f"«{FILE}» er en fil, og her skal det stå en mappe",
}


@pytest.mark.parametrize("args", WRONG_USE, ids=" ".join)
def test_wrong_use_is_told_in_norwegian_with_exit_code_2(args, root, kurs_here):
    code, said, told = kurs_here(*args)
    assert (code, said, told.splitlines()[0]) == (2, "", f"kurs: {WRONG_USE[args]}")


def test_wrong_use_shows_the_way_to_the_help(root):
    said = kurs("sjekk", "--formt", root=root)
    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr.splitlines()[1] == "    se «kurs sjekk --help»"


def test_without_a_command_the_help_is_shown_and_that_is_wrong_use(root, kurs_here):
    code, said, _ = kurs_here()
    assert code == 2
    assert said.startswith("Bruk: kurs")


def test_a_folder_that_is_no_course_is_told(tmp_path, monkeypatch, kurs_here):
    monkeypatch.chdir(tmp_path)
    code, said, _ = kurs_here("sjekk")
    assert code == 1
    assert said.startswith("cases:1:1: her er det ingen saker\n")
