"""Several processes with one database: they lose nothing, agree, and hear of each other."""

from __future__ import annotations

import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import pytest
from sqlalchemy import Engine, create_engine, event, inspect, text

from generator.live.hendelser import Kom
from generator.live.meeting import Avvist, Mote, gjenoppta
from generator.live.store import Ordre, Store, Ulagret
from tests.live.lager import begun, failing, numbers
from tests.live.mote import RUNDE1, SNAKK, gikk, kom, stemme, stemte

PATIENCE = 20.0


def at_once(jobs: Iterable[Callable[[], object]]) -> list[object]:
    """What the jobs gave, each in a thread of its own, let loose together; or what one of them raised."""
    jobs = list(jobs)
    gate = threading.Barrier(len(jobs))

    def run(job: Callable[[], object]) -> object:
        gate.wait(PATIENCE)
        return job()

    with ThreadPoolExecutor(len(jobs)) as threads:
        return [one.result(PATIENCE) for one in [threads.submit(run, job) for job in jobs]]


# Several at once


def test_those_who_write_at_once_lose_nothing_and_agree(stores):
    both = [stores(), stores()]
    id = begun(both[0])
    rounds = range(4)

    def votes(store: Store, who: str) -> Mote:
        known = Mote()
        for sent in [Kom(deltaker=who), *(stemte(who, svar="abc"[n % 3]) for n in rounds), stemte(who, svar=who[0])]:
            (known,) = store.skriv([Ordre(id, sent, known)])
        return known

    people = [f"{answer}{n}" for answer in "abc" for n in range(2)]
    at_once(lambda store=both[n % 2], who=who: votes(store, who) for n, who in enumerate(people))

    after = stores().les(id)
    assert after == gjenoppta(both[0].hendelser(id)) == both[1].les(id)
    assert numbers(both[0], id) == list(range(1, after.versjon + 1))
    assert after.stemmer[RUNDE1] == {who: stemme(who[0]) for who in people}


def test_a_vote_that_two_processes_send_is_counted_once(stores):
    both = [stores(), stores()]
    id = begun(both[0], *kom("p0"))
    known = both[0].les(id)
    answers = at_once(lambda store=store: store.skriv([Ordre(id, stemte("p0"), known)]) for store in both * 2)
    after = both[0].les(id)
    assert answers == [[after]] * 4
    assert (after.svart(RUNDE1), after.versjon) == (1, known.versjon + 1)


def test_a_round_that_one_process_closes_takes_no_vote_in_another(stores):
    both = [stores(), stores()]
    id = begun(both[0], *kom("p0"))
    known = both[1].les(id)
    both[0].skriv([Ordre(id, one, known) for one in gikk(RUNDE1, SNAKK)])
    (answer,) = both[1].skriv([Ordre(id, stemte("p0"), known)])
    assert isinstance(answer, Avvist)
    assert answer.grunn == "lukket"


def test_orders_for_several_meetings_in_any_order_never_wait_for_each_other_for_ever(stores):
    both = [stores(), stores()]
    ids = [begun(both[0]) for _ in range(3)]

    def writes(store: Store, order: list[str], who: str) -> None:
        for n in range(3):
            store.skriv([Ordre(id, Kom(deltaker=f"{who}{n}"), Mote()) for id in order])

    at_once([lambda: writes(both[0], ids, "a"), lambda: writes(both[1], ids[::-1], "b")])
    assert [both[0].les(id).versjon for id in ids] == [8] * 3


@contextmanager
def meeting_at(statement: str, many: int) -> Iterator[None]:
    """Those who are about to say this wait for each other, or a little while where others hold them back."""
    gate = threading.Barrier(many)

    def wait(connection, cursor, said, *_):
        if said.lstrip().startswith(statement):
            with suppress(threading.BrokenBarrierError):
                gate.wait(0.3)

    event.listen(Engine, "before_cursor_execute", wait)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", wait)


def test_several_processes_may_start_at_once_where_nothing_is_yet(stores):
    with meeting_at("CREATE TABLE mote", 3):
        started = at_once([stores] * 3)
    assert all(inspect(store.engine).has_table("hendelse") for store in started)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_store_waits_for_another_that_is_just_making_the_file(stores, tmp_path):
    other = sqlite3.connect(tmp_path / "fagmote.sqlite", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    other.execute("CREATE TABLE noe (verdi)")
    done = threading.Timer(0.3, other.execute, ["COMMIT"])
    done.start()
    try:
        begun(stores())
    finally:
        done.join()
        other.close()


def test_the_leaders_secret_is_the_same_for_all_and_lasts(stores):
    both = [stores(), stores()]
    with meeting_at("INSERT INTO oppsett", 4):
        found = at_once([store.hemmelig for store in both * 2])
    assert set(found) == {stores().hemmelig()}
    assert len(found[0]) >= 32


def test_a_meeting_that_comes_to_life_while_the_old_are_deleted_is_there_wholly_or_not_at_all(stores):
    store, other = stores(), stores()
    id = begun(store)
    answers: queue.Queue[object] = queue.Queue()
    writer = threading.Thread(
        target=lambda: answers.put(other.skriv([Ordre(id, Kom(deltaker="p0"), other.les(id))])[0]), daemon=True
    )

    @event.listens_for(store.engine, "after_cursor_execute")
    def meanwhile(connection, cursor, statement, *_):
        if statement.startswith("DELETE FROM hendelse"):
            writer.start()
            writer.join(0.3)

    store.slett(time.time())
    answer = answers.get(timeout=PATIENCE)
    there = [one for one, _, _ in stores().moter()]
    if isinstance(answer, Avvist):
        assert there == []
        assert numbers(store, id) == []
    else:
        assert there == [id]
        assert numbers(store, id) == [1, 2, 3]


# News from other processes


@contextmanager
def listening(store: Store, tell: Callable[[str | None], None]) -> Iterator[None]:
    stop = store.lytt(tell)
    try:
        yield
    finally:
        stop()


def terminate(database: str, which: str) -> int:
    """Ends the sessions whose last words are like these, as an administrator or a restart would; how many."""
    admin = create_engine(database, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        ended = connection.execute(
            text(
                "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE :which"
            ),
            {"which": which},
        ).scalar()
    admin.dispose()
    return ended


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
def test_what_another_process_writes_is_told_also_after_the_line_was_broken(stores, database):
    store, other = stores(), stores()
    id, quiet = begun(store), begun(store)
    news: queue.Queue[str | None] = queue.Queue()
    with listening(store, news.put):
        assert news.get(timeout=PATIENCE) is None
        for round in range(2):
            other.skriv([Ordre(id, one, Mote()) for one in kom(f"a{round}", f"b{round}")])
            assert news.get(timeout=PATIENCE) == id
            if round == 0:
                other.skriv([Ordre(quiet, stemte("p9"), Mote())])
                assert terminate(database, "LISTEN%") == 1
                assert news.get(timeout=PATIENCE) is None
        store.skriv([Ordre(quiet, Kom(deltaker="p0"), Mote())])
        assert news.get(timeout=PATIENCE) == quiet
        assert news.empty()


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
def test_a_store_whose_lines_were_broken_writes_on(stores, database):
    store = stores()
    id = begun(store)
    assert terminate(database, "%") >= 1
    assert store.skriv([Ordre(id, Kom(deltaker="p0"), Mote())]) == [store.les(id)]


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
def test_a_line_that_breaks_while_it_is_written_is_told_of_and_nothing_is_kept(stores, database):
    store = stores()
    id = begun(store)

    @event.listens_for(store.engine, "before_cursor_execute")
    def breaks(connection, cursor, statement, *_):
        if statement.startswith("UPDATE mote"):
            event.remove(store.engine, "before_cursor_execute", breaks)
            assert terminate(database, "INSERT INTO hendelse%") == 1

    batch = [Ordre(id, one, Mote()) for one in kom("p0", "p1")]
    with pytest.raises(Ulagret):
        store.skriv(batch)
    assert store.les(id).versjon == 2
    assert store.skriv(batch)[-1].versjon == 4


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
def test_one_who_fails_at_hearing_the_news_does_not_harm_what_is_written(stores):
    """The line that listened must not come back among those that write: on it, each statement stands alone."""
    store = stores()
    id = begun(store)
    heard = threading.Event()

    def tell(_: str | None) -> None:
        heard.set()
        raise RuntimeError("the loop is closed")

    with listening(store, tell):
        assert heard.wait(PATIENCE)
        time.sleep(0.1)
        with failing(store, "UPDATE mote"), pytest.raises(Ulagret):
            store.skriv([Ordre(id, Kom(deltaker="p0"), Mote())])
    assert stores().les(id).versjon == 2


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_where_only_one_process_writes_there_is_nothing_to_listen_to(stores):
    store = stores()
    before = threading.active_count()
    with listening(store, pytest.fail):
        assert threading.active_count() == before
    assert not store.is_shared
