"""What may be sent to a meeting, and what it does with it; the tests that try whatever happens share it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from generator.live.hendelser import (
    RUNDER,
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
)
from generator.live.meeting import Avvist, Mote, etter, gjenoppta
from tests.live.mote import apnet, kom, stemme, stemte

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
