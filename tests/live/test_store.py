"""What is kept of meetings, in both databases: what was acknowledged is there, and no more than that."""

from __future__ import annotations

import re
import time

from sqlalchemy import inspect, select

from generator.live import store as stored
from generator.live.hendelser import Kom
from generator.live.meeting import Avvist, Mote
from generator.live.store import HENDELSE, LETTERS, Ordre, Store
from tests.live.lager import BEGUN, begun, numbers
from tests.live.mote import RUNDE1, kom, stemme, stemte

# What was acknowledged


def test_what_was_acknowledged_is_there_for_who_comes_after(stores):
    store = stores()
    id = begun(store, *kom("p0", "p1"))
    (answer,) = store.skriv([Ordre(id, stemte("p0", svar="c"), store.les(id))])
    after = stores()
    assert after.les(id) == answer
    assert after.les(id).stemmer == {RUNDE1: {"p0": stemme("c")}}
    assert after.hendelser(id) == [*BEGUN, *kom("p0", "p1"), stemte("p0", svar="c")]
    assert after.hendelser(id, 3) == [Kom(deltaker="p1"), stemte("p0", svar="c")]


def test_who_knows_an_old_state_reads_on_from_it(stores):
    store, other = stores(), stores()
    id = begun(store)
    known = store.les(id)
    other.skriv([Ordre(id, one, Mote()) for one in kom("p0", "p1")])
    assert store.les(id, known) == other.les(id)
    assert store.skriv([Ordre(id, stemte("p1"), known)]) == [other.les(id)]


def test_a_refused_order_does_not_harm_the_others(stores):
    store = stores()
    one, two = begun(store), begun(store)
    known = store.les(one)
    asked = [
        (one, Kom(deltaker="p0")),
        (one, stemte("p9")),
        ("no such meeting", Kom(deltaker="p0")),
        (two, stemte("p0")),
        (one, stemte("p0", svar="d")),
        (two, Kom(deltaker="p0")),
        (one, stemte("p0", svar="a")),
        (one, stemte("p0", svar="a")),
    ]
    answers = store.skriv([Ordre(id, what, known) for id, what in asked])
    said = [answer.grunn if isinstance(answer, Avvist) else answer.versjon for answer in answers]
    assert said == [3, "ikke_med", "ikke_apnet", "ikke_med", "svar", 3, 4, 4]
    assert stores().les(one) == answers[-1]
    assert numbers(store, one) == [1, 2, 3, 4]
    assert stores().les(two) == answers[5]


def test_nothing_to_write_is_written_at_no_cost(stores):
    store = stores()
    assert store.skriv([]) == []
    id = begun(store, *kom("p0"))
    assert store.skriv([Ordre(id, Kom(deltaker="p0"), Mote())] * 3) == [store.les(id)] * 3
    assert numbers(store, id) == [1, 2, 3]


# Codes, and what is kept


def test_a_new_meeting_is_found_by_six_letters_that_nobody_reads_wrong(stores):
    store, after = stores(), stores()
    made = dict(store.opprett() for _ in range(20))
    assert len(set(made.values())) == len(made) == 20
    for id, code in made.items():
        assert re.fullmatch(f"[{LETTERS}]{{6}}", code)
        assert after.finn(code) == after.finn(code.lower())
        assert (after.finn(code) or ("",))[0] == id
        assert after.les(id) == Mote()
    assert not set(LETTERS) & set("01OI")
    assert store.finn("AAAAA") is store.finn("") is None


def test_a_code_that_is_taken_is_not_given_again(stores, monkeypatch):
    drawn = iter("AAAAAA" + "AAAAAA" + "BBBBBB")
    monkeypatch.setattr(stored.secrets, "choice", lambda _: next(drawn))
    store = stores()
    assert [store.opprett()[1] for _ in range(2)] == ["AAAAAA", "BBBBBB"]


def test_whatever_is_typed_for_a_code_is_looked_up(stores):
    store = stores()
    for typed in ("\x00", "AAAAA\x00", "æøå", "ß" * 6, "'; --", "A" * 10_000):
        assert store.finn(typed) is None


def test_the_meetings_are_told_with_the_last_made_first(stores):
    store = stores()
    first, second = begun(store), begun(store)
    since = time.time()
    assert [id for id, _, _ in store.moter()] == [second, first]
    assert store.moter(since) == []
    store.skriv([Ordre(first, Kom(deltaker="p0"), Mote())])
    ((id, code, made),) = store.moter(since)
    assert (id, made) == (first, made) == store.finn(code)
    assert made < since


def test_old_meetings_are_deleted_wholly_and_no_others(stores):
    store = stores()
    old, empty, goes_on = begun(store, *kom("p0")), store.opprett()[0], begun(store)
    then = time.time()
    store.skriv([Ordre(goes_on, Kom(deltaker="p0"), Mote())])
    new = begun(store)
    kept = [store.les(goes_on), store.les(new)]
    assert store.slett(then) == 2
    assert store.slett(then) == 0
    after = stores()
    assert {id for id, _, _ in after.moter()} == {goes_on, new}
    assert [after.les(goes_on), after.les(new)] == kept
    with after.engine.connect() as connection:
        assert set(connection.execute(select(HENDELSE.c.mote)).scalars()) == {goes_on, new}
    for id in (old, empty):
        (answer,) = store.skriv([Ordre(id, Kom(deltaker="p1"), kept[0])])
        assert isinstance(answer, Avvist)


def test_nothing_is_kept_that_tells_who_somebody_is(stores):
    tables = inspect(stores().engine)
    kept = {table: [column["name"] for column in tables.get_columns(table)] for table in tables.get_table_names()}
    assert kept == {
        "mote": ["id", "kode", "laget", "sist"],
        "hendelse": ["mote", "nr", "data"],
        "oppsett": ["navn", "verdi"],
    }


def test_a_store_in_a_folder_makes_the_folder(tmp_path):
    store = Store.in_folder(tmp_path / "a" / "b")
    id = begun(store)
    store.engine.dispose()
    assert Store(f"sqlite:///{tmp_path / 'a' / 'b' / 'fagmote.sqlite'}").les(id).versjon == 2
