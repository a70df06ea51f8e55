"""The handout as it comes out of the printer: what is on which sheet, for whom, and that nothing else is."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from html import unescape
from itertools import pairwise
from typing import Any, TypeVar

import pytest
from pypdf import PageObject, PdfReader

from generator.course import Case, Course
from generator.desk import Desk
from generator.exports import handout
from generator.exports.utvalg import choose
from generator.view.sak import vis
from generator.view.sporsmal import Sporsmal
from generator.view.sprak import tekster
from tests.conftest import PROJECT

T = TypeVar("T")

NB = tekster("nb")
ORD = NB["eksport"]["handout"]
FOUR = ("telefonen-fra-hotellet", "ti-for-kaffen", "lappen-av-kalenderen", "rad-ni")
"""Cases with every kind of question; one of them is a pile without cards."""
every_case = pytest.mark.parametrize("id", FOUR)
PARTS = {"ark": ORD["ark_bunn"], "kort": ORD["kort_bunn"], "svar": ORD["svar_bunn"]}
A4, MARGIN = (595.28, 841.89), 20 / 25.4 * 72
WIDEST = 0.95
"""How wide a W is, as part of the size of its letters, or a little less."""


def pdf(course: Course, *ids: str, malform: str = "nb") -> bytes:
    """The file that `kurs eksporter handout` writes of these cases; of all where none is named."""
    out = io.BytesIO()
    handout.write(choose(course, saker=ids), out, tekster(malform), iter)
    return out.getvalue()


def with_other_words(course: Course, **changes: Any) -> Course:
    """A course of one case, «Rad ni», with some of its words changed."""
    case = course.by_id["rad-ni"]
    sak = forced(case.sak, **changes)
    return replace(course, cases=[Case(sak, case.source, Desk(course.regelbok, sak))])


def forced(thing: T, **changes: Any) -> T:
    """The same with other words, also such as the reader of cases would refuse."""
    other = copy(thing)
    for name, value in changes.items():
        object.__setattr__(other, name, value)
    return other


def letters(text: str) -> str:
    """What is left of a text when it does not matter how it is set in lines."""
    return re.sub(r"\W", "", unescape(re.sub(r"<[^>]*>", "", text))).casefold()


class Side:
    """A page, as who reads it sees it."""

    def __init__(self, page: PageObject, number: int) -> None:
        self.page, self.number = page, number
        self.text = page.extract_text()
        self.letters = letters(self.text)
        foot = re.search(r"(\D+) (\d+)\Z", self.text.rpartition("\n")[2])
        self.part = next((name for name, said in PARTS.items() if foot and foot[1] == said), "")
        self.of_part = int(foot[2]) if foot else 0

    def __contains__(self, words: str) -> bool:
        return letters(words) in self.letters


def pages(written: bytes) -> list[Side]:
    return [Side(page, number) for number, page in enumerate(PdfReader(io.BytesIO(written), strict=True).pages, 1)]


def part(sider: list[Side], case: Case, name: str) -> list[Side]:
    """The pages of one part of one case."""
    return [side for side in sider if side.part == name and side.letters.startswith(over(case))]


def over(case: Case) -> str:
    """What stands at the top of each page of the case."""
    return letters(ORD["merke"] + case.sak.tittel)


def read(sider: list[Side], case: Case, name: str) -> str:
    """The letters of one part of one case, as if it were set on one long page."""
    found = part(sider, case, name)
    return "".join(
        side.letters.removeprefix(over(case)).removesuffix(letters(PARTS[name]) + str(side.of_part)) for side in found
    )


@pytest.fixture(scope="module")
def written(kurset: Course) -> bytes:
    return pdf(kurset, *FOUR)


@pytest.fixture(scope="module")
def sider(written: bytes) -> list[Side]:
    return pages(written)


@every_case
def test_everyones_sheet_has_the_story_what_lies_on_the_table_and_the_questions(id, kurset, sider):
    shown = vis(kurset, kurset.by_id[id], 1, NB)
    sak = shown.case.sak
    said = [sak.tittel, NB["moduler"][sak.modul], NB["roller"][sak.rolle], shown.historie, ORD["enige"]]
    said += [words for card in shown.pa_bordet for words in (card.kilde, card.kort.dato, card.tekst)]
    said += [words for card in shown.kan_hentes for words in (card.kilde, card.kort.hent)]
    for question in shown.sporsmal:
        said += [question.tekst, *(choice.tekst for choice in question.valg)]
        said += [words for one in question.lesninger for words in (one.sporsmal, *dict(one.valg).values())]
        said += [words for slip in question.lapper for words in (slip.lapp.kanal, slip.lapp.tekst)]
    sheet = read(sider, shown.case, "ark")
    assert [words for words in said if letters(words) not in sheet] == []


@every_case
def test_what_must_be_fetched_stands_only_on_the_sheet_of_cards(id, kurset, sider):
    for card in vis(kurset, kurset.by_id[id], 1, NB).kan_hentes:
        assert {side.part for side in sider if card.tekst in side} == {"kort"}


def key(question: Sporsmal) -> Iterator[str]:
    """What only who has seen the key can know of a question."""
    for choice in question.valg:
        yield from filter(None, (choice.tilbakemelding, choice.koster, choice.kan_forsvares))
    yield from (slip.lapp.fordi for slip in question.lapper)
    yield from (text for text, _ in question.sjekkliste)
    if question.modell:
        yield question.modell
    if told := question.forklaring:
        last = question.siste
        yield from (line.says for line in told.fasit if {0, last} & {*line.states})
        yield from (line.says.text for line in told.avgjorde if last in line.states)
        yield from (line.says for line in told.snudd if last in line.states)
        for rule in told.regler:
            yield from (rule.regel.tekst for line in rule.became if last in line.states and "Gjelder her" in line.says)


@every_case
def test_the_key_is_whole_and_stands_only_on_the_leaders_sheet(id, kurset, sider):
    case = kurset.by_id[id]
    told = [words for question in vis(kurset, case, 1, NB).sporsmal for words in key(question)]
    told += [*case.sak.drofting, kurset.regelbok.hode.navn]
    sheet = read(sider, case, "svar")
    assert [words for words in told if letters(words) not in sheet] == []
    others = [side for side in sider if side.part in ("ark", "kort")]
    assert [(side.number, words) for side in others for words in told if words in side] == []


def test_of_an_option_that_can_be_defended_nothing_is_said_where_its_author_said_nothing(kurset):
    text = " ".join(side.text for side in pages(pdf(kurset, "kranforeren-og-kontoret")))
    assert "None" not in text


def test_a_verdict_is_said_of_every_option_and_only_in_the_key(kurset, sider):
    case = kurset.by_id["rad-ni"]
    sheet = read(sider, case, "svar")
    for question in vis(kurset, case, 1, NB).sporsmal:
        for choice in question.valg:
            assert letters(choice.tekst + NB["dom"][choice.dom]) in sheet
    verdicts = [*NB["dom"].values(), NB["sak"]["horer_ikke_med"]]
    assert [side.number for side in sider for verdict in verdicts if verdict in side and side.part == "ark"] == []


def test_every_part_begins_on_a_sheet_of_its_own_also_when_both_sides_are_printed(sider):
    starts = [side for before, side in pairwise(sider) if side.part and side.part != before.part]
    assert len(starts) == 3 * len(FOUR) - 1
    assert [side.number for side in starts if side.number % 2 == 0] == []


def test_the_leader_is_told_which_pages_to_print_for_whom(kurset, sider):
    for id in FOUR:
        case = kurset.by_id[id]
        found = [[side.number for side in part(sider, case, name)] for name in PARTS]
        spans = ["–".join(dict.fromkeys((str(some[0]), str(some[-1])))) if some else "–" for some in found]
        assert re.search(r"\s+".join(map(re.escape, (case.sak.tittel, *spans))), sider[0].text), spans


def test_every_page_that_is_not_blank_says_its_case_and_which_page_of_its_part_it_is(kurset, sider):
    titles = [over(kurset.by_id[id]) for id in FOUR]
    for before, side in pairwise([Side(PageObject.create_blank_page(width=1, height=1), 0), *sider]):
        if side.letters:
            assert side.of_part == (before.of_part + 1 if side.part == before.part else 1)
            assert not side.part or any(side.letters.startswith(title) for title in titles)


def test_the_pages_of_a_case_are_the_same_whatever_else_is_printed(kurset, sider):
    alone = pages(pdf(kurset, "rad-ni"))
    assert [side.text for side in alone if side.part] == [
        side.text for side in sider if side.part and side.letters.startswith(over(kurset.by_id["rad-ni"]))
    ]


def test_pages_are_a4_and_a_screen_reader_is_told_what_is_what(kurset, written):
    read = PdfReader(io.BytesIO(written))
    root = read.root_object
    assert {tuple(round(float(side), 2) for side in page.mediabox[2:]) for page in read.pages} == {A4}
    assert read.metadata
    assert (read.metadata.title, root["/Lang"], root["/MarkInfo"]["/Marked"]) == (ORD["tittel"], "nb-NO", True)
    assert root["/StructTreeRoot"]["/K"]
    headings = [entry["/Title"] for entry in read.outline if not isinstance(entry, list)]
    assert headings == [case.sak.tittel for case in kurset.cases if case.sak.id in FOUR]


def test_the_same_course_gives_the_same_bytes_also_in_another_process(kurset):
    once = pdf(kurset, "rad-ni")
    assert pdf(kurset, "rad-ni") == once
    script = (
        "import sys, pathlib, generator.course as c, tests.exports.test_handout as t;"
        "sys.stdout.buffer.write(t.pdf(c.load(pathlib.Path('.')), 'rad-ni'))"
    )
    again = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, check=True)
    assert again.stdout == once


def test_more_cases_than_are_set_at_once_are_stapled_and_read_the_same(kurset, written, monkeypatch):
    monkeypatch.setattr(handout, "ALL_AT_ONCE", 1)
    monkeypatch.setattr(handout, "AT_A_TIME", 1)
    stapled = pdf(kurset, *FOUR)
    assert [side.text for side in pages(stapled)] == [side.text for side in pages(written)]
    assert pdf(kurset, *FOUR) == stapled
    root = PdfReader(io.BytesIO(stapled)).root_object
    assert root["/Lang"] == "nb-NO"


MARKUP = '#eval("1") #panic() *a* _b_ $x$ @ref <merke> `kode` // nei \\ ~ = - + / "sitat" \'s\' [x] {y} https://nav.no'


def test_what_an_author_writes_is_never_read_as_markup_of_typst(kurset):
    rad_ni = kurset.by_id["rad-ni"].sak
    card = forced(rad_ni.opplysninger[0], tekst=f"<b>fet</b> {MARKUP}", dato=MARKUP)
    course = with_other_words(
        kurset,
        tittel=MARKUP,
        historie=f"<b>fet</b>\n\n- {MARKUP}",
        drofting=(MARKUP,),
        opplysninger=(card, *rad_ni.opplysninger[1:]),
    )
    text = " ".join(" ".join(side.text for side in pages(pdf(course))).split())
    assert text.count('#eval("1") #panic() *a* _b_ $x$ @ref <merke> `kode` // nei \\ ~ = - + / "sitat"') >= 4
    assert '#eval("1") #panic() a b $x$ @ref <merke> kode // nei \\ ~ = - + / "sitat"' in text
    assert text.count("<b>fet</b>") == 2


def test_markdown_that_is_deep_or_odd_is_set_all_the_same(kurset):
    parts = ["> " * 15 + "dypt", "\n".join(f"{'  ' * n}- nivå{n}" for n in range(8)), "# Over\n\nUnder  \nlinje"]
    parts += ["    kode\n      mer", "*én* **to** `tre` [fire](https://nav.no) [fem](javascript:alert(1))"]
    odd = "\n\n".join([*parts, "---", "![bilde](x.png)", ""])
    text = "".join(side.letters for side in pages(pdf(with_other_words(kurset, historie=odd))))
    for words in (
        "dypt",
        "nivå0",
        "nivå7",
        "over",
        "underlinje",
        "kodemer",
        "éntotrefire",
        "femjavascriptalert1",
        "bilde",
    ):
        assert words in text


def test_letters_quotes_and_dashes_survive(kurset):
    words = "Åse, Ørjan og Æda sa «nei – ikke nå …» på § 14 a, 50 % á 3 × 2 €"
    text = pages(pdf(with_other_words(kurset, historie=words)))[2].text
    assert words in " ".join(text.split())


def test_no_word_is_so_long_that_it_runs_off_the_paper(kurset):
    word = "W" * 120
    rad_ni = kurset.by_id["rad-ni"].sak
    cards = tuple(
        replace(card, tekst=f"{word} {card.tekst}", dato=word, **({"hent": word} if card.hent else {}))
        for card in rad_ni.opplysninger
    )
    sporsmal = tuple(
        replace(
            question,
            tekst=word,
            valg=tuple(
                replace(
                    choice, tilbakemelding=word, koster=word, **({"tekst": word} if question.type == "handling" else {})
                )
                for choice in question.valg
            ),
        )
        for question in rad_ni.sporsmal
    )
    course = with_other_words(
        kurset, tittel=word, historie=word, opplysninger=cards, sporsmal=sporsmal, drofting=(word,)
    )
    found = [place for side in pages(pdf(course)) for place in places(side.page)]
    assert len(found) > 100
    assert [place for place in found if place[0] < MARGIN - 1 or place[1] > A4[0] - MARGIN + 1] == []


def places(page: PageObject) -> list[tuple[float, float, str]]:
    """Where on the page each line of W's begins and ends."""
    found: list[tuple[float, float, str]] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        for run in re.findall("W+", text):
            left = tm[4] * cm[0] + cm[4]
            found.append((left, left + len(run) * WIDEST * size * abs(tm[0] * cm[0]), run))

    page.extract_text(visitor_text=visit)
    return found


@pytest.mark.parametrize(("malform", "lang"), [("nb", "nb-NO"), ("nn", "nn-NO")])
def test_it_speaks_the_language_of_the_course_and_divides_words_as_norwegian_does(malform, lang, kurset):
    rad_ni = kurset.by_id["rad-ni"].sak
    cards = (replace(rad_ni.opplysninger[0], tekst="arbeidsevnevurderingene " * 30), *rad_ni.opplysninger[1:])
    written = pdf(with_other_words(kurset, opplysninger=cards), malform=malform)
    assert PdfReader(io.BytesIO(written)).root_object["/Lang"] == lang
    sheet = pages(written)[2].text
    assert tekster(malform)["eksport"]["handout"]["ark_bunn"] in sheet
    divided = {*re.findall("(\\w+)\u00ad\n", sheet)}
    assert divided
    word = ["ar", "beids", "ev", "ne", "vur", "de", "rin", "ge", "ne"]
    assert {*divided} <= {"sam", *("".join(word[:n]) for n in range(1, len(word)))}
