"""What is kept of meetings, in both databases: what was acknowledged is there, whoever writes, and whatever fails."""

from __future__ import annotations

import queue
import re
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import pytest
from sqlalchemy import Engine, create_engine, event, inspect, select, text
from sqlalchemy.exc import OperationalError

from generator.live import store as stored
from generator.live.hendelser import Hendelse, Kom
from generator.live.meeting import Avvist, Mote, gjenoppta
from generator.live.store import HENDELSE, LETTERS, Ordre, Store, Ulagret
from tests.conftest import PROJECT
from tests.live.mote import LES, RUNDE1, SNAKK, apnet, gikk, kom, stemme, stemte

PATIENCE = 20.0
BEGUN = [apnet(), *gikk(LES, RUNDE1)]


@pytest.fixture
def stores(database) -> Iterator[Callable[[], Store]]:
    """Opens the database once more, as one more process would."""
    opened: list[Store] = []

    def another() -> Store:
        opened.append(Store(database))
        return opened[-1]

    yield another
    for store in opened:
        store.engine.dispose()


def begun(store: Store, *more: Hendelse) -> str:
    """The id of a meeting in which the first round is open, and some more has happened."""
    id, _ = store.opprett()
    done = store.skriv([Ordre(id, one, Mote()) for one in [*BEGUN, *more]])
    assert all(isinstance(answer, Mote) for answer in done)
    return id


def numbers(store: Store, id: str) -> list[int]:
    with store.engine.connect() as connection:
        return list(
            connection.execute(select(HENDELSE.c.nr).where(HENDELSE.c.mote == id).order_by(HENDELSE.c.nr)).scalars()
        )


def at_once(jobs: Iterable[Callable[[], object]]) -> list[object]:
    """What the jobs gave, each in a thread of its own, let loose together; or what one of them raised."""
    jobs = list(jobs)
    gate = threading.Barrier(len(jobs))

    def run(job: Callable[[], object]) -> object:
        gate.wait(PATIENCE)
        return job()

    with ThreadPoolExecutor(len(jobs)) as threads:
        return [one.result(PATIENCE) for one in [threads.submit(run, job) for job in jobs]]


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


def test_nothing_is_kept_that_tells_who_somebody_is(stores):
    tables = inspect(stores().engine)
    kept = {table: [column["name"] for column in tables.get_columns(table)] for table in tables.get_table_names()}
    assert kept == {
        "mote": ["id", "kode", "laget", "sist"],
        "hendelse": ["mote", "nr", "data"],
        "oppsett": ["navn", "verdi"],
    }


# When it cannot be written


@contextmanager
def failing(store: Store, statement: str) -> Iterator[None]:
    """The database fails at each statement that begins so."""

    def fail(connection, cursor, said, *_):
        if said.startswith(statement):
            raise OperationalError(said, {}, Exception("out of order"))

    event.listen(store.engine, "before_cursor_execute", fail)
    try:
        yield
    finally:
        event.remove(store.engine, "before_cursor_execute", fail)


def test_a_batch_is_kept_wholly_or_not_at_all(stores):
    store = stores()
    id = begun(store)
    before = store.les(id)
    batch = [Ordre(id, one, before) for one in kom("p0", "p1")]
    for statement in ("INSERT INTO hendelse", "UPDATE mote"):
        with failing(store, statement), pytest.raises(Ulagret, match="out of order"):
            store.skriv(batch)
        assert store.les(id) == stores().les(id) == before
    assert store.skriv(batch)[-1] == stores().les(id)
    assert stores().les(id).versjon == before.versjon + 2


FULL_DISK = """
import resource, sys
from pathlib import Path
from generator.live.hendelser import Kom, Rutine, Skrev
from generator.live.meeting import Mote
from generator.live.store import Ordre, Store, Ulagret
from tests.live.mote import apnet

folder = Path(sys.argv[1])
store = Store.in_folder(folder)
id, _ = store.opprett()
store.skriv([Ordre(id, apnet(), Mote())])
long = Rutine(hva="x" * 1000, hvorfor="y" * 1000)
batch = [Ordre(id, Skrev(nr=nr, rutine=long), Mote()) for nr in range(50)]

largest = max(file.stat().st_size for file in folder.iterdir())

def full(room):
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest + room, resource.RLIM_INFINITY))

def written(orders):
    try:
        return store.skriv(orders)[-1].versjon
    except Ulagret as error:
        return f"Ulagret: {error}"

full(20_000)  # some of the batch goes in
print(written(batch), "/", store.les(id).versjon)
full(0)  # nothing does
print(written([Ordre(id, Kom(deltaker="p0"), Mote())]), "/", store.les(id).versjon)
try:
    store.opprett()
except Ulagret:
    print("Ulagret", "/", len(store.moter()))
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(written(batch), "/", store.les(id).versjon)
"""
"""The operating system refuses to let a file grow, as it does on a full disk."""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows har ingen grense for hvor stor en fil kan bli")
def test_a_full_disk_is_told_of_and_harms_nothing_and_when_there_is_room_all_is_well(tmp_path):
    line = [sys.executable, "-c", FULL_DISK, str(tmp_path)]
    run = subprocess.run(line, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert run.stderr == ""
    partly, nothing, none_made, again = run.stdout.splitlines()
    for said in (partly, nothing):
        assert re.fullmatch(r"Ulagret: .+ / 1", said)
    assert none_made == "Ulagret / 1"
    assert again == "51 / 51"
    after = Store.in_folder(tmp_path)
    ((id, _, _),) = after.moter()
    assert after.les(id).versjon == 51
    after.engine.dispose()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_another_who_holds_the_file_too_long_is_told_of(stores, database, monkeypatch):
    monkeypatch.setattr(stored, "PATIENCE", 0.1)
    store = stores()
    id = begun(store)
    other = sqlite3.connect(store.engine.url.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Ulagret, match="locked"):
        store.skriv([Ordre(id, Kom(deltaker="p0"), Mote())])
    assert store.les(id).versjon == 2
    other.execute("ROLLBACK")
    other.close()
    assert store.skriv([Ordre(id, Kom(deltaker="p0"), Mote())])[0].versjon == 3


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_sqlite_does_not_say_that_it_is_kept_before_it_is_on_disk(stores):
    store = stores()
    begun(store)
    with store.engine.connect() as first, store.engine.connect() as second:
        for connection in (first, second):
            kept = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")]
            assert kept == ["wal", 2]


def test_a_store_in_a_folder_makes_the_folder(tmp_path):
    store = Store.in_folder(tmp_path / "a" / "b")
    id = begun(store)
    store.engine.dispose()
    assert Store(f"sqlite:///{tmp_path / 'a' / 'b' / 'fagmote.sqlite'}").les(id).versjon == 2


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


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
def test_postgresql_keeps_its_promises_in_the_tests_too(stores):
    with stores().engine.connect() as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            assert connection.execute(text(f"SHOW {name}")).scalar() == "on"
