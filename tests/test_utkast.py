"""What an author gets from `kurs ny`, `kurs tvilling` and `kurs vis SAK`: a start, and what remains of the work."""

from __future__ import annotations

import contextlib
import os
import random
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generator import checks, cli, course
from generator.checks import unfinished
from generator.course import Case, Course
from generator.desk import Desk
from generator.model import SKJONN, Regelbok, Sak
from generator.model.scenario import Scenario
from generator.reader import read
from generator.rules import assess
from generator.source import Problem, Source
from generator.utkast import Avslag, Utkast
from generator.utkast.kopi import copied
from generator.utkast.ny import Svar, new_case
from generator.utkast.peker import pointing
from generator.utkast.rediger import Redigering
from generator.utkast.scenarier import FILE, scenarier
from generator.utkast.skriv import written
from generator.utkast.tvilling import Par, paired, parsed, twin
from generator.utkast.vei import reachable
from tests.anna import sound
from tests.conftest import PROJECT

TWINS_TRIED = 25
RAD_NI = "cases/opplysninger-og-samtale/rad-ni.yaml"
BROYTEBIL = "cases/opplysninger-og-samtale/kragebeinet-og-broytebilen.yaml"


KURS = Path(sys.executable).parent / "kurs"


@pytest.fixture
def kurs_here(capsys) -> Callable[..., tuple[int, str, str]]:
    """The command without a process of its own: exit code, standard output, standard error."""

    def run(*args: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            cli.kurs.run(args)
        return (ended.value.code, *capsys.readouterr())

    return run


@pytest.fixture
def root(tmp_path, monkeypatch) -> Path:
    """A course of a few of the bank's cases, where the test now stands."""
    (tmp_path / "mkdocs.yml").write_text("site_name: Prøve\n", "utf-8")
    for file in (RAD_NI, BROYTEBIL, BROYTEBIL.replace("broytebilen", "krysset")):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / file, tmp_path / file)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def bank() -> Course:
    return course.load(PROJECT)


def as_case(regelbok: Regelbok, file: str, text: str) -> Case:
    """The case in `text`, which must have no fault of form."""
    source = Source.parse(file, text)
    sak, problems = read(source, Sak, regelbok.words())
    assert problems == []
    return Case(sak, source, Desk(regelbok, sak))


def wrong_but_unwritten(whole: Course, *cases: Case) -> list[Problem]:
    """What is wrong with the cases in the course, besides that something is still to be written."""
    others = [one for one in whole.cases if one.source.file not in {case.source.file for case in cases}]
    sources = {**whole.sources, **{case.source.file: case.source for case in cases}}
    among = replace(whole, cases=[*others, *cases], sources=sources)
    alone = replace(among, cases=[*cases], utenfor=[], lesestoff=[], problems=[])
    return [problem for problem in checks.problems(alone, among) if not unfinished.is_told(problem)]


def holds(whole: Course, draft: Utkast) -> str:
    """The draft's text, when it reads, and nothing is wrong but what is to be written."""
    text = written(draft)
    case = as_case(whole.regelbok, f"cases/{draft.sak['modul']}/{draft.sak['id']}.yaml", text)
    assert wrong_but_unwritten(whole, case) == []
    assert len([*unfinished.check(whole, case)]) == text.count("SKRIV:") > 5
    return text


# The scenario seeds


def test_there_are_sixty_eight_seeds_and_they_use_the_words_of_the_rulebook(regelbok):
    found, problems = read(Source.read(FILE), dict[str, Scenario], regelbok.words())
    assert problems == []
    assert list(found) == [f"S{number:02}" for number in range(1, 69)]


def test_every_seed_that_a_case_names_is_there(bank):
    assert {seed for case in bank.cases for seed in case.sak.kilde.scenario} <= scenarier().keys()


@pytest.mark.parametrize("seed", [key for key, one in scenarier().items() if one.steg])
def test_the_rules_say_what_a_seed_expects(seed, regelbok):
    one = scenarier()[seed]
    said = assess(regelbok, one.fakta).steg[one.steg].verdict
    assert set(said.utfall) == set(one.venter)
    statuses = {"klar": ["avgjort"], "gra": ["avgjort", "skjonn"], "mer": ["mangler_opplysninger", "avgjort"]}
    assert said.status in statuses[one.klarhet]


@pytest.mark.parametrize("seed", scenarier())
def test_what_tempts_in_a_seed_is_an_outcome_of_its_step_or_breaks_a_rule(seed, regelbok):
    one = scenarier()[seed]
    known_outcomes = regelbok.steg[one.steg].utfall if one.steg else ()
    for tempts in one.frister:
        assert bool(tempts.utfall) != bool(tempts.tekst)
        assert tempts.utfall in known_outcomes if tempts.utfall else tempts.bryter
    assert bool(one.gjor) == any(tempts.tekst for tempts in one.frister)
    assert one.steg or one.gjor


# kurs ny


@pytest.mark.parametrize("seed", scenarier())
def test_a_draft_from_any_seed_reads_and_lacks_only_what_is_to_be_written(seed, bank):
    one = scenarier()[seed]
    said = Svar("en-ny-sak", one.tittel, one.modul, "mottak", 1, one.steg, one.venter[0] if one.steg else None)
    text = holds(bank, new_case(bank.regelbok, said, seed))
    assert one.situasjon.split(".")[0][:40] in text


def test_a_draft_to_any_outcome_of_any_step_reads_and_comes_to_it(bank):
    for steg, spec in bank.regelbok.steg.items():
        assert [*reachable(bank.regelbok, steg, {})] == [*spec.utfall]
        for utfall in spec.utfall:
            draft = new_case(bank.regelbok, Svar("en-ny-sak", "Ny", "niva", "mottak", 1, steg, utfall), None)
            assert utfall in draft.sak["forventet"][0]["utfall"]
            holds(bank, draft)


def test_a_copy_of_any_case_keeps_its_bones_and_none_of_its_prose(bank):
    for case in bank.cases[::4]:
        case_text = holds(bank, copied(case, "en-kopi", "Kopi", {}))
        again = as_case(bank.regelbok, f"cases/{case.sak.modul}/en-kopi.yaml", case_text).sak
        assert [(card.id, card.fakta) for card in again.opplysninger] == [
            (card.id, card.fakta) for card in case.sak.opplysninger
        ]
        assert (again.forventet, again.tvillinger) == (case.sak.forventet, ())
        assert case.sak.historie[:200] not in case_text


def test_the_command_writes_a_draft_and_sjekk_tells_each_place_that_remains(root, kurs_here):
    code, said, aside = kurs_here("ny", "--fra", "s12", "--id", "sein-var", "--rolle", "sosialveileder")
    path = "cases/rett-til-vurdering/sein-var.yaml"
    assert (code, aside) == (0, "")
    count = (root / path).read_text("utf-8").count("SKRIV:")
    assert said.splitlines()[0] == f"{path} er skrevet. {count} steder gjenstår, merket med «SKRIV»."
    code, told, summary = kurs_here("sjekk", path)
    assert (code, summary) == (1, f"{count} feil i 1 fil.\n")
    assert told.splitlines()[0] == f"{path}:11:3: her står det fortsatt «SKRIV»"
    assert {line.split(": ", 1)[1] for line in told.splitlines()[::2]} == {"her står det fortsatt «SKRIV»"}


def test_a_draft_can_be_begun_from_options_alone_and_from_another_case(root, kurs_here):
    args = ["--tittel", "Grua stod «stille»", "--steg", "innsatsgruppe", "--utfall", "situasjonsbestemt_innsats"]
    assert kurs_here("ny", *args)[0] == 0
    made = (root / "cases/niva/grua-stod-stille.yaml").read_text("utf-8")
    assert "utfall: [situasjonsbestemt_innsats]}" in made
    assert kurs_here("ny", "--fra", "rad-ni", "--tittel", "Rad ti", "--vanskegrad", "3")[0] == 0
    copy = (root / "cases/opplysninger-og-samtale/rad-ti.yaml").read_text("utf-8")
    assert "vanskegrad: 3\n" in copy
    assert "# I «rad-ni»: Regnearket kommer fra sosialtjenesten i Rakkestad.\nhistorie: |\n  SKRIV:" in copy


REFUSED = {
    ("ny",): "«--tittel» mangler; uten terminal kan jeg ikke spørre",
    ("ny", "--tittel", "Ny"): "«--steg» mangler; uten terminal kan jeg ikke spørre",
    ("ny", "--fra", "S99"): "det finnes ikke noe frø og ingen sak «S99»; mente du «S59»?",
    ("ny", "--fra", "rad-no"): "det finnes ikke noe frø og ingen sak «rad-no»; mente du «rad-ni»?",
    ("ny", "--fra", "S12", "--id", "rad-ni"): "«--id»: det finnes alt en sak «rad-ni»; velg en annen id",
    ("ny", "--fra", "S12", "--id", "Æ"): "«--id»: «Æ» har feil form; bruk små bokstaver a–z, tall og bindestrek",
    ("ny", "--fra", "S12", "--modul", "nivaa"): "«--modul»: «nivaa» kan ikke velges; mente du «niva»?",
    ("ny", "--fra", "S12", "--utfall", "ikke_rett"): "«--utfall»: «ikke_rett» kan ikke velges; mulige her: har_rett",
    ("ny", "--fra", "rad-ni", "--steg", "klage"): "«--steg» og «--utfall» følger av saken når du kopierer en",
    ("tvilling", "rad-no", "i_arbeid=ja"): "det finnes ingen sak «rad-no»; mente du «rad-ni»?",
    ("tvilling", "rad-ni", "i_arbeid"): "«i_arbeid» har ikke noe likhetstegn; skriv det som «onsker_timeavtale=ja»",
    ("tvilling", "rad-ni", "i_arbeide=ja"): "det finnes ikke noe faktum «i_arbeide»; mente du «i_arbeid»?",
    ("tvilling", "rad-ni", "i_arbeid=jaa"): "«i_arbeid» kan ikke være «jaa»; mente du «ja»?",
    ("tvilling", "rad-ni", "i_arbeid=nei"): "«i_arbeid» er alt «nei» i «rad-ni»; velg en annen verdi",
    ("tvilling", "rad-ni", "onsker_timeavtale=ja"): "«rad-ni» sier ikke noe om «onsker_timeavtale»; mulige her: ",
    ("tvilling", "rad-ni", "apenbart_standard=ukjent"): (
        "«apenbart_standard» er en vurdering, og blir ukjent av at kortene under «ut_fra» ikke er hentet;"
        " mulige her: ja, nei, skjonn"
    ),
    ("tvilling", "kragebeinet-og-krysset", "behov_for_bredere_vurdering=ja"): (
        "«behov_for_bredere_vurdering» kan ikke være «ja» her:"
        " Trengs det en bredere vurdering, er standardinnsats ikke åpenbart."
    ),
    ("tvilling", "rad-ni", "i_arbeid=ja", "--id", "rad-ni"): "det finnes alt en sak «rad-ni»; velg en annen id",
    ("vis", "rad-no"): "det finnes ingen sak «rad-no»; mente du «rad-ni»?",
}


@pytest.mark.parametrize("args", REFUSED, ids=" ".join)
def test_what_cannot_be_done_is_told_with_exit_code_2_and_nothing_is_written(args, root, kurs_here):
    before = {path: path.read_bytes() for path in root.rglob("*.yaml")}
    code, said, told = kurs_here(*args)
    assert (code, said) == (2, "")
    assert told.startswith(f"kurs: {REFUSED[args]}")
    assert {path: path.read_bytes() for path in root.rglob("*.yaml")} == before


class Terminal:
    """`kurs` on a terminal of its own: what it shows, and what a person types."""

    def __init__(self, root: Path, *args: str) -> None:
        self.screen, inside = os.openpty()
        self.shown = ""
        terminal = {"stdin": inside, "stdout": inside, "stderr": inside}
        before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a test run out of sight may ignore it
        self.process = subprocess.Popen([KURS, *args], cwd=root, **terminal)
        signal.signal(signal.SIGINT, before)
        os.close(inside)

    def wait_for(self, text: str) -> None:
        end = time.monotonic() + 20
        while text not in self.shown.rsplit("\x00", 1)[-1] and time.monotonic() < end:
            if select.select([self.screen], [], [], 0.2)[0]:
                try:
                    self.shown += os.read(self.screen, 4096).decode(errors="replace")
                except OSError:  # the other end is closed
                    break
        assert text in self.shown.rsplit("\x00", 1)[-1], self.shown

    def answer(self, asked: str, answer: str) -> None:
        self.wait_for(asked)
        self.shown += "\x00"
        os.write(self.screen, f"{answer}\n".encode())

    def broken_off(self) -> int:
        """Ctrl+C, again where it came while nobody listened."""
        while self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(5)
        return self.ended()

    def ended(self) -> int:
        try:
            return self.process.wait(20)
        finally:
            os.close(self.screen)


@pytest.mark.skipif(sys.platform == "win32", reason="no terminal to give it")
def test_on_a_terminal_a_bad_answer_is_told_and_asked_for_again(root):
    terminal = Terminal(root, "ny")
    terminal.answer("Hva heter saken?", "Rad ni")
    terminal.answer("Hva skal filen hete? [rad-ni]", "")
    terminal.wait_for("det finnes alt en sak «rad-ni»")
    terminal.answer("Hva skal filen hete? [rad-ni]", "rad-elleve")
    terminal.wait_for("  3  Samtale")
    terminal.answer("Nummer:", "samtal")
    terminal.wait_for("«samtal» kan ikke velges; mente du «samtale»?")
    terminal.answer("Nummer:", "3")
    terminal.answer("Nummer [1]:", "3")
    for _ in ("modul", "rolle", "vanskegrad"):
        terminal.answer("Nummer [", "")
    terminal.wait_for("er skrevet")
    assert terminal.ended() == 0
    made = (root / "cases/opplysninger-og-samtale/rad-elleve.yaml").read_text("utf-8")
    assert "forventet:\n  - {steg: samtale, utfall: [ikke_nodvendig]}" in made


@pytest.mark.skipif(sys.platform == "win32", reason="no terminal to give it")
def test_who_breaks_off_leaves_nothing_half_written(root):
    before = [*root.rglob("*")]
    terminal = Terminal(root, "ny", "--fra", "S12")
    terminal.answer("Hva heter saken?", "Ny")
    terminal.wait_for("Hva skal filen hete?")
    assert terminal.broken_off() == 130
    assert [*root.rglob("*")] == before


# kurs tvilling


def changes(bank: Course) -> Iterator[tuple[Case, str, str]]:
    """Every change of one fact that a case of the bank gives."""
    for case in bank.cases:
        for fact in case.desk.facts(case.desk.all_open):
            spec = bank.regelbok.fakta[fact]
            for value in (*spec.verdier, SKJONN, *(["ukjent"] if spec.type == "opplysning" else [])):
                yield case, fact, value


def possible(bank: Course, case: Case, fact: str, value: str) -> Par | None:
    try:
        return paired(bank.regelbok, case, fact, parsed(bank.regelbok, fact, value))
    except Avslag:
        return None


def test_a_twin_of_any_case_reads_and_differs_in_that_fact_alone(bank):
    every = [*changes(bank)]
    tried = 0
    for case, fact, value in random.Random(14).sample(every, len(every)):
        par = possible(bank, case, fact, value)
        if par is None:
            continue
        other = as_case(bank.regelbok, f"cases/{case.sak.modul}/tvillingen.yaml", twin(par, "tvillingen").text)
        one = as_case(bank.regelbok, case.source.file, pointing(case, "tvillingen", fact) or "")
        assert wrong_but_unwritten(bank, one, other) == [], (case.sak.id, fact, value)
        assert [*unfinished.check(bank, other)]
        mine, theirs = (each.desk.facts(each.desk.all_open) for each in (one, other))
        assert {key for key in mine if mine[key] != theirs[key]} == {fact}
        assert twin(par, "tvillingen").taken_out == [] or len(other.sak.sporsmal) == len(one.sak.sporsmal)
        tried += 1
        if tried == TWINS_TRIED:
            return
    pytest.fail("too few changes are possible")


def test_the_command_marks_what_turned_tells_why_and_keeps_the_rest(root, kurs_here):
    before = (root / RAD_NI).read_text("utf-8")
    code, said, aside = kurs_here("tvilling", "rad-ni", "arbeid_snart_ved_egen_innsats=skjonn")
    assert (code, aside) == (0, "")
    assert said.splitlines()[0] == (
        "Svaret på «behov» går fra «Standardinnsats» til «Trenger flere opplysninger først», fordi dette nå mangler:"
        " Er kortvarige tiltak nok, sammen med egen innsats?"
    )
    assert (root / RAD_NI).read_text("utf-8") == before + (
        "tvillinger:\n  - {sak: rad-ni-2, skiller: arbeid_snart_ved_egen_innsats}\n"
    )
    twin_lines = (root / RAD_NI.replace("rad-ni", "rad-ni-2")).read_text("utf-8").splitlines()
    gone = [line for line in before.splitlines() if line not in twin_lines]
    assert gone[:2] == ["id: rad-ni", "tittel: Rad ni"]
    marks = [number for number, line in enumerate(twin_lines) if "SKRIV OM:" in line]
    assert [twin_lines[number - 1].strip() for number in marks[1:]] == [
        "tekst: |",
        "tekst: |",
        "fordi: >-",
        "tilbakemelding: >-",
        "tilbakemelding: >-",
    ]
    code, told, _ = kurs_here("sjekk")
    assert code == 1
    assert {line.split(": ", 1)[1] for line in told.splitlines()[::2]} == {"her står det fortsatt «SKRIV OM»"}
    assert len(told.splitlines()) == 2 * len(marks)


def test_a_twin_by_a_rule_tells_the_rule_and_its_own_file_points_back_only(root, kurs_here):
    _, said, _ = kurs_here("tvilling", "kragebeinet-og-broytebilen", "onsker_timeavtale=ja", "--id", "kryss-til")
    assert said.startswith(
        "Svaret på «samtale» før noe er hentet går fra «Samtale er ikke nødvendig» til «Samtale først», fordi «"
    )
    assert said.splitlines()[0].endswith("» (R27)")
    made = (root / BROYTEBIL).with_name("kryss-til.yaml").read_text("utf-8")
    assert made.count("skiller:") == 1
    assert "{sak: kragebeinet-og-broytebilen, skiller: onsker_timeavtale}" in made
    original = (root / BROYTEBIL).read_text("utf-8")
    assert original.splitlines()[-1] == "  - {sak: kryss-til, skiller: onsker_timeavtale}"
    assert "  - {sak: kragebeinet-og-krysset, skiller: onsker_timeavtale}\n" in original


def test_a_fact_that_turns_nothing_is_told_so(root, kurs_here):
    code, said, _ = kurs_here("tvilling", "rad-ni", "registrert_arbeidssoker=ja")
    assert code == 0
    assert said.startswith("Ingen svar går over: «registrert_arbeidssoker» har ikke noe å si for det saken spør om.\n")


def test_a_twin_of_a_case_that_does_not_hold_is_not_made(root, kurs_here):
    (root / RAD_NI).write_text((root / RAD_NI).read_text("utf-8").replace("rolle: mottak", "rolle: motak"), "utf-8")
    code, _, told = kurs_here("tvilling", "rad-ni", "i_arbeid=ja")
    assert (code, told.splitlines()[0]) == (1, f"{RAD_NI}:5:8: «motak» kan ikke stå her")


def test_an_outcome_that_becomes_right_is_added_and_takes_the_place_of_one_that_never_is(bank, regelbok):
    taken = 0
    for case, fact, value in changes(bank):
        crowded = [question for question in case.sak.stegsporsmal if len(question.valg) == 5]
        par = possible(bank, case, fact, value) if crowded else None
        if par is None or not (made := twin(par, "tvillingen")).taken_out:
            continue
        other = as_case(regelbok, f"cases/{case.sak.modul}/tvillingen.yaml", made.text)
        assert wrong_but_unwritten(bank, other) == []
        for question, outcome in made.taken_out:
            asked = next(one for one in other.sak.stegsporsmal if one.id == question)
            assert len(asked.valg) == 5
            assert outcome not in [option.utfall for option in asked.valg]
        taken += 1
    assert taken


def test_edits_keep_every_other_byte(regelbok):
    text = (
        "# først\na: en tekst  # hvorfor\nb: >-\n  lang\n  tekst\n\nc: 'sitert'\n"
        "d:\n  - x: 1\n    y: 2\n  - x: 3\n# sist"
    )
    edit = Redigering(text)
    edit.mark(("a",), "SKRIV OM:")
    edit.mark(("b",), "SKRIV OM:")
    edit.mark(("c",), "SKRIV OM:")
    edit.remove(("d", 0, "y"))
    edit.add_field(("d", 1), "y", "ja, og: nei")
    edit.add_item(("d",), {"x": "4"})
    assert edit.text() == (
        "# først\na: 'SKRIV OM: en tekst'  # hvorfor\nb: >-\n  SKRIV OM:\n  lang\n  tekst\n\nc: 'SKRIV OM: sitert'\n"
        'd:\n  - x: 1\n  - x: 3\n    y: "ja, og: nei"\n  - x: "4"\n# sist'
    )


# Marks, and the preview


def test_a_mark_in_a_comment_is_the_authors_own(regelbok):
    case = as_case(regelbok, "cases/niva/anna.yaml", f"# SKRIV: husk kaffe\n{sound()}")
    assert [*unfinished.check(Course(Path(), regelbok), case)] == []


def test_an_unfinished_case_is_not_built_but_is_shown_while_it_is_written(kursmappe):
    made = kursmappe.run("kurs", "ny", "--fra", "S12", "--id", "uferdig")
    assert made.returncode == 0, made.stderr
    built = kursmappe.run("kurs", "bygg")
    assert built.returncode == 1
    assert "uferdig.yaml:11:3: her står det fortsatt «SKRIV»" in built.stderr
    shown = subprocess.Popen(
        kursmappe.command("kurs", "vis", "uferdig", "--port", "8797"),
        cwd=kursmappe.root,
        env={key: value for key, value in kursmappe.environment.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )
    try:
        assert (
            shown.stdout.readline() == "Saken står på http://127.0.0.1:8797/saker/uferdig/ om litt. Stopp med Ctrl+C.\n"
        )
        page = _page("http://127.0.0.1:8797/saker/uferdig/")
        assert "Hun ombestemmer seg" in page
        assert re.search("uferdig.yaml:11:3</b> her står det fortsatt «SKRIV»", page)
    finally:
        shown.terminate()
        shown.wait(20)
        shown.stdout.close()


def _page(url: str) -> str:
    """The page, once the server answers."""
    import urllib.request  # noqa: PLC0415

    end = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return answer.read().decode()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
