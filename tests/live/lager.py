"""What the tests of the store share: a meeting that has begun, and a database that fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from generator.live.hendelser import Hendelse
from generator.live.meeting import Mote
from generator.live.store import HENDELSE, Ordre, Store
from tests.live.mote import LES, RUNDE1, apnet, gikk

BEGUN = [apnet(), *gikk(LES, RUNDE1)]


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
