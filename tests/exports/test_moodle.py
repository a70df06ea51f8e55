"""The question bank as Moodle takes it in: what is there, what each answer gives, and what the learner is told."""

from __future__ import annotations

import copy
import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from generator import course
from generator.course import MODULER, Case, Course
from generator.desk import INNHENT, Desk
from generator.exports.formater import FORMATS
from generator.exports.ledd import Ledd, ledd
from generator.exports.utvalg import choose
from generator.view.sprak import tekster
from generator.view.tekst import html
from tests.conftest import PROJECT
from tests.exports.moodle_leser import Bank, Importfeil, Sporsmal, les

NB = tekster("nb")
MOODLE = FORMATS["moodle"]
FEW = ("rad-ni", "telefonen-fra-hotellet", "ti-for-kaffen", "nokkelen-under-puta")
"""Cases with each kind of question, in three modules."""
PROSE = {"tittel", "historie", "tekst", "tilbakemelding", "koster", "fordi", "dato", "hent", "modell", "kanal"}
"""The fields in which authors write to the learner."""
TAGS = {"p", "b", "strong", "em", "ul", "ol", "li", "a", "br", "hr", "blockquote", "code", "pre", "div"} | {
    f"h{level}" for level in range(1, 7)
}
NASTY = " <b>fet</b> & <script>alert(1)</script> ]]> «æøå» \x0b\ud800 ` $$"
KEPT = "<b>fet</b> & <script>alert(1)</script> ]]> «æøå»"


@pytest.fixture(scope="module")
def kurset() -> Course:
    return course.load(PROJECT)


@pytest.fixture(scope="module")
def noen(kurset: Course) -> Course:
    """A few cases, with every kind of question."""
    return choose(kurset, saker=FEW)


@pytest.fixture(scope="module")
def spurt(kurset: Course) -> dict[str, Ledd]:
    """What the course asks, by id."""
    return {one.id: one for case in kurset.cases for one in ledd(kurset, case, NB)}


@pytest.fixture(scope="module")
def fil(kurset: Course) -> bytes:
    return written(kurset)


@pytest.fixture(scope="module")
def bank(fil: bytes) -> Bank:
    """The whole course, imported."""
    return les(fil)


def written(some: Course, malform: str = "nb") -> bytes:
    out = io.BytesIO()
    MOODLE.write(some, out, tekster(malform), iter)
    return out.getvalue()


def retold(some: Course, change: Callable[[str], str]) -> Course:
    """The same course with all that authors write to the learner changed, past the checks that would refuse it."""

    def told(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(told, value))
        if not is_dataclass(value):
            return value
        clone = copy.copy(value)
        for name, inside in ((one.name, getattr(value, one.name)) for one in fields(value)):
            is_prose = name in PROSE and isinstance(inside, str)
            object.__setattr__(clone, name, change(inside) if is_prose else told(inside))
        return clone

    cases = []
    for case in some.cases:
        sak = told(case.sak)
        cases.append(Case(sak, case.source, Desk(some.regelbok, sak)))
    return replace(some, cases=cases)


def texts(question: Sporsmal) -> Iterator[str]:
    """Everything of a question that Moodle shows as HTML."""
    yield from (question.oppgave, question.generelt, question.sensor, *question.samlet)
    for answer in question.svar:
        yield from (answer.tekst, answer.sagt)
    yield from (stem for stem, _ in question.stammer)


def read(text: str) -> str:
    """What a learner reads in a piece of HTML, which must be whole."""
    return " ".join("".join(etree.fromstring(f"<div>{text}</div>").itertext()).split())


def where(question: Sporsmal, *, right: bool) -> list[int]:
    return [number for number, answer in enumerate(question.svar) if (answer.andel > 0) is right]


def test_the_file_is_what_the_schema_says(fil):
    schema = etree.XMLSchema(etree.parse(str(Path(__file__).parent / "moodle.xsd")))
    schema.assertValid(etree.fromstring(fil))


def test_moodle_takes_in_every_question_of_every_case(kurset, bank, spurt):
    assert [question.idnumber for question in bank.sporsmal] == [*spurt]
    assert {one.case.sak.id for one in spurt.values()} == set(kurset.by_id)
    kinds = {one.slag: bank.by_id[id].qtype for id, one in spurt.items()}
    assert kinds == {"en": "multichoice", "flere": "multichoice", "bunke": "matching", "skriv": "essay"}
    assert list(MOODLE.utelatt(kurset, NB)) == []


def test_each_module_is_a_category_with_an_id(bank, spurt):
    expected = {("$course$", "top", "Enhetlig", NB["moduler"][modul]): f"enhetlig.{modul}" for modul in MODULER}
    assert bank.kategorier == expected
    for question in bank.sporsmal:
        assert bank.kategorier[question.kategori] == f"enhetlig.{spurt[question.idnumber].case.sak.modul}"


def test_a_question_is_found_by_rule_avvik_difficulty_and_clarity(bank, spurt):
    for question in bank.sporsmal:
        assert question.merkelapper == spurt[question.idnumber].merkelapper
    tags = {tag for question in bank.sporsmal for tag in question.merkelapper}
    assert {"R25", "avvik-a", "vanskegrad-1", "klar", "gra", "mer"} <= tags


def test_the_learner_sees_the_story_the_cards_and_the_question(bank, spurt):
    for question in bank.sporsmal:
        one = spurt[question.idnumber]
        seen = read(question.oppgave)
        assert read(html(one.case.sak.historie)) in seen
        for card in one.kort:
            assert f"{card.kilde}, {card.kort.dato} {read(card.tekst)}" in seen
        assert seen.endswith(one.tekst)
        assert question.navn.startswith(one.case.sak.tittel)


def test_what_can_be_fetched_is_named_and_not_told_where_nothing_is_fetched(bank, spurt):
    for id, one in spurt.items():
        closed = [card for card in one.case.sak.opplysninger if card.hent]
        seen = read(bank.by_id[id].oppgave)
        if id.endswith(".bord"):
            assert closed
            assert all(card.hent in seen and read(html(card.tekst)) not in seen for card in closed)
            assert bank.by_id[id].navn.endswith(f"({NB['tvilling']['for_hentet']})")


def test_each_wrong_option_gives_nothing_and_says_its_own_why(bank, spurt):
    tried = 0
    for question in bank.sporsmal:
        for number in where(question, right=False):
            verdict = question.velg(number)
            own = spurt[question.idnumber].valg[number]
            assert verdict.andel == 0
            assert read(verdict.sagt[0]) == read(own.sagt)
            assert read(verdict.samlet) == NB["eksport"]["moodle"][spurt[question.idnumber].slag]["feil"]
            assert own.sagt.count("<p>") > 1, "it says more than the verdict and the key"
            tried += 1
        said = [question.svar[number].sagt for number in where(question, right=False)]
        assert len(said) == len(set(said)) or question.idnumber.endswith(".bord")
    assert tried > 500


def test_every_answer_that_can_be_defended_gives_full_marks(bank, spurt):
    several = 0
    for question in bank.sporsmal:
        if not question.single:
            continue
        right = [n for n, choice in enumerate(spurt[question.idnumber].valg) if choice.dom != "feil"]
        assert where(question, right=True) == right
        several += len(right) > 1
        for number in right:
            verdict = question.velg(number)
            assert (verdict.andel, read(verdict.samlet)) == (1, NB["eksport"]["moodle"]["en"]["rett"])
    assert several > 20


def test_a_question_that_a_card_turns_is_asked_before_and_after_each_time_with_its_own_key(bank):
    before, after = (bank.by_id[f"nokkelen-under-puta.neiet{ending}"] for ending in (".bord", ""))
    told, respected = (
        next(n for n, answer in enumerate(before.svar) if word in answer.tekst) for word in ("først hva", "Respekter")
    )
    assert [before.velg(told).andel, after.velg(told).andel] == [1, 0]
    assert [before.velg(respected).andel, after.velg(respected).andel] == [0, 1]
    assert read(before.velg(told).sagt[0]).startswith(NB["dom"]["rett"])


def test_of_several_answers_all_that_belong_give_full_marks_and_one_too_many_gives_none(bank):
    words = NB["eksport"]["moodle"]["flere"]
    questions = [one for one in bank.sporsmal if one.qtype == "multichoice" and not one.single]
    assert questions
    for question in questions:
        right, wrong = where(question, right=True), where(question, right=False)
        assert question.velg(*right).andel == pytest.approx(1, abs=1e-6)
        assert read(question.velg(*right).samlet) == words["rett"]
        assert 0 < question.velg(*right[1:]).andel < 1
        assert read(question.velg(*right[1:]).samlet) == words["delvis"]
        assert (question.velg(*right, wrong[0]).andel, read(question.velg(*right, wrong[0]).samlet)) == (
            0,
            words["feil"],
        )


def test_the_outcomes_of_a_step_stand_in_their_order_and_what_one_could_do_is_shuffled(bank, spurt):
    for id, one in spurt.items():
        if bank.by_id[id].single:
            is_step = one.valg[-1].id == INNHENT
            assert bank.by_id[id].stokkes is not is_step
            assert not is_step or read(bank.by_id[id].svar[-1].tekst) == NB["sak"]["trenger_mer"]


def test_ten_contacts_are_matched_with_three_answers(bank, spurt):
    words = NB["eksport"]["moodle"]["bunke"]
    piles = [one for one in bank.sporsmal if one.qtype == "matching"]
    assert piles
    for pile in piles:
        key = [right for _, right in pile.stammer]
        assert len(key) == 10
        assert {*pile.valgbare} == {NB["sak"][name] for name in ("starter", "starter_ikke", "ma_sporre")}
        assert (pile.match(key).andel, read(pile.match(key).samlet)) == (1, words["rett"])
        assert pile.match([*key[:9], next(one for one in pile.valgbare if one != key[9])]).andel == 0.9
        for slip, (stem, _) in zip(spurt[pile.idnumber].lapper, pile.stammer, strict=True):
            assert read(stem) == f"{slip.lapp.kanal}. {slip.lapp.tekst}"
            assert slip.lapp.fordi in read(pile.generelt)


def test_a_text_to_write_has_its_model_and_list_and_holds_no_points_back(bank, spurt):
    essays = [one for one in bank.sporsmal if one.qtype == "essay"]
    assert essays
    for essay in essays:
        one = spurt[essay.idnumber]
        for said in (essay.generelt, essay.sensor):
            assert all(read(part) in read(said) for part in (one.modell, one.forklaring))
        assert essay.poeng == 0, "Moodle gives no points for the rest until a teacher has judged this"
    assert {one.poeng for one in bank.sporsmal if one.qtype != "essay"} == {1}


def test_the_rules_are_explained_whatever_was_answered(bank, spurt):
    for question in bank.sporsmal:
        one = spurt[question.idnumber]
        assert read(one.forklaring) in read(question.generelt)
        assert one.lapper or any(tag in question.generelt for tag in one.merkelapper if tag.startswith("R"))


def test_ids_stay_when_the_cases_come_in_another_order_and_in_other_words(noen):
    before = les(written(noen))
    turned = replace(noen, cases=noen.cases[::-1])
    after = les(written(retold(turned, lambda text: f"Helt andre ord. {text[::-1]}")))
    assert before.kategorier == after.kategorier
    assert {one.idnumber: one.kategori for one in before.sporsmal} == {
        one.idnumber: one.kategori for one in after.sporsmal
    }
    assert not {one.oppgave for one in before.sporsmal} & {one.oppgave for one in after.sporsmal}


def test_ids_stay_in_nynorsk_where_the_words_are_others(noen):
    nn = les(written(noen, "nn"))
    assert [one.idnumber for one in nn.sporsmal] == [one.idnumber for one in les(written(noen)).sporsmal]
    assert ("$course$", "top", "Enhetlig", "Rett til vurdering") in nn.kategorier
    assert tekster("nn")["eksport"]["moodle"]["hentet"] in "".join(one.oppgave for one in nn.sporsmal)


def test_the_command_writes_the_same_bytes_in_another_process(noen, tmp_path):
    kurs = [Path(sys.executable).parent / "kurs", "eksporter", "moodle", tmp_path / "m.xml"]
    chosen = [word for id in FEW for word in ("--sak", id)]
    environment = {**os.environ, "PYTHONHASHSEED": "1"}
    ran = subprocess.run([*kurs, *chosen], cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "m.xml").read_bytes() == written(noen) == written(noen)


def test_what_authors_write_is_shown_as_they_wrote_it_and_never_runs(noen):
    spoiled = retold(noen, lambda text: text + NASTY)
    asked = {one.id: one for case in spoiled.cases for one in ledd(spoiled, case, NB)}
    bank = les(written(spoiled))
    assert {*bank.by_id} == {*asked}
    for question in bank.sporsmal:
        assert KEPT in read(question.oppgave)
        assert "‹b›fet‹/b› & " in question.navn
        for number in where(question, right=False):  # of the table alone, authors have not written
            assert KEPT in read(question.svar[number].sagt) or question.idnumber.endswith(".bord")
        if any(choice.id == "0" for choice in asked[question.idnumber].valg):
            assert all(KEPT in read(answer.tekst) for answer in question.svar)
        assert all(KEPT in read(stem) for stem, _ in question.stammer)
        assert not question.sensor or KEPT in read(question.sensor)
        for text in texts(question):
            assert {element.tag for element in etree.fromstring(f"<div>{text}</div>").iter()} <= TAGS


def test_nothing_but_plain_html_leaves_and_no_file_is_needed(bank):
    for question in bank.sporsmal:
        for text in texts(question):
            for element in etree.fromstring(f"<div>{text}</div>").iter():
                assert element.tag in TAGS
                assert set(element.keys()) <= {"href", "start"}


def test_line_breaks_in_a_text_part_words_also_where_moodle_drops_them(noen):
    broken = les(written(retold(noen, lambda text: text.replace(" ", "\n"))))
    for question in les(written(noen)).sporsmal:
        for before, after in zip(texts(question), texts(broken.by_id[question.idnumber]), strict=True):
            assert read(after) == read(before)


def test_lines_that_an_author_has_set_off_stay_lines(noen):
    bank = les(written(retold(noen, lambda text: text + "\n\n    en\n    to\n" if "\n\n" in text else text)))
    for question in bank.sporsmal:
        assert etree.fromstring(f"<div>{question.oppgave}</div>").findtext("pre/code") == "en\nto\n"


def test_a_name_or_an_id_that_is_too_long_for_moodle_is_shortened_and_stays_its_own(noen):
    def long(case: Case) -> Case:
        sak = copy.copy(case.sak)
        object.__setattr__(sak, "id", f"{case.sak.id}{'-lang' * 30}")
        object.__setattr__(sak, "tittel", "En lang tittel " * 30)
        return Case(sak, case.source, Desk(noen.regelbok, sak))

    longer = replace(noen, cases=[long(case) for case in noen.cases])
    bank = les(written(longer))
    assert len(bank.by_id) == len(les(written(noen)).sporsmal)
    assert {one.idnumber for one in les(written(replace(longer, cases=longer.cases[:1]))).sporsmal} <= set(bank.by_id)


SPOILED = {
    "a share that is not in Moodle's list": (b'fraction="0"', b'fraction="17"'),
    "no answer with full marks": (b'fraction="100"', b'fraction="50"'),
    "a text without its format": (b'<questiontext format="html">', b"<questiontext>"),
    "an unknown kind of question": (b'type="essay"', b'type="essayet"'),
    "the same id twice in a category": (b"rad-ni.behov.bord", b"rad-ni.behov"),
    "a tag with a comma": (b"<text>R25</text>", b"<text>R25, R26</text>"),
    "a name with markup": (b"<name>\n<text>", b"<name>\n<text>&lt;b&gt;"),
    "a part that Moodle passes by": (b"<single>true</single>", b"<single>true</single><singel>true</singel>"),
    "a question before its category": (
        b"<quiz>\n<question",
        b'<quiz>\n<question type="multichoice"></question><question',
    ),
    "a slip without an answer": (b"<answer>\n<text>Starter ikke</text>", b"<answer>\n<text></text>"),
    "a file that is cut off": (b"</quiz>", b""),
}


@pytest.mark.parametrize("what", SPOILED)
def test_the_reader_that_these_tests_trust_refuses(what, noen):
    whole = written(noen)
    spoiled = whole.replace(*SPOILED[what])
    assert spoiled != whole
    les(whole)
    with pytest.raises(Importfeil):
        les(spoiled)
