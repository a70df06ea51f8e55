"""A fagmøte as a state machine, against its promises: whatever happens, in whatever order, however often it is sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from generator.live.hendelser import (
    Apnet,
    Avsluttet,
    Flyttet,
    Fordeling,
    Frigitt,
    Frist,
    Hendelse,
    Kom,
    Rutine,
    Skrev,
    Stemme,
    Stemte,
    as_text,
    from_text,
)
from generator.live.meeting import HARMLESS, Avvist, Mote, etter, gjenoppta
from tests.live.mote import LES, RUNDE1, SNAKK, apnet, gikk, kom, stemte
from tests.live.sendt import FIT, ROUTINES, UNFIT, courses, happens, openings, people, rounds, some, states


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
