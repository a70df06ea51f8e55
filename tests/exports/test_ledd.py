"""Questions for formats that know no cards: they ask and judge as the desk does, and give nothing away."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from generator.course import Case, Course, load
from generator.desk import INNHENT, Desk, State, options
from generator.exports.ledd import PA_BORDET, SLAG, Ledd, ledd
from generator.model import Bunke, Flersporsmal, Handlingssporsmal, Stegsporsmal
from generator.view.sporsmal import LAPPESVAR
from generator.view.sprak import MALFORMER, tekster
from generator.view.tekst import html
from tests.conftest import PROJECT

NB = tekster("nb")
ID = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+){1,2}")


@pytest.fixture(scope="module")
def bank() -> Course:
    return load(PROJECT)


@pytest.fixture(scope="module")
def asked(bank: Course) -> dict[str, Ledd]:
    return {one.id: one for case in bank.cases for one in ledd(bank, case, NB)}


def words(html: str) -> str:
    """The words of a text in one line, in small letters, without tags and signs."""
    return " ".join(re.findall(r"\w+", re.sub(r"<[^>]+>", " ", html).lower()))


def turned(case: Case) -> Case:
    """The case with its questions, their options and its cards in the opposite order."""
    questions = []
    for question in case.sak.sporsmal[::-1]:
        has_options = isinstance(question, Stegsporsmal | Handlingssporsmal | Flersporsmal)
        questions.append(replace(question, valg=question.valg[::-1]) if has_options else question)
    sak = replace(case.sak, sporsmal=tuple(questions), opplysninger=case.sak.opplysninger[::-1])
    return replace(case, sak=sak, desk=Desk(case.desk.regelbok, sak))


def of_steps(course: Course, asked: dict[str, Ledd]) -> Iterator[tuple[Case, Stegsporsmal, State, Ledd]]:
    """Every time a step is asked: the case, the question, how the desk judges it, and what is asked."""
    for case in course.cases:
        for question in case.sak.stegsporsmal:
            judged = case.desk.judge(question)
            id = f"{case.sak.id}.{question.id}"
            yield case, question, judged.states[judged.index[case.desk.all_open]], asked[id]
            if on_table := asked.get(f"{id}.{PA_BORDET}"):
                yield case, question, judged.states[judged.index[0]], on_table


def test_an_id_stands_once_in_the_whole_bank_and_is_ascii(bank, asked):
    every = Counter(one.id for case in bank.cases for one in ledd(bank, case, NB))
    assert [id for id, count in every.items() if count > 1 or not ID.fullmatch(id)] == []
    for one in asked.values():
        assert len({choice.id for choice in one.valg}) == len(one.valg)
        assert [choice.id for choice in one.valg if not re.fullmatch(r"[a-z0-9_]+", choice.id)] == []


def test_an_id_does_not_change_with_the_order_or_the_language(bank, asked):
    other = replace(bank, cases=[turned(case) for case in bank.cases[::-1]])
    again = {one.id: one for case in other.cases for one in ledd(other, case, tekster("nn"))}
    assert again.keys() == asked.keys()
    assert set(MALFORMER) == {"nb", "nn"}
    for _, question, _, one in of_steps(bank, asked):
        kept = [choice.id for choice in again[one.id].valg]
        assert sorted(kept) == sorted(choice.id for choice in one.valg) == sorted(options(question))


def test_every_question_of_the_bank_is_asked_with_everything_fetched(bank, asked):
    for case in bank.cases:
        for question in case.sak.sporsmal:
            one = asked[f"{case.sak.id}.{question.id}"]
            assert (one.slag, one.tekst) == (SLAG[question.type], question.tekst)
            assert {card.kort.id for card in one.kort} == {card.id for card in case.sak.opplysninger}


def test_a_step_that_lacks_something_is_asked_of_the_table_first_where_more_must_be_fetched(bank, asked):
    in_order = list(asked)
    twice = 0
    for case in bank.cases:
        for question in case.sak.stegsporsmal:
            judged = case.desk.judge(question)
            if judged.states[judged.index[0]].verdict.status != "mangler_opplysninger" or not case.desk.closed:
                continue
            twice += 1
            id = f"{case.sak.id}.{question.id}"
            first = asked[f"{id}.{PA_BORDET}"]
            assert in_order.index(first.id) + 1 == in_order.index(id)
            assert [choice.id for choice in first.valg if choice.dom == "rett"] == [INNHENT]
            assert next(choice.tekst for choice in first.valg if choice.id == INNHENT) == NB["sak"]["trenger_mer"]
    assert twice > 50


def test_of_the_table_alone_only_what_lies_there_is_shown(asked):
    on_table = [one for one in asked.values() if one.id.endswith(f".{PA_BORDET}")]
    assert on_table
    for one in on_table:
        there = [card.id for card in one.case.sak.opplysninger if card.hent is None]
        assert [card.kort.id for card in one.kort] == there


def test_the_verdict_on_every_option_is_the_desks(bank, asked):
    for _, question, state, one in of_steps(bank, asked):
        assert [choice.id for choice in one.valg] == list(options(question))
        assert {choice.id for choice in one.rette} == set(state.right), one.id
        derived = {INNHENT} if state.verdict.status == "mangler_opplysninger" else set(state.verdict.utfall)
        sure = {choice.id for choice in one.valg if choice.dom == "rett"}
        assert sure == (derived & set(state.right) if len(derived) == 1 else set()), one.id


def test_what_is_cited_is_right_where_it_breaks_no_rule(bank, asked):
    for case in bank.cases:
        for question in case.sak.sporsmal:
            if isinstance(question, Handlingssporsmal | Flersporsmal):
                one = asked[f"{case.sak.id}.{question.id}"]
                right = [option.tekst for option in question.valg if not option.bryter]
                assert [choice.tekst for choice in one.rette] == right


def test_a_slip_is_what_the_rules_say_of_it(bank, asked):
    piles = [(case, question) for case in bank.cases for question in case.sak.sporsmal if isinstance(question, Bunke)]
    assert piles
    for case, question in piles:
        shown = asked[f"{case.sak.id}.{question.id}"].lapper
        assert [slip.lapp for slip in shown] == list(question.lapper)
        assert [slip.rett for slip in shown] == [case.desk.starts(slip) for slip in question.lapper]
        assert {slip.rett for slip in shown} <= set(LAPPESVAR)


def test_of_every_wrong_option_more_is_said_than_that_it_is_wrong(asked):
    for one in asked.values():
        for choice in one.valg:
            _, _, told = choice.sagt.partition("</b>")
            assert words(told) or choice.dom != "feil", (one.id, choice.id)


def test_what_an_author_says_of_a_wrong_option_is_said_where_all_is_fetched(bank, asked):
    for case in bank.cases:
        for question in case.sak.sporsmal:
            one = asked[f"{case.sak.id}.{question.id}"]
            said = {choice.tekst: choice for choice in one.valg}
            for option in getattr(question, "valg", ()):
                text = (
                    bank.regelbok.steg[question.steg].utfall.get(option.utfall, NB["sak"]["trenger_mer"])
                    if (isinstance(question, Stegsporsmal))
                    else option.tekst
                )
                if said[text].dom == "feil" and option.tilbakemelding:
                    assert words(option.tilbakemelding) in words(said[text].sagt)


def test_a_model_and_its_points_are_there_where_one_writes(asked):
    written = [one for one in asked.values() if one.slag == "skriv"]
    assert written
    assert [one.id for one in written if not one.modell or one.valg or not words(one.forklaring)] == []


def test_what_is_said_of_the_table_alone_never_says_what_stands_on_a_closed_card(asked):
    on_table = [one for one in asked.values() if one.id.endswith(f".{PA_BORDET}")]
    for one in on_table:
        shown = words(" ".join([one.case.sak.historie, *(card.kort.tekst for card in one.kort)]))
        said = words(" ".join([one.tekst, one.forklaring, *(f"{c.tekst} {c.sagt}" for c in one.valg)]))
        for card in one.case.desk.closed:
            assert words(html(card.tekst)) not in said
            sentences = [words(line) for line in re.split(r"[.!?:«»]+", card.tekst)]
            told = [line for line in sentences if len(line.split()) > 4 and line in said and line not in shown]
            assert told == [], (one.id, card.id)
