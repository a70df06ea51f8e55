"""What a meeting leaves behind: minutes that say the same as a page and as Markdown, and nameless numbers."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path

import markdown as python_markdown
import pytest
from markdown_it import MarkdownIt

from generator.live import referat, uttrekk
from generator.live.hendelser import Avsluttet, Hendelse, Rutine, Skrev
from generator.live.meeting import Mote, gjenoppta
from generator.pages.side import environment
from generator.view.sprak import tekster
from tests.live.mote import (
    LES,
    OVERFORT,
    PRAKSIS,
    REFERAT,
    REGLER,
    RUNDE1,
    RUNDE2,
    SNAKK,
    TVILLING,
    apnet,
    gikk,
    kom,
    mote,
    stemme,
    stemte,
)

TEMPLATES = Path(referat.__file__).parent / "templates"
DAY = date(2026, 3, 3)
T = tekster("nb")
PEOPLE = ("wzqrt1", "wzqrt2", "wzqrt3", "wzqrt4")
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "![x](https://ond.no/x.png)",
    "<https://ond.no>",
    "[x]: https://ond.no",
    "https://ond.no og www.ond.no",
    '=HYPERLINK("https://ond.no";"x")',
    "  +1+cmd|' /C calc'!A0",
    "linje\n# overskrift\n---\n- punkt\n1. én\n> sitat\n```\nkode\n```\n| a |\n|---|\n| b |",
    "linje\n\n    kode\n\n<b>fet</b>",
    "&lt;script&gt; &#60;b&#62;",
    "\\[x](javascript:y) **fet** `kode` ~~borte~~",
    "!!! note\n    <script>x</script>",
    "x {: onclick=y } [^1] *[a]: b",
]


def rounds(first: str, second: str, **kwargs: str) -> list[Hendelse]:
    """People answer the first round and the second, one letter each, and the meeting goes on to the rules."""
    return [
        *kom(*PEOPLE[: len(first)]),
        *gikk(LES, RUNDE1),
        *(stemte(who, RUNDE1, stemme(svar, **kwargs)) for who, svar in zip(PEOPLE, first, strict=False)),
        *gikk(RUNDE1, SNAKK, RUNDE2),
        *(stemte(who, RUNDE2, stemme(svar)) for who, svar in zip(PEOPLE, second, strict=False)),
        *gikk(RUNDE2, REGLER),
    ]


def minutes(held: Mote, regelbok, malform: str = "nb") -> str:
    return referat.markdown(held, DAY, tekster(malform), regelbok)


def page(held: Mote, regelbok) -> str:
    template = environment(TEMPLATES).get_template("referat.html.j2")
    return template.render(t=T, r=referat.referat(held, DAY, T, regelbok), tittel="Referat")


def everything(held: Mote, regelbok) -> str:
    """All forms that a meeting leaves in."""
    numbers = json.dumps([uttrekk.data(held), uttrekk.lesninger([held])], ensure_ascii=False)
    return "\n".join([minutes(held, regelbok), page(held, regelbok), uttrekk.csv(held), numbers])


def rows(held: Mote) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(uttrekk.csv(held).removeprefix("\ufeff")), delimiter=";"))


def routine(held: Mote, **fields: object) -> Mote:
    return gjenoppta([Skrev(nr=len(held.praksis), rutine=Rutine(**{"hva": "Vi spør.", **fields}))], held)


def test_an_answer_is_told_from_one_round_to_the_next(regelbok):
    said = minutes(mote(rounds("aaab", "abbb")), regelbok)
    assert "- Litt: 3 → 1\n- Noe: 1 → 3 (etter reglene)\n- Mye: 0 → 0\n" in said


def test_the_minutes_begin_with_the_day_and_ask_what_was_asked(regelbok):
    said = minutes(mote(rounds("ab", "bb")), regelbok)
    assert said.startswith("# Referat fra fagmøte\n\n3\\. mars 2026\n\n## Anna\n\nHva trenger Anna?\n")


@pytest.mark.parametrize(
    ("second", "said"),
    [
        ("bbbb", "Dere ble enige, og i tråd med reglene."),
        ("aaaa", "Dere ble enige, men reglene sier noe annet."),
        ("abbb", "Dere var delt, og ikke alle svarene kan forsvares."),
        ("b", "Bare én svarte, så det var ingen å være enig med."),
    ],
)
def test_agreement_is_crossed_with_the_rules(regelbok, second, said):
    assert said in minutes(mote(rounds("aabb", second)), regelbok)


def test_of_all_pairs_the_share_that_answered_alike_is_told_for_each_round(regelbok):
    said = minutes(mote(rounds("aabb", "bbbb")), regelbok)
    assert "svarte 33 prosent likt i første runde, og 100 prosent i andre" in said


def test_it_is_told_how_sure_they_were_and_how_many_of_those_were_in_line(regelbok):
    assert "Første runde: 3 svarte «ville fattet vedtaket», 1 av dem i tråd med reglene." in minutes(
        mote(rounds("aab", "bbb", sikker="90")), regelbok
    )


@pytest.mark.parametrize("steps", [[LES, RUNDE1], [LES, RUNDE1, SNAKK], [LES, RUNDE1, SNAKK, RUNDE2]])
def test_a_first_round_is_told_only_when_its_second_can_no_more_be_opened(regelbok, steps):
    votes = [stemte(who, RUNDE1, stemme("a", grunn="Fordi det haster")) for who in PEOPLE]
    held = mote(kom(*PEOPLE), gikk(*steps[:2]), votes, gikk(*steps[1:]))
    assert held.svart(RUNDE1) == 4
    assert uttrekk.fortalt(held) == []
    assert uttrekk.rader(held) == []
    assert uttrekk.data(held)["saker"] == uttrekk.data(held)["flytting"] == uttrekk.lesninger([held]) == {}
    assert "Fordi det haster" not in everything(held, regelbok)
    assert "etter reglene" not in everything(held, regelbok)


def test_a_meeting_that_ended_early_tells_of_the_round_it_had(regelbok):
    held = mote(kom(*PEOPLE[:2]), gikk(LES, RUNDE1), stemte(PEOPLE[0]), stemte(PEOPLE[1], svar="a"), [Avsluttet()])
    said = minutes(held, regelbok)
    assert "- Litt: 1\n- Noe: 1 (etter reglene)\n" in said
    assert "svarte 0 prosent likt i første runde." in said
    assert "→" not in said


def test_reasons_of_an_open_twin_are_not_told_while_the_case_before_it_is(regelbok):
    held = mote(
        rounds("bb", "bb", grunn="Grunn til Anna"),
        gikk(REGLER, TVILLING),
        stemte(PEOPLE[0], TVILLING, stemme("a", grunn="Grunn til tvillingen")),
        apning=apnet(tvillinger={"anna": "bo"}),
    )
    assert "Grunn til Anna" in minutes(held, regelbok)
    assert "Grunn til tvillingen" not in everything(held, regelbok)
    assert "Bo" not in minutes(held, regelbok)


@pytest.mark.parametrize(
    ("svar", "said"),
    [
        ("bb", "Det fulgte med til tvillingsaken. Alle svarte"),
        ("ab", "Det fulgte delvis med til tvillingsaken. 1 av 2 svarte"),
        ("aa", "Det fulgte ikke med til tvillingsaken. Ingen svarte"),
        ("", "Ingen svarte på tvillingsaken."),
    ],
)
def test_it_is_told_whether_it_carried_over_to_the_twin(regelbok, svar, said):
    votes = [stemte(who, TVILLING, one) for who, one in zip(PEOPLE, svar, strict=False)]
    twin = apnet(tvillinger={"anna": "bo"})
    held = mote(rounds("bb", "bb"), gikk(REGLER, TVILLING), votes, gikk(TVILLING, OVERFORT), apning=twin)
    assert "### Tvillingsaken: Bo" in minutes(held, regelbok)
    assert said in minutes(held, regelbok)


def test_the_order_of_reasons_says_nothing_of_who_wrote_them(regelbok):
    written = {
        "wzqrt1": "Å vente er verst",
        "wzqrt2": "arbeid først",
        "wzqrt3": "Bedre å spørre",
        "wzqrt4": "arbeid først",
    }
    said = []
    for people in (list(written), list(reversed(written))):
        votes = [stemte(who, RUNDE1, stemme("b", grunn=written[who])) for who in people]
        held = mote(kom(*people), gikk(LES, RUNDE1), votes, gikk(RUNDE1, SNAKK, RUNDE2, REGLER))
        said.append(minutes(held, regelbok))
    assert said[0] == said[1]
    assert "- arbeid først\n- Bedre å spørre\n- Å vente er verst\n" in said[0]


def test_a_measurement_tells_which_cases_it_had_and_no_answer(regelbok):
    opening = apnet(("anna", "bo"), maling=True)
    votes = [stemte(who, 0, stemme("a", grunn="Hemmelig grunn")) for who in PEOPLE]
    held = mote(kom(*PEOPLE), votes, gikk(0, 1, 2), [Avsluttet()], apning=opening)
    assert "Dette var en måling." in minutes(held, regelbok)
    assert "- Anna\n- Bo\n" in minutes(held, regelbok)
    assert uttrekk.rader(held) == []
    told = uttrekk.data(held)
    assert (told["runder"], told["saker"], told["flytting"]) == ([], {}, {})
    for word in ("Litt", "Noe", "Hemmelig", "etter reglene", "Vår praksis"):
        assert word not in minutes(held, regelbok) + page(held, regelbok)


def test_a_routine_is_told_with_all_that_was_written_of_it(regelbok):
    fields = {
        "nar": "Ved skranken",
        "hvem": "Mottaket",
        "eier": "Teamlederen",
        "igjen": "2026-09-01",
        "hvorfor": "Fordi",
    }
    said = minutes(routine(mote(rounds("bb", "bb")), hva="Vi spør.", sak="anna", **fields), regelbok)
    assert said.endswith(
        "## Vår praksis\n\n- Vi spør.\n    - Når: Ved skranken\n    - Hvem gjør det: Mottaket\n"
        "    - Hvem passer på den: Teamlederen\n    - Ses på igjen: 1\\. september 2026\n    - Hvorfor: Fordi\n"
        "    - Fra saken: Anna\n"
    )


def test_a_day_that_is_no_day_is_told_as_it_was_typed(regelbok):
    assert "Ses på igjen: 2026-13-45" in minutes(routine(mote(rounds("bb", "bb")), igjen="2026-13-45"), regelbok)


def test_a_narrow_routine_is_answered_with_the_rules_and_is_never_a_routine(regelbok):
    held = routine(mote(rounds("bb", "bb")), hva="Bare de som ber om jobb.", smalner=("hvem", "samtale"), eier="Kari")
    before, asked = minutes(held, regelbok).split("## Åpne spørsmål")
    assert "Dere skrev ikke ned noen rutine." in before
    assert "Bare de som ber om jobb." not in before
    assert "- Bare de som ber om jobb.\n" in asked
    for kind in ("hvem", "samtale"):
        for rule in regelbok.hode.smalner[kind]:
            assert f"    - {rule} {regelbok.regler[rule].tittel}" in asked
    told = uttrekk.data(held)
    assert told["rutiner"] == []
    assert [one["hva"] for one in told["apne"]] == ["Bare de som ber om jobb."]
    assert "Bare de som ber om jobb." in page(held, regelbok).split("Åpne spørsmål")[1]


def test_a_rule_that_answers_in_two_ways_is_named_once(regelbok):
    twice = replace(regelbok, hode=replace(regelbok.hode, smalner={"hvem": ("R14",), "sted": ("R14", "R60")}))
    found = referat.apent(Rutine(hva="x", smalner=("hvem", "sted")), twice)
    assert [rule.id for rule in found.regler] == ["R14", "R60"]


def test_no_participant_is_in_anything_that_is_taken_out(regelbok):
    held = mote(rounds("aabb", "abbb", grunn="Fordi"), [Avsluttet()])
    said = everything(held, regelbok)
    assert "wzqrt" not in said
    assert "deltaker" not in said


def test_the_page_and_the_markdown_tell_the_same(regelbok):
    held = mote(
        rounds("aabb", "abbb", grunn="En grunn", sikker="70"),
        gikk(REGLER, TVILLING),
        stemte(PEOPLE[0], TVILLING, "a"),
        gikk(TVILLING, OVERFORT),
        apning=apnet(tvillinger={"anna": "bo"}, delt_bord=True),
    )
    held = routine(routine(held, hvorfor="En årsak"), hva="Bare noen.", smalner=("sted",))
    words = html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page(held, regelbok))))
    shown = html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", MarkdownIt().render(minutes(held, regelbok)))))
    r = referat.referat(held, DAY, T, regelbok)
    sak = r.saker[0]
    assert sak.tvilling
    said = [
        *sak.setninger,
        *sak.sikkerhet,
        *sak.grunner,
        *sak.tvilling.setninger,
        sak.sporsmal,
        T["referat"]["delt_bord"],
    ]
    said += chain.from_iterable([a.hva, *(text for _, text in a.ledd)] for a in r.praksis)
    said += chain.from_iterable([q.hva, *(rule.tekst for rule in q.regler)] for q in r.apne)
    assert [one for one in said if one not in words] == []
    assert [one for one in said if one not in shown] == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_harmless_in_markdown(regelbok, text):
    held = routine(mote(rounds("ab", "bb", grunn=text)), hva=text, nar=text, hvem=text, hvorfor=text)
    held = routine(held, hva=f"{text} 2", smalner=("hvem",), hvorfor=text)
    plain = routine(mote(rounds("ab", "bb", grunn="x")), hva="x", nar="x", hvem="x", hvorfor="x")
    plain = routine(plain, hva="x 2", smalner=("hvem",), hvorfor="x")
    for render in (
        MarkdownIt("default", {"html": True}).render,
        lambda source: python_markdown.markdown(source, extensions=["extra", "admonition", "sane_lists"]),
    ):
        tags = [re.findall(r"<(?!br)/?(\w+)", render(minutes(one, regelbok))) for one in (held, plain)]
        assert tags[0] == tags[1]


@pytest.mark.parametrize("text", HOSTILE)
def test_typed_text_reads_as_it_was_typed(text):
    words = html.unescape(re.sub(r"<[^>]+>", "", MarkdownIt().render(referat.literal(text))))
    assert words.split() == text.split()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_harmless_on_the_page(regelbok, text):
    held = routine(mote(rounds("ab", "bb", grunn=text)), hva=text, nar=text, eier=text, hvorfor=text)
    held = routine(held, hva=f"{text} 2", smalner=("hvem",), hvorfor=text)
    plain = routine(mote(rounds("ab", "bb", grunn="x")), hva="x", nar="x", eier="x", hvorfor="x")
    plain = routine(plain, hva="x 2", smalner=("hvem",), hvorfor="x")
    tags = [re.findall(r"<(?!br)/?\w+[^>]*", page(one, regelbok)) for one in (held, plain)]
    assert tags[0] == tags[1]


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


@pytest.mark.parametrize("malform", ["nb", "nn"])
def test_a_meeting_in_which_nothing_happened_has_minutes_too(regelbok, malform):
    assert minutes(Mote(), regelbok, malform).startswith("# Referat")
    assert uttrekk.data(Mote())["plan"] == uttrekk.rader(Mote()) == []
    assert page(Mote(er_over=True), regelbok)


def test_the_minutes_are_there_in_nynorsk(regelbok):
    said = minutes(mote(rounds("ab", "aa"), gikk(REGLER, PRAKSIS, REFERAT)), regelbok, "nn")
    assert "De blei einige, men reglane seier noko anna." in said
