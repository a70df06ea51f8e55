"""How long a phone waits when all answer at once: `python -m tests.bench.fagmote` prints a table.

One meeting of three hundred, all of whom also listen for news; and forty meetings of fifteen. On SQLite, and on
PostgreSQL where its programs are found. Phones and server share this machine.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.live.conftest import Postgres, programs
from tests.live.telefon import ett_mote, malt, mange_moter
from tests.live.tjener import Leder, tjener

TIMES = 3


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="enhetlig-bench-") as folder:
        _measure("SQLite", Path(folder), f"sqlite:///{folder}/fagmote.sqlite")
    with _postgres() as server:
        if server is None:
            print("PostgreSQL: the programs initdb and pg_ctl are not found")
            return
        with tempfile.TemporaryDirectory(prefix="enhetlig-bench-") as folder:
            _measure("PostgreSQL", Path(folder), server.new_database())


def _measure(name: str, folder: Path, url: str) -> None:
    with tjener(folder, url, uten_sperre=True) as server:
        leder = Leder(server)
        for _ in range(TIMES):
            answered, told = asyncio.run(ett_mote(leder, 300))
            _, many = asyncio.run(mange_moter(leder, 40, 15))
            print(f"{name:<11} one meeting of 300, an answer kept    {malt(answered)}")
            print(f"{name:<11} one meeting of 300, told of a step    {malt(told)}")
            print(f"{name:<11} 40 meetings of 15, an answer kept     {malt(many)}", flush=True)


@contextmanager
def _postgres() -> Iterator[Postgres | None]:
    there = programs()
    if there is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="enhetlig-bench-") as folder:
        server = Postgres(there, Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()


if __name__ == "__main__":
    main()
