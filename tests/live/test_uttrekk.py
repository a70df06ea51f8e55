"""The nameless numbers a meeting leaves behind: for a spreadsheet, as data, and as first readings."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from itertools import chain

import pytest

from generator.live import uttrekk
from generator.live.hendelser import Avsluttet
from generator.live.meeting import Mote
from tests.live.mote import LES, REGLER, RUNDE1, RUNDE2, SNAKK, apnet, gikk, kom, mote, stemte
from tests.live.referatet import rounds


def rows(held: Mote) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(uttrekk.csv(held).removeprefix("\ufeff")), delimiter=";"))


def test_the_file_for_excel_has_a_mark_of_utf_8_and_cells_parted_by_semicolons():
    said = uttrekk.csv(mote(rounds("ab", "bb")))
    assert said.startswith("\ufeffsak;runde;hva;verdi;navn;antall;etter_reglene;regelbok;hash\r\n")
    assert "anna;runde2;svar;b;Noe;2;ja;prove;h1\r\n" in said
    assert "anna;runde1;lesning:helse;nei;Nei;0;nei;prove;h1\r\n" in said


def test_there_is_a_row_for_each_answer_and_each_reading_of_each_round():
    held = mote(rounds("ab", "bb"))
    assert [(row["runde"], row["hva"], row["antall"]) for row in rows(held)] == [
        *(("runde1", "svar", n) for n in "110"),
        *(("runde1", "lesning:helse", n) for n in "20"),
        *(("runde2", "svar", n) for n in "020"),
        *(("runde2", "lesning:helse", n) for n in "20"),
    ]


@pytest.mark.parametrize("text", ['=HYPERLINK("x";"y")', "+1", "-1", "@SUM(A1)", " =1", "＝1", "\n=1", "a;b\n=c"])
def test_no_cell_is_a_formula(text):
    opening = apnet()
    form = replace(opening.skjema["anna"], valg={"a": text, "b": "Noe", "c": "Mye"})
    held = mote(rounds("ab", "bb"), apning=replace(opening, skjema={"anna": form}))
    assert len(rows(held)) == 10
    for cell in chain.from_iterable(row.values() for row in rows(held)):
        assert not re.match(r"\s*[=+\-@＝]", cell)
        assert "\n" not in cell


def test_the_data_tell_who_moved_where_as_numbers():
    told = uttrekk.data(mote(rounds("aabb", "abbb")))
    assert told["flytting"] == {"anna": {"a": {"a": 1, "b": 1}, "b": {"b": 2}}}
    assert [one["svar"] for one in told["runder"]] == [{"a": 2, "b": 2, "c": 0}, {"a": 1, "b": 3, "c": 0}]
    assert told["frigitt"] is False
    assert json.loads(json.dumps(told))["plan"][0] == {"trinn": "les", "sak": "anna"}


def first_votes(svar: str, people: str = "x", **kwargs: object) -> Mote:
    """A meeting that was over after its first round."""
    who = [f"{people}{nr}" for nr in range(len(svar))]
    votes = [stemte(one, RUNDE1, given) for one, given in zip(who, svar, strict=True)]
    return mote(kom(*who), gikk(LES, RUNDE1), votes, gikk(RUNDE1, SNAKK, RUNDE2, REGLER), [Avsluttet()], **kwargs)


def test_first_readings_of_all_meetings_are_counted_together():
    told = uttrekk.lesninger([first_votes("aab", "x"), first_votes("bb", "y")])
    assert told == {
        "anna": {
            "hash": "h1",
            "lesninger": {"helse": {"ja": 5, "nei": 0}},
            "svar": {"a": 2, "b": 3, "c": 0},
            "moter": 2,
        }
    }


def test_second_rounds_are_not_among_the_first_readings():
    assert uttrekk.lesninger([mote(rounds("aaaa", "bbbb")), first_votes("a")])["anna"]["svar"] == {
        "a": 5,
        "b": 0,
        "c": 0,
    }


def test_a_case_that_few_answered_is_not_among_the_first_readings():
    assert uttrekk.lesninger([first_votes("aabb")]) == {}
    assert uttrekk.lesninger([first_votes("a", "same") for _ in range(5)]) == {}


def test_a_case_that_was_rewritten_starts_anew():
    form = replace(apnet().skjema["anna"], hash="h2")
    new = first_votes("bbbbb", apning=replace(apnet(), skjema={"anna": form}))
    assert uttrekk.lesninger([first_votes("aaaaa"), new])["anna"]["svar"] == {"a": 0, "b": 5, "c": 0}
    assert uttrekk.lesninger([first_votes("aaaaa"), new])["anna"]["hash"] == "h2"


def test_nobody_who_had_half_the_papers_is_among_the_first_readings():
    assert uttrekk.lesninger([first_votes("aaaaa", apning=apnet(delt_bord=True))]) == {}


def test_anchor_cases_are_among_the_first_readings_of_the_case_bank():
    votes = [stemte(f"x{nr}", 0, "b") for nr in range(5)]
    held = mote(kom(*(f"x{nr}" for nr in range(5))), votes, gikk(0, 1), apning=apnet(maling=True))
    assert uttrekk.lesninger([held])["anna"]["svar"] == {"a": 0, "b": 5, "c": 0}
