"""What happens in a meeting, as it is kept: an event is the same when it is read again, and holds no nonsense."""

from __future__ import annotations

from contextlib import suppress
from math import inf, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from generator.live.hendelser import (
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
from generator.live.meeting import etter
from tests.live.mote import mote, stemme
from tests.live.sendt import OPENINGS, ROUTINES, some

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


def test_a_routine_that_is_narrower_than_a_rule_is_an_open_question():
    assert [rutine.er_apent for rutine in ROUTINES] == [False, True]


@pytest.mark.parametrize("empty", ["", "  \n ", "\x00", "\u202e"])
def test_a_routine_says_something(empty):
    with pytest.raises(ValidationError):
        Rutine(hva=empty)


def test_unseen_characters_and_those_that_turn_the_writing_are_taken_away():
    assert stemme(grunn=" ring\r\nlegen\x00\u202e\u2028 \x1b").grunn == "ring\nlegen"
