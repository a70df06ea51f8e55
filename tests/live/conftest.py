"""The databases that meetings are kept in: SQLite, and a PostgreSQL of the tests' own; and a server that they share."""

from __future__ import annotations

import os
import re
import secrets
import shlex
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from generator.course import Course, load
from generator.live.store import Store
from tests.conftest import PROJECT
from tests.live.mote import RUNDE1
from tests.live.tjener import SAK, Deltaker, Leder, Tjener, tjener

MISSING = (
    "Testene av fagmøter trenger PostgreSQL: programmene initdb og pg_ctl, i PATH eller i /usr/lib/postgresql/*/bin."
    " Installer den (Debian og Ubuntu: sudo apt-get install postgresql), eller kjør «sh tests/postgres.sh» som root."
)
USER = "postgres"
TRIES = 3
"""Somebody else may take the free port before PostgreSQL does."""


class Postgres:
    """A PostgreSQL that keeps what it promises (fsync is on), in a folder of its own."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs, self.folder = programs, folder
        self.port = 0
        self._as: list[str] = []
        """PostgreSQL will not be run by root."""
        if os.geteuid() == 0:
            shutil.chown(folder, USER)
            self._as = ["runuser", "-u", USER, "--"]
        self._run("initdb", "--username", USER, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")

    def start(self) -> None:
        for left in reversed(range(TRIES)):
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]
            options = {"listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": self.folder}
            given = " ".join(
                f"-c {shlex.quote(f'{name}={value}')}" for name, value in {**options, "fsync": "on"}.items()
            )
            try:
                self._run("pg_ctl", "start", "--wait", "--silent", "--log", str(self.folder / "logg"), "-o", given)
                return
            except AssertionError:
                if not left:
                    raise

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "--silent", "--mode=immediate")

    def url(self, database: str) -> str:
        """The address of this database, as SQLAlchemy writes it."""
        return f"postgresql+psycopg://{USER}@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """The address of a database with nothing in it."""
        name = f"prove_{secrets.token_hex(8)}"
        with self.connect() as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """As the one who may do everything, past SQLAlchemy; through the socket in the folder."""
        return psycopg.connect(host=str(self.folder), port=self.port, user=USER, dbname=database, autocommit=True)

    def _run(self, program: str, *arguments: str) -> None:
        line = [*self._as, str(self._programs / program), "--pgdata", str(self.folder / "data"), *arguments]
        with (self.folder / "sagt").open("w+", encoding="utf-8") as said:  # not a pipe: the server would keep it open
            code = subprocess.run(line, cwd="/", stdout=said, stderr=subprocess.STDOUT, check=False).returncode
            said.seek(0)
            assert code == 0, said.read()


def programs() -> Path | None:
    """The folder of PostgreSQL's server programs; the newest where there are several."""
    named = [Path(found).resolve().parent] if (found := shutil.which("initdb")) else []
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    newest = sorted(installed, key=lambda folder: [*map(int, re.findall(r"\d+", str(folder)))], reverse=True)
    return next((one for one in named + newest if (one / "initdb").exists() and (one / "pg_ctl").exists()), None)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One for all the tests of a worker."""
    there = programs()
    if there is None:
        pytest.fail(MISSING, pytrace=False)
    with tempfile.TemporaryDirectory(prefix="enhetlig-") as folder:  # not pytest's own: only root may look into that
        server = Postgres(there, Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with nothing in it, as SQLAlchemy writes it; each test is tried on both kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'fagmote.sqlite'}"
    return request.getfixturevalue("postgres").new_database()


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


@pytest.fixture(scope="session")
def kurset() -> Course:
    return load(PROJECT)


@pytest.fixture(scope="session")
def hus(tmp_path_factory) -> Iterator[Tjener]:
    """A server that tests share, each with a meeting of its own; nobody is shut out there for guessing wrong."""
    folder = tmp_path_factory.mktemp("hus")
    with tjener(folder, f"sqlite:///{folder / 'fagmote.sqlite'}", uten_sperre=True) as server:
        yield server
    assert "Traceback" not in server.sagt


@pytest.fixture
def leder(hus) -> Leder:
    leder = Leder(hus)
    leder.nytt_mote(SAK, tvilling="nei")
    return leder


@pytest.fixture
def deltaker(hus, leder) -> Deltaker:
    """Somebody in the meeting, which stands at the first round."""
    someone = Deltaker(hus, leder.kode)
    leder.flytt(RUNDE1)
    return someone
