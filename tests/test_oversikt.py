"""What is said of many cases at once: hinges, families, clarity, marks, and the pages that gather them."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from generator import pages
from generator.course import Case, Course, load
from generator.desk import Desk
from generator.model import Stegsporsmal
from generator.pages.oversikt import saker_json
from generator.pages.side import STATIC
from generator.view.hengsel import HENGSLER, OF_MODULE, hengsel
from generator.view.merke import hash_of
from generator.view.saksrad import families, klarhet, saksrader
from generator.view.samtale import for_samtalen, groups_named
from generator.view.sprak import MALFORMER, tekster

ROOT = Path(__file__).parent.parent
SCRIPTS = ("start", "saksbank", "minside", "kursbevis", "samtale")


@pytest.fixture(scope="module")
def course() -> Course:
    return load(ROOT)


@pytest.fixture(scope="module")
def sider(course) -> dict[str, str]:
    """path -> the words of each page that tells of many cases, or of none."""
    return {side.path: words(side.html()) for side in pages.overview(course)}


def words(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def changed(case: Case, **fields: object) -> Case:
    """The case with other content, past the reader."""
    sak = replace(case.sak, **fields)  # type: ignore[arg-type]
    return replace(case, sak=sak, desk=Desk(case.desk.regelbok, sak))


@pytest.mark.parametrize(
    ("step", "hinge"),
    [
        ("rett_til_vurdering", "rett"),
        ("takker_nei", "rett"),
        ("samtale", "opplysninger"),
        ("behovsvurdering", "niva"),
        ("arbeidsevnevurdering", "niva"),
        ("innsatsgruppe", "niva"),
        ("hovedmal", "vedtak"),
        ("tiltak", "vedtak"),
        ("aktivitetsplan", "vedtak"),
        ("klage", "klage"),
    ],
)
def test_a_step_is_practice_in_its_own_hinge_or_else_in_the_modules(step, hinge, course):
    asked = next(q for case in course.cases for q in case.sak.sporsmal if isinstance(q, Stegsporsmal))
    assert hengsel("niva", replace(asked, steg=step)) == hinge


def test_a_question_about_no_step_is_practice_in_the_modules_hinge(course):
    rows = [(case.sak.modul, q) for case in course.cases for q in case.sak.sporsmal if not isinstance(q, Stegsporsmal)]
    assert rows
    assert all(hengsel(modul, question) == OF_MODULE[modul] for modul, question in rows)


def test_twins_of_twins_are_one_family_named_after_the_first_of_them(course):
    found = families(course)
    for case in course.cases:
        kin = {case.sak.id, *(twin.sak for twin in case.sak.tvillinger)}
        assert len({found[id] for id in kin}) == 1
        assert found[case.sak.id] <= min(kin)
    assert found["nyutdannet-sykepleier"] == found["sykepleieren-og-utskriften"] == "nyutdannet-sykepleier"


@pytest.mark.parametrize(
    ("id", "how"),
    [("snekkeren-som-ble-trett", "gra"), ("sykmelding-i-posten", "mer"), ("forti-pa-fredag", "klar")],
)
def test_a_case_is_clear_or_lacks_something_or_leaves_several_answers(id, how, course):
    assert klarhet(course.by_id[id]) == how


def test_prose_never_changes_a_question_s_mark(course):
    for case in course.cases:
        told = tuple(replace(card, tekst="Noe annet.", dato="i går") for card in case.sak.opplysninger)
        asked = tuple(replace(question, tekst="Et annet spørsmål?") for question in case.sak.sporsmal)
        other = changed(case, historie="En annen historie.", opplysninger=told, sporsmal=asked)
        for question, retold in zip(case.sak.sporsmal, asked, strict=True):
            assert hash_of(case.desk, question) == hash_of(other.desk, retold), case.sak.id


def test_what_a_card_establishes_changes_the_mark(course):
    case = course.by_id["forti-pa-fredag"]
    question = next(q for q in case.sak.sporsmal if isinstance(q, Stegsporsmal))
    emptied = changed(case, opplysninger=tuple(replace(card, fakta={}) for card in case.sak.opplysninger))
    assert hash_of(case.desk, question) != hash_of(emptied.desk, question)


def test_the_scripts_know_each_case_as_its_page_does(course):
    told = saker_json(course)
    assert [row["id"] for row in told["saker"]] == [case.sak.id for case in course.cases]
    assert [*told["hengsler"]] == [*HENGSLER]
    for number, row in enumerate(told["saker"]):
        page = pages.sak(course, number).html()
        data = [json.loads(text) for text in re.findall(r'<script type="application/json">(.*?)</script>', page)]
        assert [question["hash"] for question in row["sporsmal"]] == [one["hash"] for one in data if "hash" in one]
        assert told["regelbok"] == data[0]["regelbok"]


def test_the_course_version_follows_what_decides_and_not_the_prose(course):
    case = course.by_id["forti-pa-fredag"]

    def version(**fields: object) -> str:
        return saker_json(course.with_case(changed(case, **fields)))["kurs"]

    now = saker_json(course)["kurs"]
    assert re.fullmatch(r"[0-9.]+\+[0-9a-f]{8}", now)
    assert version(historie="En annen historie.") == now
    assert version(sporsmal=case.sak.sporsmal[:1]) != now


def test_every_filter_in_the_case_bank_finds_something(course):
    page = next(side for side in pages.overview(course) if side.path == "saker/index.md").html()
    rows = [dict(re.findall(r'data-(\w+)="([^"]*)"', row)) for row in re.findall(r"<li (data-sak[^>]*)>", page)]
    assert len(rows) == len(course.cases)
    for field, options in re.findall(r'<select id="f-(\w+)".*?>(.*?)</select>', page):
        values = [value for value in re.findall(r'value="([^"]*)"', options) if value and field != "gjort"]
        assert [v for v in values if not any(v in row[field].split() for row in rows)] == [], field


def test_every_case_is_in_the_case_bank_with_the_rules_that_speak_in_it(course):
    for row in saksrader(course):
        assert set(row.regler) <= course.regelbok.regler.keys()
        assert row.regler, row.case.sak.id
    by_id = {row.case.sak.id: row for row in saksrader(course)}
    assert "R27" in by_id["sykepleieren-som-krysset-av"].regler
    assert "R73" not in by_id["sykepleieren-som-krysset-av"].regler


def test_before_the_talk_no_group_is_named(course, sider):
    page = sider["for-samtalen.md"].lower()
    assert [name for name in groups_named(course.regelbok) if name in page] == []
    assert groups_named(course.regelbok)[0] == "standardinnsats"
    assert "jobbe delvis" in groups_named(course.regelbok)


def test_before_the_talk_every_fact_is_asked_once_under_the_first_step_that_asks(course):
    bok = course.regelbok
    groups = for_samtalen(bok)
    asked = [row.fakta for group in groups for row in group.a_sporre]
    judged = [row.fakta for group in groups for row in group.a_vurdere]
    wanted = {key for step in bok.steg for rule in bok.steg[step].regler for key in rule.hvis if key in bok.fakta} - {
        "apenbart_standard",
        "klagen_gjelder",
    }
    assert sorted(asked + judged) == sorted(wanted)
    assert {bok.fakta[key].type for key in asked} == {"opplysning"}
    assert {bok.fakta[key].type for key in judged} == {"vurdering"}


def test_before_the_talk_the_most_decisive_question_stands_first(course):
    groups = {group.steg: [row.fakta for row in group.a_sporre] for group in for_samtalen(course.regelbok)}
    assert groups["rett_til_vurdering"][0] == "henvendelse"
    assert groups["takker_nei"] == ["takker_nei_til_vurdering", "informert_om_konsekvenser"]
    assert groups["samtale"][0] == "samtale_gjennomfort"


def test_before_the_talk_every_question_says_which_rules_ask(course):
    bok = course.regelbok
    for group in for_samtalen(bok):
        for row in (*group.a_sporre, *group.a_vurdere):
            assert row.regler or row.ellers
            assert all(title == bok.regler[record].tittel for record, title in row.regler)


def test_the_certificate_tells_every_rule_that_is_changed_and_what_the_groups_are_called_now(course, sider):
    page, bok = sider["kursbevis.md"], course.regelbok
    for id, rule in bok.regler.items():
        assert (f"{id} {rule.tittel}." in page) == (rule.i_dag.svar == "endret")
    for group, now in bok.hode.i_dag.items():
        assert bok.steg["innsatsgruppe"].utfall[group] in page
        assert now.navn in page


def test_a_meeting_is_offered_the_cases_that_leave_several_answers_first(course, sider):
    row = {row.case.sak.id: row.klarhet for row in saksrader(course)}
    page = next(side for side in pages.overview(course) if side.path == "fagmote.md").html()
    offered = [row[id] for id in re.findall(r'href="\.\./saker/([^"]+)/#fagmote"', page)]
    assert offered[0] == "gra"
    assert offered == sorted(offered, key=["gra", "mer"].index)


def test_a_meeting_takes_fifteen_minutes_and_one_minute_is_one(sider):
    page = sider["fagmote.md"]
    assert sum(int(minutes) for minutes in re.findall(r"\b(\d+) minutt", page)) == 15
    assert re.search(r"\b1 minutter", page) is None


@pytest.mark.parametrize("malform", MALFORMER)
def test_the_pages_speak_the_language_that_is_asked_for(malform, course):
    titles = {side.path: side.title for side in pages.overview(course, malform)}
    assert titles["min-side.md"] == {"nb": "Min side", "nn": "Mi side"}[malform]
    assert titles["regler/index.md"] == {"nb": "Regler", "nn": "Reglar"}[malform]


def keys(section: object, path: str = "") -> set[str]:
    """Every place in the texts; a list counts its length."""
    if isinstance(section, dict):
        return {found for key, inner in section.items() for found in keys(inner, f"{path}.{key}")}
    if isinstance(section, list):
        return {found for number, inner in enumerate(section) for found in keys(inner, f"{path}.{number}")}
    return {path}


def test_both_languages_have_every_text_and_the_same_holes_to_fill():
    nb, nn = (keys(tekster(malform)) for malform in MALFORMER)
    assert sorted(nb ^ nn) == []

    def holes(malform: str) -> list[tuple[str, list[str]]]:
        text = json.dumps(tekster(malform), ensure_ascii=False)
        return sorted(re.findall(r"\{\w+\}", text))  # type: ignore[arg-type]

    assert holes("nb") == holes("nn")


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_says_what_is_written_for_it_and_nothing_else(name):
    script = (STATIC / f"{name}.js").read_text("utf-8")
    said = set(re.findall(r"\b(?:t|words)\.(\w+)", script))
    assert said == set(tekster()["skript"][name])
