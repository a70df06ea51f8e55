"""What a meeting leaves behind: minutes that say the same as a page and as Markdown, and tell of nobody."""

from __future__ import annotations

import html
import re
import time
from dataclasses import replace
from itertools import chain

import pytest
from markdown_it import MarkdownIt
from sqlalchemy import update

from generator.live import referat, uttrekk
from generator.live.hendelser import Avsluttet, Rutine
from generator.live.meeting import Mote
from generator.live.store import MOTE, Ordre
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
from tests.live.referatet import DAY, PEOPLE, T, everything, minutes, page, rounds, routine


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


@pytest.mark.parametrize("malform", ["nb", "nn"])
def test_a_meeting_in_which_nothing_happened_has_minutes_too(regelbok, malform):
    assert minutes(Mote(), regelbok, malform).startswith("# Referat")
    assert uttrekk.data(Mote())["plan"] == uttrekk.rader(Mote()) == []
    assert page(Mote(er_over=True), regelbok)


def test_the_minutes_are_there_in_nynorsk(regelbok):
    said = minutes(mote(rounds("ab", "aa"), gikk(REGLER, PRAKSIS, REFERAT)), regelbok, "nn")
    assert "De blei einige, men reglane seier noko anna." in said


def test_a_meeting_keeps_the_day_it_was_made_in_a_server_that_was_started_later(hus, leder):
    id, kode = hus.store.opprett()  # a meeting that the server has not seen
    hus.store.skriv([Ordre(id, apnet(), Mote())])
    made = time.time() - 3 * 86_400
    with hus.store.engine.begin() as connection:
        connection.execute(update(MOTE).where(MOTE.c.id == id).values(laget=made))
    named = leder.klient.get(f"/m/{kode}/referat.md").headers["content-disposition"]
    assert time.strftime("%Y-%m-%d", time.localtime(made)) in named
