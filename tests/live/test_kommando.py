"""The command `kurs fagmote`: what cannot be used is told, and old meetings are deleted."""

from __future__ import annotations

import socket
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import update

from generator import cli
from generator.live.store import MOTE, Store
from tests.conftest import PROJECT


@pytest.fixture
def kurs(capsys, monkeypatch) -> Callable[..., tuple[int, str, str]]:
    """The command in the course's own folder: exit code, standard output, standard error."""
    monkeypatch.chdir(PROJECT)

    def run(*args: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            cli.kurs.run(args)
        return (ended.value.code, *capsys.readouterr())

    return run


@pytest.mark.parametrize(
    "adresse", ["kontoret.no", "ftp://kontoret.no", "https://", "https://a.no/m", "http://a b", "#"]
)
def test_an_address_that_cannot_be_one_is_told(kurs, tmp_path, adresse):
    code, said, told = kurs("fagmote", "--data", str(tmp_path), "--adresse", adresse)
    assert (code, said) == (2, "")
    assert told == f"kurs: «{adresse}» kan ikke være adressen; skriv den som «https://kurs.kontoret.no»\n"


def test_a_port_that_is_taken_is_told(kurs, tmp_path):
    with socket.create_server(("0.0.0.0", 0)) as taken:
        port = taken.getsockname()[1]
        code, said, told = kurs("fagmote", "--data", str(tmp_path), "--port", str(port))
    assert (code, said) == (2, "")
    assert told == f"kurs: porten {port} er opptatt eller stengt; prøv «--port {port + 1}»\n"


@pytest.mark.parametrize(
    "url",
    [
        "tull",
        "sqlite:///ikke/noen/mappe/x.sqlite",
        "sqlite:///README.md",
        "mysql://a:hemmelig-ord@127.0.0.1/x",
        "oracle+tull://a/b",
        "postgresql+psycopg://a:hemmelig-ord@127.0.0.1:1/x",
        "postgresql+psycopg://a:hemmelig-ord@127.0.0.1:port/x",
    ],
)
def test_a_database_that_cannot_be_used_is_told_without_its_password(kurs, url):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    code, said, told = kurs("fagmote", "--port", str(port), "--database", url)
    assert (code, said) == (2, "")
    assert told.startswith("kurs: ")
    assert "mangler; databasen kan være" in told or "møtene kan ikke åpnes der" in told
    assert "Traceback" not in told
    assert "hemmelig-ord" not in told


def test_a_folder_that_cannot_be_used_is_told(kurs, tmp_path):
    (tmp_path / "fil").write_text("", "utf-8")
    for folder in ("fil", "fil/under"):
        code, _, told = kurs("fagmote", "slett", "--eldre-enn", "1d", "--data", str(tmp_path / folder))
        assert code == 2
        assert told.startswith("kurs: ")


def test_old_meetings_are_deleted_and_no_others(kurs, tmp_path):
    store = Store.in_folder(tmp_path)
    codes = {days: store.opprett()[1] for days in (0, 29, 31, 400)}
    for days, kode in codes.items():
        with store.engine.begin() as connection:
            sist = time.time() - days * 86_400
            connection.execute(update(MOTE).where(MOTE.c.kode == kode).values(sist=sist))
    where = ("--data", str(tmp_path))
    assert kurs("fagmote", "slett", "--eldre-enn", "30d", *where) == (0, "2 møter er slettet.\n", "")
    assert {days for days, kode in codes.items() if store.finn(kode)} == {0, 29}
    assert kurs("fagmote", *where, "slett", "--eldre-enn", "20d") == (0, "1 møte er slettet.\n", "")
    assert {days for days, kode in codes.items() if store.finn(kode)} == {0}
    store.engine.dispose()
    with sqlite3.connect(tmp_path / "fagmote.sqlite") as raw:
        assert raw.execute("SELECT count(*) FROM mote").fetchone() == (1,)


@pytest.mark.parametrize("given", ["90", "d", "-1d", "1.5d", "999999d", " "])
def test_an_age_that_cannot_be_one_is_told(kurs, tmp_path, given):
    code, said, told = kurs("fagmote", "slett", "--eldre-enn", given, "--data", str(tmp_path))
    assert (code, said) == (2, "")
    assert told.startswith("kurs: ")
    assert not Path(tmp_path / "fagmote.sqlite").exists()
