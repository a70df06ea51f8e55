"""A fagmøte as a state machine, by example: who may answer what and when, and what may be opened again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.live.hendelser import Apnet, Avsluttet, Flyttet, Fordeling, Frigitt, Frist, Hendelse, Kom, Punkt, Skrev
from generator.live.meeting import MOST_PARTICIPANTS, Mote, etter, gjenoppta, legg_plan
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
    skjema,
    stemme,
    stemte,
)
from tests.live.sendt import ROUTINES, UNFIT, happens

# Who may answer what, and when


def refusal(meeting: Mote, event: Hendelse) -> str:
    return happens(meeting, event)[1]


def test_a_vote_is_counted_once_however_often_it_is_sent():
    asked = mote(kom("p0", "p1"), gikk(LES, RUNDE1))
    voted = gjenoppta([stemte("p0")] * 5 + [stemte("p1", svar="a")] + [stemte("p0")] * 5, asked)
    assert voted.svart(RUNDE1) == 2
    assert voted.versjon == asked.versjon + 2


def test_a_changed_vote_replaces_the_one_before():
    asked = mote(kom("p0"), gikk(LES, RUNDE1))
    voted = gjenoppta([stemte("p0", svar="a"), stemte("p0", svar="c"), *gikk(RUNDE1, SNAKK)], asked)
    assert voted.lukkede(RUNDE1) == {"p0": stemme("c")}


@pytest.mark.parametrize("unfit", UNFIT.values(), ids=UNFIT)
def test_an_answer_that_could_not_be_chosen_is_refused(unfit):
    asked = mote(kom("p0"), gikk(LES, RUNDE1))
    assert refusal(asked, stemte("p0", RUNDE1, unfit)) == "svar"
    voted = etter(asked, stemte("p0"))
    assert refusal(voted, stemte("p0", RUNDE1, unfit)) == "svar"


def test_a_vote_from_somebody_who_has_not_joined_is_refused():
    assert refusal(mote(kom("p0"), gikk(LES, RUNDE1)), stemte("p1")) == "ikke_med"


@pytest.mark.parametrize("here", range(REFERAT + 1))
def test_a_vote_is_taken_only_in_the_round_that_is_open(here):
    meeting = mote(kom("p0"), gikk(LES, here))
    for nr in range(-2, REFERAT + 3):
        expected = "" if nr == here and nr in (RUNDE1, RUNDE2) else "lukket"
        assert refusal(meeting, stemte("p0", nr)) == expected


def test_nothing_is_taken_when_the_meeting_is_over_but_that_the_team_lets_it_out():
    over = mote(kom("p0"), gikk(LES, RUNDE1), stemte("p0"), Frist(slutt=1e9), Avsluttet())
    assert over.frist is None
    late = [stemte("p0"), stemte("p0", svar="a"), *kom("p0", "p1"), *gikk(RUNDE1, SNAKK), Frist(slutt=2e9)]
    for event in [*late, Fordeling(), Skrev(nr=0, rutine=ROUTINES[0])]:
        assert refusal(over, event) == "over"
    assert etter(over, Frigitt(ja=True)).er_frigitt


def test_before_it_is_known_what_a_meeting_is_about_one_may_join_and_no_more():
    for event in [stemte("p0", 0), *gikk(0, 1), Frist(slutt=1e9), Fordeling(), Skrev(nr=0, rutine=ROUTINES[0])]:
        assert refusal(gjenoppta(kom("p0")), event) == "ikke_apnet"
    assert refusal(Mote(), Frigitt(ja=True)) == "ikke_apnet"
    early = gjenoppta([*kom("p0", "p1"), apnet(delt_bord=True), *kom("p2", "p1")])
    assert early.deltakere == {"p0": 0, "p1": 1, "p2": 2}
    assert early.bord("p1") == "kommune"
    assert refusal(gjenoppta([Avsluttet()]), apnet()) == "over"


def test_at_most_five_hundred_take_part():
    full = mote(kom(*[f"p{n}" for n in range(MOST_PARTICIPANTS)]))
    assert MOST_PARTICIPANTS == len(full.deltakere) == 500
    assert refusal(full, Kom(deltaker="p500")) == "fullt"
    assert etter(full, Kom(deltaker="p0")) is full


def test_every_other_one_has_the_other_papers_at_a_delt_bord():
    joined = [f"p{n}" for n in range(5)]
    shared = mote(kom(*joined, "p0", "p2"), apning=apnet(delt_bord=True))
    assert [shared.bord(who) for who in joined] == ["stat", "kommune", "stat", "kommune", "stat"]
    assert shared.bord("p9") is None
    assert [mote(kom(*joined)).bord(who) for who in joined] == [None] * 5


# What the leader may open again


VOTED = [*kom("p0", "p1"), *gikk(LES, RUNDE1), stemte("p0"), stemte("p1", svar="a")]


def test_the_answers_of_a_round_are_told_when_the_meeting_has_gone_on():
    asked = mote(VOTED)
    assert (asked.svart(RUNDE1), asked.lukkede(RUNDE1)) == (2, {})
    talks = gjenoppta(gikk(RUNDE1, SNAKK), asked)
    assert talks.lukkede(RUNDE1) == {"p0": stemme("b"), "p1": stemme("a")}
    assert not talks.lukkede(RUNDE2)
    assert not talks.lukkede(REGLER)


def test_going_back_from_the_talk_opens_the_round_again():
    again = mote(VOTED, gikk(RUNDE1, SNAKK, RUNDE1))
    assert again.er_apen(RUNDE1)
    assert not again.lukkede(RUNDE1)
    assert etter(again, stemte("p0", svar="c")).svart(RUNDE1) == 2


def test_before_a_round_that_may_be_opened_again_nothing_is_told_of_it():
    assert not mote(VOTED, gikk(RUNDE1, SNAKK, LES)).lukkede(RUNDE1)


def test_a_round_whose_spread_was_shown_is_closed_for_good():
    shown = mote(VOTED, gikk(RUNDE1, SNAKK), Fordeling(), gikk(SNAKK, RUNDE1))
    assert shown.er_endelig(RUNDE1)
    assert refusal(shown, stemte("p0", svar="c")) == "lukket"
    assert len(shown.lukkede(RUNDE1)) == 2


def test_the_spread_is_shown_only_while_they_talk():
    for here in set(range(REFERAT + 1)) - {SNAKK}:
        assert refusal(mote(VOTED, gikk(RUNDE1, here)), Fordeling()) == "fordeling"
    no_round = Apnet(plan=(Punkt(trinn="les"), Punkt(trinn="snakk")), skjema={}, regelbok="prove")
    assert refusal(mote(gikk(0, 1), apning=no_round), Fordeling()) == "fordeling"
    talk_first = replace(no_round, plan=(Punkt(trinn="snakk"), Punkt(trinn="runde1", sak="anna")))
    assert refusal(mote(apning=talk_first), Fordeling()) == "fordeling"


@pytest.mark.parametrize("far", [RUNDE2, REGLER, PRAKSIS, REFERAT])
def test_what_comes_after_the_talk_closes_the_first_round_for_good(far):
    back = mote(VOTED, gikk(RUNDE1, far, RUNDE1))
    assert back.er_endelig(RUNDE1)
    assert refusal(back, stemte("p0", svar="c")) == "lukket"


def test_the_rules_close_every_round_before_them_for_good():
    second = [*gikk(RUNDE1, SNAKK, RUNDE2), stemte("p0", RUNDE2, "c")]
    assert mote(VOTED, second, gikk(RUNDE2, SNAKK, RUNDE2)).er_apen(RUNDE2)
    back = mote(VOTED, second, gikk(RUNDE2, REGLER, RUNDE2))
    assert back.er_endelig(RUNDE1)
    assert back.er_endelig(RUNDE2)
    assert refusal(back, stemte("p1", RUNDE2)) == "lukket"
    assert back.lukkede(RUNDE2) == {"p0": stemme("c")}


def test_a_twin_is_closed_for_good_when_it_is_told_whether_it_carried_over():
    opened = apnet(tvillinger={"anna": "bo"})
    assert mote(kom("p0"), gikk(LES, TVILLING), stemte("p0", TVILLING), apning=opened).svart(TVILLING) == 1
    assert mote(gikk(LES, TVILLING, OVERFORT, TVILLING), apning=opened).er_endelig(TVILLING)


def test_anchor_cases_may_be_gone_back_to_until_the_thanks():
    opened = apnet(("anna", "bo"), maling=True)
    assert mote(gikk(0, 1, 0), apning=opened).er_apen(0)
    assert all(mote(gikk(0, 1, 2, 0), apning=opened).er_endelig(nr) for nr in (0, 1))


def test_a_round_that_the_meeting_ends_in_is_told_and_one_it_never_came_to_is_not():
    over = mote(VOTED, Avsluttet())
    assert over.er_endelig(RUNDE1)
    assert len(over.lukkede(RUNDE1)) == 2
    assert not over.er_lukket(RUNDE2)


def test_the_same_step_asked_for_twice_is_one_step_on():
    once = mote(gikk(LES, RUNDE1), Frist(slutt=1e9))
    assert etter(once, Flyttet(fra=LES, til=RUNDE1)) is once
    assert refusal(once, Flyttet(fra=LES, til=SNAKK)) == "flyttet"
    assert [refusal(once, Flyttet(fra=RUNDE1, til=til)) for til in (-1, REFERAT + 1)] == ["trinn", "trinn"]


def test_a_time_is_over_when_the_meeting_goes_on():
    assert mote(gikk(LES, RUNDE1), Frist(slutt=1e9), gikk(RUNDE1, SNAKK)).frist is None


# What is written, and the plan


def test_a_line_of_practice_may_be_written_changed_and_struck_out():
    written = mote(Skrev(nr=1, rutine=ROUTINES[1]), Skrev(nr=0, rutine=ROUTINES[0]))
    assert list(written.praksis.items()) == [(0, ROUTINES[0]), (1, ROUTINES[1])]
    assert etter(written, Skrev(nr=2, rutine=None)) is written
    assert gjenoppta([Skrev(nr=0, rutine=None), Skrev(nr=1, rutine=ROUTINES[0])], written).praksis == {1: ROUTINES[0]}


def test_the_plan_of_several_cases_has_each_with_its_twin_and_one_set_of_minutes():
    case = ["les", "runde1", "snakk", "runde2", "regler", "praksis"]
    plan = legg_plan([("anna", "bo"), ("eva", None), ("kim", "liv")])
    assert [punkt.trinn for punkt in plan] == [
        *[*case, "tvilling", "overfort"],
        *case,
        *[*case, "tvilling", "overfort"],
        "referat",
    ]
    assert [punkt.sak for punkt in plan] == [*["anna"] * 6, *["bo"] * 2, *["eva"] * 6, *["kim"] * 6, *["liv"] * 2, ""]


def test_a_meeting_that_measures_only_judges_and_says_thanks():
    plan = legg_plan([("anna", "bo"), ("eva", None)], maling=True)
    assert plan == (Punkt(trinn="maling", sak="anna"), Punkt(trinn="maling", sak="eva"), Punkt(trinn="takk"))


def test_a_round_is_found_by_its_case():
    meeting = mote(apning=apnet(("anna", "eva"), tvillinger={"anna": "bo"}))
    assert [meeting.runde("runde1", sak) for sak in ("anna", "eva", "bo")] == [1, 9, None]
    assert meeting.runde("tvilling", "bo") == TVILLING


def test_a_case_that_is_rewritten_later_changes_nothing_in_a_meeting():
    asked = {"anna": skjema()}
    opened = replace(apnet(), skjema=asked)
    meeting = mote(kom("p0"), gikk(LES, RUNDE1), apning=opened)
    asked["anna"] = replace(asked["anna"], valg={"d": "Alt"})
    assert refusal(meeting, stemte("p0")) == ""
