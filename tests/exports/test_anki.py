"""The deck in Anki's own engine: what a learner finds there, and keeps when a new edition comes."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from anki.collection import Card, Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.import_export_pb2 import ImportResponse

from generator.course import Case, Course, load
from generator.exports import anki
from generator.exports.ledd import Ledd, ledd
from generator.view.sprak import tekster
from tests.conftest import PROJECT

NB = tekster("nb")
TWO = ("depositum-for-torsdag", "ti-for-kaffen")
RULE = re.compile(r"\bR\d\d")


def package(course: Course, path: Path, malform: str = "nb") -> Path:
    """The file that `kurs eksporter anki` writes."""
    with path.open("wb") as out:
        anki.write(course, out, tekster(malform), iter)
    return path


def taken_in(collection: Collection, file: Path) -> ImportResponse.Log:
    """What Anki says it did with the file, as somebody takes it who opens it and presses «Import»."""
    asked = ImportAnkiPackageRequest(package_path=str(file), options=ImportAnkiPackageOptions())
    return collection.import_anki_package(asked).log


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    """The collection of somebody who has just installed Anki."""
    opened = Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def bank() -> Course:
    return load(PROJECT)


@pytest.fixture(scope="module")
def asked(bank: Course) -> list[Ledd]:
    return [one for case in bank.cases for one in ledd(bank, case, NB)]


@pytest.fixture(scope="module")
def cards(bank: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Card]]:
    """Every card of the whole bank as Anki has it, after the id of its question."""
    folder = tmp_path_factory.mktemp("anki")
    opened = Collection(str(folder / "collection.anki2"))
    taken_in(opened, package(bank, folder / "alle.apkg"))
    yield {opened.get_note(id)["Id"]: opened.get_note(id).cards()[0] for id in opened.find_notes("")}
    opened.close()


def shown(html: str) -> str:
    """What stands on a side of a card, without the style and the tags."""
    return " ".join(unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL)).split())


def answer_side(card: Card) -> str:
    return card.answer().partition('<hr id="answer">')[2]


def test_every_question_is_a_note_with_one_card_and_a_pile_is_one_for_each_slip(asked, cards):
    piles = [one for one in asked if one.slag == "bunke"]
    others = {one.id for one in asked if one.slag != "bunke"}
    slips = {f"{one.id}.{number}" for one in piles for number in range(1, len(one.lapper) + 1)}
    assert piles
    assert set(cards) == others | slips
    assert all(len(card.note().cards()) == 1 for card in cards.values())


def test_the_front_has_the_case_its_cards_and_the_question_and_the_back_the_rest(asked, cards):
    for one in asked:
        if one.slag == "bunke":
            continue
        front, back = shown(cards[one.id].question()), shown(answer_side(cards[one.id]))
        parts = [one.case.sak.tittel, one.tekst, *(shown(card.tekst) for card in one.kort)]
        assert [part for part in (*parts, *(choice.tekst for choice in one.valg)) if shown(part) not in front] == []
        assert not RULE.search(front), one.id
        told = [part for choice in one.valg for part in choice.sagt.split("\n")[1:]]
        assert [part for part in (*told, one.modell or "") if shown(part) not in back] == []
        assert [choice.tekst for choice in one.valg if shown(choice.tekst) not in back] == []


def test_the_rules_stand_on_the_back_and_never_on_the_front(bank, asked, cards):
    derived = {f"{case.sak.id}.{question.id}" for case in bank.cases for question in case.sak.stegsporsmal}
    found = [one for one in asked if ".".join(one.id.split(".")[:2]) in derived]
    assert len(found) > len(asked) / 2
    for one in found:
        assert shown(one.forklaring) in shown(answer_side(cards[one.id]))
        assert RULE.search(shown(answer_side(cards[one.id])))
        assert shown(one.forklaring) not in shown(cards[one.id].question())


def test_what_is_right_comes_first_and_each_of_the_others_has_a_reason(asked, cards):
    for one in asked:
        if one.slag in ("en", "flere"):
            right, _, wrong = answer_side(cards[one.id]).partition('<section class="feil">')
            assert all(choice.tekst in shown(right) for choice in one.rette)
            assert [
                choice.tekst for choice in one.valg if choice.dom == "feil" and choice.tekst not in shown(wrong)
            ] == []
            assert '<li><p class="valg">' in right


def test_a_slip_asks_about_itself_alone_and_says_why_on_the_back(asked, cards):
    for one in asked:
        for number, slip in enumerate(one.lapper, start=1):
            card = cards[f"{one.id}.{number}"]
            others = [other.lapp.tekst for other in one.lapper if other is not slip]
            assert shown(slip.lapp.tekst) in shown(card.question())
            assert shown(slip.lapp.fordi) in shown(answer_side(card))
            assert slip.lapp.fordi not in shown(card.question())
            assert "eksempel på" not in shown(answer_side(card))  # a deviation is what a miss would be
            assert [text for text in others if shown(text) in shown(card.answer())] == []


def test_each_module_has_its_deck_below_the_courses(bank, cards):
    collection = next(iter(cards.values())).col
    for case in bank.cases:
        found = {card.did for id, card in cards.items() if id.startswith(f"{case.sak.id}.")}
        assert [collection.decks.name(did) for did in found] == [f"Enhetlig::{NB['moduler'][case.sak.modul]}"]


def test_new_cards_come_in_the_order_of_the_course(asked, cards):
    in_order = sorted(cards, key=lambda id: cards[id].due)
    assert list(dict.fromkeys(".".join(id.split(".")[:2]) for id in in_order)) == list(
        dict.fromkeys(".".join(one.id.split(".")[:2]) for one in asked)
    )


def test_the_labels_are_tags_that_one_can_search_by(asked, cards):
    collection = next(iter(cards.values())).col
    for one in asked:
        if one.slag != "bunke":
            assert set(cards[one.id].note().tags) == set(one.merkelapper)
    about = {one.id for one in asked if "R25" in one.merkelapper and one.slag != "bunke"}
    assert {collection.get_note(id)["Id"] for id in collection.find_notes("tag:R25")} >= about > set()


def test_norwegian_letters_arrive(bank, cards):
    said = "".join(shown(card.answer()) for card in cards.values())
    assert [letter for letter in "æøåØÅ«»–§é" if letter not in said] == []
    assert "Ã" not in said


def test_no_link_is_left_that_leads_nowhere_and_nothing_is_asked_of_others(cards):
    for card in cards.values():
        assert not re.search(r"<(a|img|script|link|iframe)\b|https?://|url\(", card.answer())


def test_what_an_author_writes_is_text_and_neither_code_nor_sound(bank, collection, tmp_path):
    case = bank.by_id["depositum-for-torsdag"]
    evil = '2 < 3 &amp; 4 > 1 [sound:a.mp3] [latex]x[/latex] {{Svar}} & "så"'
    first, *others = case.sak.sporsmal
    changed = replace(case.sak, tittel=evil, historie=evil, sporsmal=(replace(first, tekst=evil), *others))
    taken_in(collection, package(replace(bank, cases=[Case(changed, case.source, case.desk)]), tmp_path / "a.apkg"))
    for id in collection.find_notes(""):
        card = collection.get_note(id).cards()[0]
        assert not re.search(r"\[(sound|latex)|2 <", card.answer())
        assert (card.question_av_tags(), card.answer_av_tags()) == ([], [])
        assert shown(card.question()).startswith(evil)


def course_in_git(folder: Path, day: str) -> Course:
    """A small course that was last changed on that day."""
    if not folder.exists():
        for id in TWO:
            file = next((PROJECT / "cases").glob(f"*/{id}.yaml")).relative_to(PROJECT)
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(PROJECT / file, folder / file)
        shutil.copy(PROJECT / "mkdocs.yml", folder)
    who = {f"GIT_{role}_{what}": "k@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {**os.environ, **who, "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
    for line in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "endret"]):
        subprocess.run(["git", *line], cwd=folder, env=environment, check=True)
    return load(folder)


def test_a_new_edition_mends_the_notes_and_keeps_what_was_learnt(collection, tmp_path):
    folder = tmp_path / "kurs"
    first = taken_in(collection, package(course_in_git(folder, "2026-03-01"), tmp_path / "mars.apkg"))
    id = collection.find_notes("Id:depositum-for-torsdag.rett")[0]
    collection.decks.set_current(collection.get_note(id).cards()[0].did)
    card = collection.sched.getCard()
    assert card is not None
    collection.sched.answerCard(card, 4)
    learnt = (card.note()["Id"], card.id, collection.get_card(card.id).ivl, collection.get_card(card.id).due)
    assert learnt[2] > 0

    file = folder / "cases" / "rett-til-vurdering" / "depositum-for-torsdag.yaml"
    file.write_text(file.read_text("utf-8").replace("Kjetil", "Kåre Ærlig"), "utf-8")
    second = taken_in(collection, package(course_in_git(folder, "2026-04-01"), tmp_path / "april.apkg"))

    assert (len(second.new), len(second.conflicting), len(second.updated)) == (0, 0, len(first.new))
    assert collection.note_count() == len(first.new)
    assert "Kåre Ærlig" in collection.get_note(id).cards()[0].question()
    again = collection.get_card(card.id)
    assert (again.note()["Id"], again.id, again.ivl, again.due, again.reps) == (*learnt, 1)
    assert collection.db.scalar("select count() from revlog") == 1


def test_the_same_edition_twice_changes_nothing(collection, tmp_path):
    course = course_in_git(tmp_path / "kurs", "2026-03-01")
    file = package(course, tmp_path / "mars.apkg")
    assert (
        file.read_bytes() == package(course_in_git(tmp_path / "likt", "2026-03-01"), tmp_path / "to.apkg").read_bytes()
    )
    first, second = taken_in(collection, file), taken_in(collection, file)
    assert (len(second.duplicate), collection.note_count()) == (len(first.new), len(first.new))


def test_a_course_that_no_git_keeps_gives_the_same_bytes_too(bank, tmp_path):
    few = replace(bank, root=tmp_path, cases=bank.cases[:3])
    written = []
    for _ in range(2):
        out = io.BytesIO()
        anki.write(few, out, NB, iter)
        written.append(out.getvalue())
    assert written[0] == written[1]


def test_the_deck_in_nynorsk_is_the_same_notes(bank, collection, tmp_path):
    few = replace(bank, root=tmp_path, cases=bank.cases[:3])
    first = taken_in(collection, package(few, tmp_path / "nb.apkg"))
    second = taken_in(collection, package(few, tmp_path / "nn.apkg", "nn"))
    assert (len(second.duplicate), len(second.new), len(second.conflicting)) == (len(first.new), 0, 0)


def test_a_note_is_the_same_whatever_order_the_cases_and_their_questions_stand_in(bank, tmp_path, collection):
    several = next(case for case in bank.cases if len(case.sak.sporsmal) > 1)
    turned = replace(several.sak, sporsmal=several.sak.sporsmal[::-1], tittel="En annen tittel")
    before = replace(bank, cases=[bank.cases[0], several])
    after = replace(bank, cases=[Case(turned, several.source, several.desk), bank.cases[0]])
    first = taken_in(collection, package(before, tmp_path / "for.apkg"))
    second = taken_in(collection, package(after, tmp_path / "etter.apkg"))
    assert (len(first.new) > 2, len(second.new)) == (True, 0)
