"""What is kept of meetings: events in their order, in SQLite or PostgreSQL, with the same tables and the same words.

An event is acknowledged when `skriv` has returned: then it is on disk. No name and no address of a person is kept.
"""

from __future__ import annotations

import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    event,
    insert,
    make_url,
    select,
    text,
    update,
)
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from generator.live.hendelser import Hendelse, as_text, from_text
from generator.live.meeting import Avvist, Mote, etter, gjenoppta

META = MetaData()
MOTE = Table(
    "mote",
    META,
    Column("id", String(40), primary_key=True),
    Column("kode", String(12), nullable=False, unique=True),
    Column("laget", Float, nullable=False),
    Column("sist", Float, nullable=False, index=True),
)
HENDELSE = Table(
    "hendelse",
    META,
    Column("mote", String(40), primary_key=True),
    Column("nr", Integer, primary_key=True, autoincrement=False),
    Column("data", Text, nullable=False),
)
OPPSETT = Table("oppsett", META, Column("navn", String(40), primary_key=True), Column("verdi", Text, nullable=False))

CHANNEL, WRITES = "enhetlig", "skriver"
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""What a code is made of: nothing that looks like something else."""
CODE_LENGTH = 6
PATIENCE = 10
"""Seconds to wait for another process that writes."""
ALIVE = {"connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
"""How soon a line to PostgreSQL that says no more is given up, in seconds and tries."""


class Ulagret(Exception):
    """The store could not be read, or could not write: then nothing of what was to be written is kept. Says why."""


@dataclass(frozen=True)
class Ordre:
    """Something that is to happen in a meeting, and the meeting as the one who asks knows it."""

    mote_id: str
    hendelse: Hendelse
    kjent: Mote


Svar = Mote | Avvist
"""The meeting after what was asked for, or why it was refused."""


class Store:
    """The meetings that are kept at `url`, as SQLAlchemy writes it. Safe to use from several threads and processes."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self.is_shared = self.engine.dialect.name == "postgresql"
        """Whether other processes write here too, and tell of it."""
        with self._writing() as connection:
            self._alone(connection)
            META.create_all(connection)

    @classmethod
    def in_folder(cls, folder: Path) -> Store:
        """The store in a file of its own in this folder, which is made if it is not there."""
        folder.mkdir(parents=True, exist_ok=True)
        return cls(f"sqlite:///{folder / 'fagmote.sqlite'}")

    def hemmelig(self) -> str:
        """The leaders' secret, made the first time it is asked for."""
        with self._writing() as connection:
            self._alone(connection)
            kept = connection.execute(select(OPPSETT.c.verdi).where(OPPSETT.c.navn == "hemmelig")).scalar()
            if kept is None:
                kept = secrets.token_urlsafe(24)
                connection.execute(insert(OPPSETT).values(navn="hemmelig", verdi=kept))
            return str(kept)

    def _alone(self, connection: Connection) -> None:
        """What is left of the transaction is done by one process at a time."""
        if self.is_shared:
            connection.execute(text("SELECT pg_advisory_xact_lock(14)"))

    def opprett(self) -> tuple[str, str]:
        """Makes a meeting in which nothing has happened; its id and its code."""
        id, now = secrets.token_urlsafe(12), time.time()
        with self._writing() as connection:
            while True:
                code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
                if connection.execute(select(MOTE.c.id).where(MOTE.c.kode == code)).first() is None:
                    break
            connection.execute(insert(MOTE).values(id=id, kode=code, laget=now, sist=now))
        return id, code

    def finn(self, kode: str) -> tuple[str, float] | None:
        """The id of the meeting with this code, and when it was made, in seconds since 1970."""
        if not set(kode.upper()) <= set(LETTERS):
            return None
        with self._reading() as connection:
            found = connection.execute(select(MOTE.c.id, MOTE.c.laget).where(MOTE.c.kode == kode.upper())).first()
            return (found.id, found.laget) if found else None

    def moter(self, siden: float = 0) -> list[tuple[str, str, float]]:
        """The meetings (id, code, when made) in which something happened since then; the last made first."""
        with self._reading() as connection:
            rows = select(MOTE.c.id, MOTE.c.kode, MOTE.c.laget).where(MOTE.c.sist >= siden)
            return [(row.id, row.kode, row.laget) for row in connection.execute(rows.order_by(MOTE.c.laget.desc()))]

    def hendelser(self, mote_id: str, etter_nr: int = 0) -> list[Hendelse]:
        """What has happened in the meeting after event number `etter_nr`."""
        with self._reading() as connection:
            return list(_events(connection, mote_id, etter_nr))

    def les(self, mote_id: str, kjent: Mote | None = None) -> Mote:
        """The meeting as it is kept, read on from what is known of it."""
        known = kjent or Mote()
        return gjenoppta(self.hendelser(mote_id, known.versjon), known)

    def arkiv(self) -> list[tuple[float, Mote]]:
        """Every meeting that is kept, with when it was made; the oldest first."""
        return [(laget, self.les(id)) for id, _, laget in reversed(self.moter())]

    def skriv(self, ordrer: Sequence[Ordre]) -> list[Svar]:
        """Lets all this happen, in this order, in one transaction: when it returns, it is on disk.

        Raises:
            Ulagret: nothing of it is kept.
        """
        known: dict[str, Mote] = {}
        answers: list[Svar] = []
        with self._writing() as connection:
            ids = sorted({ordre.mote_id for ordre in ordrer})
            held = select(MOTE.c.id).where(MOTE.c.id.in_(ids)).order_by(MOTE.c.id).with_for_update()
            there = {row.id for row in connection.execute(held)}
            rows: list[dict[str, Any]] = []
            for ordre in ordrer:
                id = ordre.mote_id
                if id not in there:
                    answers.append(Avvist("ikke_apnet"))
                    continue
                if id not in known:
                    known[id] = gjenoppta(_events(connection, id, ordre.kjent.versjon), ordre.kjent)
                answer = _happens(known[id], ordre.hendelse)
                if isinstance(answer, Mote) and answer is not known[id]:
                    rows.append({"mote": id, "nr": answer.versjon, "data": as_text(ordre.hendelse)})
                    known[id] = answer
                answers.append(answer)
            if rows:
                changed = sorted({row["mote"] for row in rows})
                connection.execute(insert(HENDELSE), rows)
                connection.execute(update(MOTE).where(MOTE.c.id.in_(changed)).values(sist=time.time()))
                for id in changed if self.is_shared else ():
                    connection.execute(text("SELECT pg_notify(:channel, :id)"), {"channel": CHANNEL, "id": id})
        return answers

    def slett(self, for_tid: float) -> int:
        """Deletes the meetings in which nothing has happened since then; how many they were."""
        with self._writing() as connection:
            held = select(MOTE.c.id).where(MOTE.c.sist < for_tid).order_by(MOTE.c.id).with_for_update()
            old = list(connection.execute(held).scalars())
            connection.execute(delete(HENDELSE).where(HENDELSE.c.mote.in_(old)))
            connection.execute(delete(MOTE).where(MOTE.c.id.in_(old)))
            return len(old)

    def lytt(self, tell: Callable[[str | None], None]) -> Callable[[], None]:
        """Calls `tell` with the id of each meeting that some process changed, from a thread of its own.

        With None after the line was broken: anything may have changed. What is returned ends it. Where only one
        process writes, there is nothing to listen to.
        """
        stop = threading.Event()
        if self.is_shared:
            threading.Thread(target=self._listen, args=(tell, stop), daemon=True).start()
        return stop.set

    def _listen(self, tell: Callable[[str | None], None], stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                with self.engine.connect() as connection:
                    raw: Any = connection.connection.driver_connection
                    connection.detach()
                    raw.autocommit = True
                    raw.execute(f"LISTEN {CHANNEL}")
                    tell(None)
                    while not stop.is_set():
                        for news in raw.notifies(timeout=1):
                            tell(news.payload)
            except Exception:
                stop.wait(1)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self.engine.connect() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise Ulagret(_why(error)) from error

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction that is on disk when the block is left."""
        try:
            with self.engine.execution_options(**{WRITES: True}).begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise Ulagret(_why(error)) from error


def _happens(mote: Mote, hendelse: Hendelse) -> Svar:
    try:
        return etter(mote, hendelse)
    except Avvist as refused:
        return refused


def _why(error: SQLAlchemyError) -> str:
    return str(error.orig if isinstance(error, DBAPIError) else error)


def _events(connection: Connection, mote_id: str, etter_nr: int) -> Iterator[Hendelse]:
    rows = select(HENDELSE.c.data).where(HENDELSE.c.mote == mote_id, HENDELSE.c.nr > etter_nr)
    for row in connection.execute(rows.order_by(HENDELSE.c.nr)):
        yield from_text(row.data)


def _engine(url: str) -> Engine:
    """Raises Ulagret where the address cannot be one."""
    try:
        if make_url(url).get_backend_name() != "sqlite":
            return create_engine(url, pool_pre_ping=True, connect_args=ALIVE)
        engine = create_engine(url, connect_args={"timeout": PATIENCE})
    except SQLAlchemyError as error:
        raise Ulagret(str(error)) from None

    @event.listens_for(engine, "connect")
    def settings(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # transactions begin where `begin` says so
        _in_wal(connection)
        connection.execute("PRAGMA synchronous=FULL")  # what is acknowledged outlives a power cut
        connection.execute("PRAGMA secure_delete=ON")  # what is deleted is gone from the file too

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(WRITES) else "BEGIN")

    return engine


def _in_wal(connection: Any) -> None:
    """SQLite does not wait here of itself for another that is just making the file."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
