"""Rulebooks over time: one that builds on another, an office's own routines, and what turns between two."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import checks, cli, course
from generator.model import Regelbok
from generator.regeldiff import Diff, Snudd, regeldiff
from generator.rules import assess
from generator.rules.book import SHELF, read_regelbok
from tests.anna import FILE, sound
from tests.conftest import PROJECT

HEAD = """\
navn: Rutiner på kontoret
gjelder_fra: "2026-11-03"
kilde: Avtalt på fagmøte 3. november 2026.
utvider: retningslinjer-2010
slag: lokal
"""
RECORDS = """\
L01:
  tittel: Vi ringer
  tekst: Den som har registrert seg selv, får en telefon før noen bestemmer noe.
  kilde: lokal
  sted: fagmøtet 3. november 2026
  status: L
  i_dag: {svar: lokal, tekst: Ses på igjen i mai 2027.}
"""


def routine(parent: str, given: str, outcome: str, base: str = "L01") -> str:
    return f"""\
regler:
  - id: {parent.split(".", maxsplit=1)[0]}.hos_oss
    tekst: Slik gjør vi det hos oss.
    bygger_pa: [{base}]
    unntak_fra: {parent}
    hvis: {{{given}}}
    gir: {outcome}
"""


CALLS_MORE = routine("samtale.unntak_selvregistrering", "grunnlag_sykefravarsoppfolging: nei", "samtale_forst")


@pytest.fixture
def office(tmp_path):
    """A folder for a rulebook: file -> text. Gives what is wrong with it, or the rulebook."""

    def load(files: dict[str, str]) -> list[str] | Regelbok:
        folder = tmp_path / "lokalt" / "kontoret"
        for name, text in {"regelbok.yaml": HEAD, "regler.yaml": RECORDS, **files}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        try:
            return course.load_regelbok(tmp_path, folder)
        except course.CourseError as error:
            return [str(problem) for problem in error.problems]

    return load


@pytest.fixture(scope="module")
def dagens() -> Regelbok:
    return course.load_regelbok(PROJECT, SHELF / "fem-grupper-2025")


def test_an_office_may_add_a_routine_that_gives_more(office):
    book = office({"steg/03-samtale.yaml": CALLS_MORE})
    assert isinstance(book, Regelbok), book
    assert (book.id, book.grunnlag) == ("kontoret", "retningslinjer-2010")
    said = assess(
        book,
        {
            "samtale_gjennomfort": "nei",
            "apenbart_standard": "ja",
            "grunnlag_selvregistrering": "ja",
            "grunnlag_sykefravarsoppfolging": "nei",
            "arbeid_snart_ved_egen_innsats": "ja",
        },
    )
    assert said.steg["samtale"].verdict.utfall == ("samtale_forst",)
    assert "samtale.hos_oss" in said.steg["samtale"].regler


@pytest.mark.parametrize(
    ("file", "routines", "right"),
    [
        ("01-rett_til_vurdering", ("rett.ber", "selvregistrert: nei", "ikke_rett"), "R01"),
        ("02-takker_nei", ("takker_nei.informer", "selvregistrert: ja", "respekter"), "R16"),
        ("03-samtale", ("samtale.hovedregel", "selvregistrert: ja", "ikke_nodvendig"), "R25"),
        ("04-behovsvurdering", ("behov.bredere", "selvregistrert: ja", "situasjonsbestemt_innsats"), "R02"),
        ("09-aktivitetsplan", ("plan.midten", "selvregistrert: ja", "kan_tilbys"), "R04"),
        ("10-klage", ("klage.niva", "selvregistrert: ja", "ikke_gjennom_dette_vedtaket"), "R73"),
    ],
)
def test_a_routine_that_takes_a_right_away_is_refused_with_the_rule(office, file, routines, right):
    told = office({f"steg/{file}.yaml": routine(*routines)})
    assert isinstance(told, list)
    assert any(one.startswith(f"lokalt/kontoret/steg/{file}.yaml:2:5: rutinen tar fra noen") for one in told)
    assert any(f"som {right} gir" in one and routines[1] in one for one in told)


def test_a_right_that_is_only_made_doubtful_is_refused_too(office):
    step = routine("samtale.hovedregel", "selvregistrert: ja", "[samtale_forst, ikke_nodvendig]")
    assert any("som R25 gir" in one for one in office({"steg/03-samtale.yaml": step}))


def test_a_routine_may_not_change_or_remove_what_stands_below(office):
    told = office(
        {
            "regler.yaml": RECORDS + RECORDS.replace("L01", "R25"),
            "steg/03-samtale.yaml": "godtas: []\nutgar: [samtale.timeavtale_sykefravar]\n"
            + CALLS_MORE.replace("samtale.hos_oss", "samtale.gjennomfort"),
        }
    )
    assert any("«R25» står i Retningslinjer for oppfølgingsvedtak (2010)" in one for one in told)
    assert any("regelen «samtale.timeavtale_sykefravar» kan ikke utgå lokalt" in one for one in told)
    assert any("regelen «samtale.gjennomfort» står i" in one for one in told)
    assert any("steget «samtale» kan ikke endres lokalt" in one for one in told)


def test_a_routine_says_that_it_is_local(office):
    told = office({"regler.yaml": RECORDS.replace("kilde: lokal", "kilde: lov"), "steg/03-samtale.yaml": CALLS_MORE})
    assert [one.split("\n")[0] for one in told] == [
        "lokalt/kontoret/regler.yaml:4:10: «L01» er ikke lokal",
        "lokalt/kontoret/steg/03-samtale.yaml:2:5: regelen «samtale.hos_oss» viser ikke til noen lokal rutine",
    ]


def test_a_rule_that_others_are_exceptions_to_does_not_go_alone(office):
    told = office(
        {"regelbok.yaml": HEAD.replace("slag: lokal\n", ""), "steg/03-samtale.yaml": "utgar: [samtale.hovedregel]\n"}
    )
    (one,) = told
    assert "«samtale.hovedregel» kan ikke utgå alene: samtale.unntak_selvregistrering" in one


def test_words_that_do_not_exist_are_told_where_they_stand(office):
    told = office(
        {
            "steg/03-samtale.yaml": "utgar: [samtale.hovedregl]\n"
            + CALLS_MORE.replace("grunnlag_sykefravarsoppfolging", "grunnlag_sykefravar")
        }
    )
    assert [one.split(": ", 1)[0].rsplit("/", 1)[1] for one in told] == [
        "03-samtale.yaml:1:9",
        "03-samtale.yaml:7:12",
    ]
    assert "mente du «samtale.hovedregel»?" in told[0]


@pytest.mark.parametrize("name", ["retningslinjer-2011", "kontoret"])
def test_a_rulebook_that_is_not_there_or_is_itself_cannot_be_built_on(office, name):
    (told,) = office({"regelbok.yaml": HEAD.replace("retningslinjer-2010", name)})
    assert told.startswith("lokalt/kontoret/regelbok.yaml:4:10: det finnes ingen annen regelbok")
    assert "retningslinjer-2010" in told


def test_an_office_rule_is_shown_as_local(office, tmp_path):
    from generator.pages import overview  # noqa: PLC0415

    book = office({"steg/03-samtale.yaml": CALLS_MORE})
    pages = {side.path: side.html() for side in overview(course.load(PROJECT, book))}
    assert "Lokal rutine, fagmøtet 3. november 2026" in pages["regler/samtale.md"]
    assert "Lokal rutine, fagmøtet 3. november 2026. <b>Gjelder på dette kontoret.</b>" in pages["regler/index.md"]


def test_the_course_teaches_the_rulebook_that_mkdocs_yml_names(tmp_path):
    assert course.taught(PROJECT).name == course.IN_USE
    (tmp_path / "mkdocs.yml").write_text("extra:\n  regelbok: fem-grupper-2025\n", "utf-8")
    assert course.taught(tmp_path).name == "fem-grupper-2025"
    (tmp_path / "mkdocs.yml").write_text("extra:\n  regelbok: fem-grupper-2052\n", "utf-8")
    with pytest.raises(course.CourseError) as error:
        course.load(tmp_path)
    assert str(error.value).startswith("mkdocs.yml:2:13: det finnes ingen regelbok «fem-grupper-2052»")
    assert "fem-grupper-2025" in str(error.value)


def test_the_whole_course_holds_under_the_rules_of_today(dagens):
    whole = course.load(PROJECT, dagens)
    assert [str(problem) for problem in checks.problems(whole)] == []
    assert {case.sak.regelbok for case in whole.utenfor} == {course.IN_USE}
    assert len(whole.cases) > 80


def test_what_is_not_confirmed_is_said_where_it_matters(dagens):
    from generator.pages import overview, sak  # noqa: PLC0415

    whole = course.load(PROJECT, dagens)
    number = next(i for i, case in enumerate(whole.cases) if case.sak.id == "operatoren-ved-fjorden")
    pages = {side.path: side.html() for side in overview(whole)}
    for html in (pages["index.md"], pages["regler/index.md"], sak(whole, number).html()):
        assert "Ikke bekreftet av Nav." in html
    assert "Gode muligheter" in sak(whole, number).html()


def test_a_case_for_a_rulebook_that_is_not_there_is_told(tmp_path, regelbok):
    path = tmp_path / FILE
    path.parent.mkdir(parents=True)
    path.write_text(sound() + "regelbok: retningslinjer-2009\n", "utf-8")
    (told,) = checks.problems(course.load(tmp_path, regelbok, [path]))
    assert told.message == "det finnes ingen regelbok «retningslinjer-2009»"
    assert "retningslinjer-2010" in told.hint


@pytest.fixture(scope="module")
def diff(dagens) -> Diff:
    return regeldiff(course.load(PROJECT), course.load(PROJECT, dagens))


def turned(diff: Diff, sak: str) -> dict[str, Snudd]:
    return {one.hvor: one for one in diff.snudd if one.sak == sak and one.alt}


def test_a_case_that_turns_is_told_from_what_to_what_and_by_which_rule(diff):
    one = turned(diff, "hjertet-og-de-tre-formiddagene")["gruppe"]
    assert one.fra == ("spesielt_tilpasset_innsats", "varig_tilpasset_innsats")
    assert one.til == ("gradert_varig_tilpasset_innsats",)
    assert [rule.id for rule in one.regler] == ["aev.varig_ikke_utelukket"]


def test_a_case_that_turns_because_a_rule_is_gone_names_that_rule(diff):
    (one,) = [one for one in diff.snudd if one.sak == "sykepleieren-som-krysset-av"]
    assert (one.fra, one.til, one.kort) == (("innhent_opplysninger",), ("standardinnsats",), ())
    assert [rule.id for rule in one.regler] == ["samtale.timeavtale_selvregistrering"]


def test_every_turn_names_a_rule(diff):
    assert [(one.sak, one.hvor) for one in diff.snudd if not one.regler] == []


def test_nothing_turns_from_a_rulebook_to_itself(regelbok):
    same = regeldiff(course.load(PROJECT, regelbok), course.load(PROJECT, course.load_regelbok(PROJECT)))
    assert (same.endringer, same.snudd, same.tvillinger, same.uleselige) == ([], [], [], [])


def test_the_command_lists_the_rulebooks_and_tells_the_difference(capsys, monkeypatch):
    monkeypatch.chdir(PROJECT)

    def run(*args: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            cli.kurs.run(args)
        return (ended.value.code, *capsys.readouterr())

    code, said, _ = run("regeldiff")
    assert code == 0
    assert "  fem-grupper-2025         fra 2025-12-11" in said
    assert "* retningslinjer-2010      fra 2010-01-01" in said
    code, said, _ = run("regeldiff", "retningslinjer-2010", "fem-grupper-2025")
    assert code == 0
    assert "    gruppe: «Spesielt tilpasset innsats» eller «Varig tilpasset innsats» → «Jobbe delvis»" in said
    assert run("regeldiff", "retningslinjer-2010")[0] == 2
    code, _, told = run("regeldiff", "retningslinjer-2010", "fem-grupper")
    assert (code, "mente du «fem-grupper-2025»?" in told) == (2, True)


def test_every_file_of_a_rulebook_on_the_shelf_is_read(tmp_path):
    for folder in SHELF.iterdir():
        if (folder / "regelbok.yaml").exists():
            assert read_regelbok(Path(folder)).problems == []


def test_the_rules_of_an_office_are_compared_by_the_name_they_are_listed_with(office, tmp_path, capsys, monkeypatch):
    office({"steg/03-samtale.yaml": CALLS_MORE})
    (tmp_path / "mkdocs.yml").write_text("extra: {regelbok: lokalt/kontoret}\n", "utf-8")
    (tmp_path / "cases").mkdir()
    monkeypatch.chdir(tmp_path)
    for args, expected in {(): "* kontoret ", ("retningslinjer-2010", "kontoret"): "samtale.hos_oss"}.items():
        with pytest.raises(SystemExit) as ended:
            cli.kurs.run(("regeldiff", *args))
        said = capsys.readouterr()
        assert (ended.value.code, said.err) == (0, "")
        assert expected in said.out
