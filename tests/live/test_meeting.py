"""A fagmøte as a state machine, against its promises: whatever happens, in whatever order, however often it is sent."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from math import inf, nan
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from pydantic import ValidationError

from generator.live.hendelser import (
    RUNDER,
    Apnet,
    Avsluttet,
    Flyttet,
    Fordeling,
    Frigitt,
    Frist,
    Hendelse,
    Kom,
    Lesning,
    Punkt,
    Rutine,
    Skjema,
    Skrev,
    Stemme,
    Stemte,
    as_text,
    from_text,
)
from generator.live.meeting import (
    HARMLESS,
    MOST_PARTICIPANTS,
    Avvist,
    Mote,
    etter,
    gjenoppta,
    legg_plan,
)
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

some = settings(max_examples=150, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))

PEOPLE = ("p0", "p1", "p2", "p3")
FIT = tuple(
    stemme(svar, helse, sikker, avgjorde)
    for svar, helse, sikker, avgjorde in [
        ("a", "ja", "", ""),
        ("b", "ja", "90", "lege"),
        ("b", "nei", "", "samtale"),
        ("c", "nei", "50", ""),
    ]
)
"""Answers that can be given."""
UNFIT = {
    "an answer that is none of the options": stemme("d"),
    "no answer": stemme(""),
    "a reading that is none of its values": stemme(helse="kanskje"),
    "a reading left out": Stemme(svar="b"),
    "a reading that is not asked for": Stemme(svar="b", lesninger={"helse": "ja", "alder": "ja"}),
    "another reading than the one that is asked for": Stemme(svar="b", lesninger={"alder": "ja"}),
    "a card that is not in the case": stemme(avgjorde="legen"),
}
OPENINGS = {
    "one case": apnet(),
    "a case with a twin": apnet(tvillinger={"anna": "bo"}),
    "two cases, delt bord": apnet(("anna", "bo"), tvillinger={"anna": "eva"}, delt_bord=True),
    "measuring": apnet(("anna", "bo", "eva"), maling=True),
}
ROUTINES = (Rutine(hva="Vi ringer legen."), Rutine(hva="Alle skal ha samtale.", smalner=("samtale",), sak="anna"))
openings = st.sampled_from(list(OPENINGS.values()))
people = st.sampled_from(PEOPLE)


def rounds(meeting: Mote) -> list[int]:
    return [nr for nr, punkt in enumerate(meeting.plan) if punkt.trinn in RUNDER]


def happens(meeting: Mote, event: Hendelse) -> tuple[Mote, str]:
    """The meeting after the event, and why it was refused if it was. The meeting that was is left as it was."""
    given = {nr: dict(answers) for nr, answers in meeting.stemmer.items()}
    before = replace(meeting, deltakere=dict(meeting.deltakere), stemmer=given, praksis=dict(meeting.praksis))
    try:
        after, refused = etter(meeting, event), ""
    except Avvist as error:
        after, refused = meeting, error.grunn
    assert meeting == before, "an event touched the meeting that was"
    return after, refused


onward = st.sampled_from([1, 1, 1, 1, 0, -1, -1, -2, 2, 4])
mostly_none = st.sampled_from([0, 0, 0, 0, 0, -1, 1, -2, 2, 20])
answers = st.sampled_from(FIT * 3 + tuple(UNFIT.values()))
times = st.none() | st.sampled_from([1e9, 2e9])
routine_or_none = st.none() | st.sampled_from(ROUTINES)
votes = st.tuples(people, mostly_none, answers)
moves = st.tuples(mostly_none, onward)
static: st.SearchStrategy[Hendelse] = st.one_of(
    people.map(lambda who: Kom(deltaker=who)),
    times.map(lambda slutt: Frist(slutt=slutt)),
    st.just(Fordeling()),
    st.tuples(st.integers(0, 2), routine_or_none).map(lambda it: Skrev(nr=it[0], rutine=it[1])),
    st.booleans().map(lambda ja: Frigitt(ja=ja)),
)
rare: st.SearchStrategy[Hendelse] = st.just(Avsluttet()) | openings
sendings = st.tuples(
    st.sampled_from(["votes"] * 8 + ["moves"] * 8 + ["static"] * 8 + ["rare"]), votes, moves, static, rare
)
"""Something that is sent to a meeting, by people and leaders who mostly know where it stands."""


@st.composite
def courses(draw: st.DrawFn, most: int = 30) -> list[Hendelse]:
    """What is sent to a meeting, refused or not. In most of them all join first, some of them before it is opened."""
    early, late = draw(st.sampled_from([(0, 4), (2, 4), (4, 4), (0, 0)]))
    sent: list[Hendelse] = [*kom(*PEOPLE[:early]), draw(openings), *kom(*PEOPLE[early:late])]
    meeting = gjenoppta(sent)
    for kind, (who, off, answer), (stale, on), event, seldom in draw(st.lists(sendings, max_size=most)):
        if kind == "votes":
            sent.append(stemte(who, meeting.nr + off, answer))
        elif kind == "moves":
            sent.append(Flyttet(fra=meeting.nr + stale, til=meeting.nr + on))
        else:
            sent.append(event if kind == "static" else seldom)
        meeting, _ = happens(meeting, sent[-1])
    return sent


def states(sent: Iterable[Hendelse]) -> list[tuple[Mote, Hendelse, Mote, str]]:
    """The meeting before and after each event, and why it was refused."""
    told, meeting = [], Mote()
    for event in sent:
        after, refused = happens(meeting, event)
        told.append((meeting, event, after, refused))
        meeting = after
    return told


# Whatever happens


class Fagmote(RuleBasedStateMachine):
    """A meeting, beside a history of it that is kept in another way: what was told of each round, and who said what."""

    @initialize(opening=openings, early=st.lists(people, max_size=3))
    def opens(self, opening: Apnet, early: list[str]) -> None:
        self.mote = Mote()
        self.kept: list[Hendelse] = []
        self.told: set[int] = set()
        """The rounds that something was told of: what came after them was reached, or their spread was shown."""
        self.passed: set[int] = set()
        """The steps that the meeting has been at or gone past."""
        self.said: dict[tuple[int, str], Stemme] = {}
        self.endelige: set[int] = set()
        for who in early:
            self._send(Kom(deltaker=who))
        assert self._send(opening)
        self.passed.add(0)

    def _send(self, event: Hendelse) -> bool:
        """Whether it was taken. Sent once more, it is the same as sent once."""
        after, refused = happens(self.mote, event)
        if not refused:
            assert isinstance(event, Apnet) or etter(after, event) is after, "the same event changed the meeting twice"
            if after is not self.mote:
                assert after.versjon == self.mote.versjon + 1
                self.kept.append(event)
        self.mote = after
        return not refused

    def _may_answer(self, nr: int) -> bool:
        return nr == self.mote.nr and nr in rounds(self.mote) and nr not in self.told and not self.mote.er_over

    @rule(who=people)
    def somebody_joins(self, who: str) -> None:
        assert self._send(Kom(deltaker=who)) is not self.mote.er_over

    @rule(who=people, answer=st.sampled_from(FIT), off=st.sampled_from([0, 0, 0, 0, -1, 1, -2, 2]))
    def somebody_answers(self, who: str, answer: Stemme, off: int) -> None:
        nr = self.mote.nr + off
        is_old = self.said.get((nr, who)) == answer and not self.mote.er_over
        assert self._send(stemte(who, nr, answer)) is (who in self.mote.deltakere and (is_old or self._may_answer(nr)))
        if who in self.mote.deltakere and self._may_answer(nr):
            self.said[nr, who] = answer

    @rule(who=people, answer=st.sampled_from(list(UNFIT.values())))
    def somebody_answers_what_cannot_be_chosen(self, who: str, answer: Stemme) -> None:
        assert not self._send(stemte(who, self.mote.nr, answer))

    def _go(self, til: int) -> None:
        fra = self.mote.nr
        is_step = til in range(len(self.mote.plan))
        if self._send(Flyttet(fra=fra, til=til)):
            for step in range(fra + 1, til + 1):
                self.passed.add(step)
                if self.mote.plan[step].trinn not in HARMLESS:
                    self.told |= set(range(step))
        assert self.mote.nr == (til if is_step and not self.mote.er_over else fra)

    @rule()
    def the_leader_goes_on(self) -> None:
        self._go(self.mote.nr + 1)

    @rule(back=st.integers(1, 3))
    def the_leader_goes_back(self, back: int) -> None:
        self._go(self.mote.nr - back)

    @rule(far=st.integers(2, 5))
    def the_leader_leaps(self, far: int) -> None:
        self._go(self.mote.nr + far)

    @rule(stale=st.integers(-2, 20), til=st.integers(-2, 20))
    def a_leader_who_sees_another_step_moves_nothing(self, stale: int, til: int) -> None:
        here = self.mote.nr
        if here not in (stale, til):
            assert not self._send(Flyttet(fra=stale, til=til))
            assert self.mote.nr == here

    @rule()
    def the_spread_is_shown(self) -> None:
        before = self.mote.nr - 1
        is_talk = self.mote.punkt.trinn == "snakk" and before in self.passed and before in rounds(self.mote)
        assert self._send(Fordeling()) is (is_talk and not self.mote.er_over)
        if is_talk and not self.mote.er_over:
            self.told.add(before)

    @rule(nr=st.integers(0, 2), rutine=st.none() | st.sampled_from(ROUTINES))
    def a_routine_is_written(self, nr: int, rutine: Rutine | None) -> None:
        if self._send(Skrev(nr=nr, rutine=rutine)):
            assert self.mote.praksis.get(nr) == rutine

    @rule(slutt=st.none() | st.sampled_from([1e9, 2e9]))
    def a_time_is_set(self, slutt: float | None) -> None:
        self._send(Frist(slutt=slutt))

    @rule(ja=st.booleans())
    def the_meeting_is_let_out_or_taken_back_also_when_it_is_over(self, ja: bool) -> None:
        assert self._send(Frigitt(ja=ja))
        assert self.mote.er_frigitt is ja

    @rule(opening=openings)
    def it_is_opened_only_once(self, opening: Apnet) -> None:
        before = self.mote
        self._send(opening)
        assert self.mote is before

    @precondition(lambda self: len(self.passed) > 5)
    @rule()
    def it_ends(self) -> None:
        assert self._send(Avsluttet())

    @invariant()
    def what_was_kept_makes_it_again(self) -> None:
        assert gjenoppta(self.kept) == self.mote
        assert gjenoppta(map(from_text, map(as_text, self.kept))) == self.mote
        assert self.mote.versjon == len(self.kept)

    @invariant()
    def everybody_is_counted_once_with_what_they_said_last(self) -> None:
        kept = {(nr, who): said for nr, given in self.mote.stemmer.items() for who, said in given.items()}
        assert kept == self.said
        for nr in rounds(self.mote):
            assert self.mote.svart(nr) == len({who for at, who in self.said if at == nr})

    @invariant()
    def a_round_is_open_until_something_is_told_of_it(self) -> None:
        for nr in range(len(self.mote.plan)):
            assert self.mote.er_apen(nr) is self._may_answer(nr)

    @invariant()
    def the_answers_of_a_round_are_given_out_only_when_it_is_closed(self) -> None:
        for nr in rounds(self.mote):
            told = nr in self.told or (self.mote.er_over and nr in self.passed)
            if nr not in self.passed or (not told and self.mote.nr <= nr):
                assert not self.mote.lukkede(nr)
            else:
                assert self.mote.lukkede(nr) == {who: said for (at, who), said in self.said.items() if at == nr}

    @invariant()
    def what_is_closed_for_good_is_closed_for_good(self) -> None:
        now = {nr for nr in rounds(self.mote) if self.mote.er_endelig(nr)}
        assert self.endelige <= now
        assert not any(self.mote.er_apen(nr) or not self.mote.er_lukket(nr) for nr in now)
        self.endelige = now


TestAMeetingKeepsItsPromisesWhateverHappens = Fagmote.TestCase
TestAMeetingKeepsItsPromisesWhateverHappens.settings = settings(some, max_examples=60, stateful_step_count=40)


@some
@given(courses())
def test_a_refused_event_changes_nothing(sent):
    for before, event, after, refused in states(sent):
        if refused:
            assert after is before
            with pytest.raises(Avvist):
                etter(before, event)


@some
@given(courses())
def test_an_event_that_is_sent_twice_is_the_same_as_one_that_is_sent_once(sent):
    for _, event, after, refused in states(sent):
        if not refused and not isinstance(event, Apnet):
            assert etter(after, event) is after


@some
@given(courses())
def test_the_events_that_were_taken_make_the_meeting_again(sent):
    told = states(sent)
    taken = [event for _, event, _, refused in told if not refused]
    changed = [event for before, event, after, _ in told if after is not before]
    for kept in (taken, changed):
        assert gjenoppta(kept) == told[-1][2]
    for cut in range(len(changed) + 1):
        assert gjenoppta(changed[cut:], gjenoppta(changed[:cut])) == told[-1][2]


@some
@given(courses(), st.permutations(FIT), st.integers(0, 9))
def test_what_is_answered_in_an_open_round_shows_in_nothing_but_the_answers(sent, others, which):
    """Two meetings in which the same is done, but other things are answered in one round."""
    its_rounds = rounds(next(after for _, event, after, _ in states(sent) if isinstance(event, Apnet)))
    nr = its_rounds[which % len(its_rounds)]

    def otherwise(event: Hendelse) -> Hendelse:
        if isinstance(event, Stemte) and event.nr == nr and event.stemme in FIT:
            return replace(event, stemme=others[FIT.index(event.stemme)])
        return event

    for (_, _, one, refused), (_, _, other, refused_too) in zip(
        states(sent), states(map(otherwise, sent)), strict=True
    ):
        assert refused == refused_too
        assert replace(one, stemmer={}) == replace(other, stemmer={})
        assert {nr: given.keys() for nr, given in one.stemmer.items()} == {
            nr: given.keys() for nr, given in other.stemmer.items()
        }
        for each in its_rounds if one.plan else ():
            assert one.svart(each) == other.svart(each)
            assert (one.er_apen(each), one.er_lukket(each)) == (other.er_apen(each), other.er_lukket(each))
            if each == nr and not one.er_lukket(nr):
                assert not one.lukkede(nr)
                assert not other.lukkede(nr)
            elif each != nr:
                assert one.lukkede(each) == other.lukkede(each)


ord_ = st.text("abcæøåÆØÅ0129_.:-", max_size=100)
texts = st.text(max_size=200)
days = st.sampled_from(["", "2026-03-01"])
any_answers = st.builds(
    Stemme,
    svar=ord_,
    lesninger=st.dictionaries(ord_, ord_, max_size=3),
    sikker=st.sampled_from(["", "50", "70", "90"]),
    avgjorde=ord_,
    grunn=texts,
)
any_routines = st.builds(
    Rutine,
    hva=texts.map("x{}".format),
    nar=texts,
    hvem=texts,
    eier=texts,
    igjen=days,
    hvorfor=texts,
    smalner=st.lists(st.sampled_from(["hvem", "samtale", "opplysninger", "sted"]), max_size=3).map(tuple),
    sak=ord_,
)
options = st.dictionaries(texts, texts, max_size=3)
some_of = st.lists(texts, max_size=3).map(tuple)
readings = st.builds(Lesning, sporsmal=texts, valg=options, rett=some_of)
forms = st.builds(
    Skjema,
    tittel=texts,
    sporsmal=texts,
    steg=texts,
    valg=options,
    rett=some_of,
    lesninger=st.dictionaries(texts, readings, max_size=2),
    kort=options,
    hash=texts,
)
steps = st.builds(
    Punkt, trinn=st.sampled_from([punkt.trinn for punkt in OPENINGS["two cases, delt bord"].plan]), sak=texts
)
numbers = st.integers(-(10**12), 10**12)
all_events: st.SearchStrategy[Hendelse] = st.one_of(
    st.builds(
        Apnet,
        plan=st.lists(steps, min_size=1, max_size=4).map(tuple),
        skjema=st.dictionaries(texts, forms, max_size=2),
        regelbok=texts,
        delt_bord=st.booleans(),
    ),
    st.builds(Kom, deltaker=ord_),
    st.builds(Stemte, deltaker=ord_, nr=numbers, stemme=any_answers),
    st.builds(Flyttet, fra=numbers, til=numbers),
    st.builds(Frist, slutt=st.none() | st.floats(allow_nan=False, allow_infinity=False)),
    st.just(Fordeling()),
    st.builds(Skrev, nr=st.integers(0, 49), rutine=st.none() | any_routines),
    st.builds(Frigitt, ja=st.booleans()),
    st.just(Avsluttet()),
)


@settings(some, max_examples=300)
@given(all_events)
def test_what_is_kept_of_an_event_is_the_event(event):
    assert from_text(as_text(event)) == event


@pytest.mark.parametrize("slutt", [nan, inf, -inf])
def test_a_time_that_is_no_time_is_not_taken_for_one(slutt):
    with suppress(ValidationError):
        event = Frist(slutt=slutt)
        assert from_text(as_text(event)) == event
        after = etter(mote(), event)
        assert etter(after, event) is after


TWICE: list[tuple[Iterable[Hendelse], Hendelse]] = [
    ((), apnet()),
    ((), Kom(deltaker="p0")),
    ([apnet(), *kom("p0"), *gikk(LES, RUNDE1)], stemte("p0")),
    ([apnet()], Flyttet(fra=LES, til=RUNDE1)),
    ([apnet()], Frist(slutt=1e9)),
    ([apnet(), *gikk(LES, RUNDE1, SNAKK)], Fordeling()),
    ([apnet()], Skrev(nr=0, rutine=ROUTINES[0])),
    ([apnet(), Skrev(nr=0, rutine=ROUTINES[0])], Skrev(nr=0, rutine=None)),
    ([apnet()], Frigitt(ja=True)),
    ([apnet()], Avsluttet()),
]


@pytest.mark.parametrize(("before", "event"), TWICE, ids=lambda it: getattr(it, "type", ""))
def test_a_kind_of_event_that_is_sent_twice_is_taken_twice_and_counted_once(before, event):
    once = etter(gjenoppta(before), event)
    assert once.versjon == gjenoppta(before).versjon + 1
    assert etter(once, event) is once


def test_there_is_no_kind_of_event_that_was_not_sent_twice():
    assert {type(event) for _, event in TWICE} == set(get_args(Hendelse))


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


def test_a_routine_that_is_narrower_than_a_rule_is_an_open_question():
    assert [rutine.er_apent for rutine in ROUTINES] == [False, True]


@pytest.mark.parametrize("empty", ["", "  \n ", "\x00", "\u202e"])
def test_a_routine_says_something(empty):
    with pytest.raises(ValidationError):
        Rutine(hva=empty)


def test_unseen_characters_and_those_that_turn_the_writing_are_taken_away():
    assert stemme(grunn=" ring\r\nlegen\x00\u202e\u2028 \x1b").grunn == "ring\nlegen"


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
