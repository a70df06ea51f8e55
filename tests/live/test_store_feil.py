"""When a meeting cannot be written: it is told of, nothing is kept by halves, and it can be written later."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys

import pytest
from sqlalchemy import text

from generator.live import store as stored
from generator.live.hendelser import Kom
from generator.live.meeting import Mote
from generator.live.store import Ordre, Store, Ulagret
from tests.conftest import PROJECT
from tests.live.lager import begun, failing
from tests.live.mote import kom


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


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
def test_postgresql_keeps_its_promises_in_the_tests_too(stores):
    with stores().engine.connect() as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            assert connection.execute(text(f"SHOW {name}")).scalar() == "on"
