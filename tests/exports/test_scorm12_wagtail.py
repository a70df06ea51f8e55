"""The package in a real learning platform: uploaded by an editor, launched by a learner, the score on the server."""

from __future__ import annotations

import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.exports.scorm12_lms import (
    THREE,
    Vindu,
    lapper,
    neste,
    package,
    sporsmal,
    svar,
)
from tests.exports.wagtail.plattform import EDITOR, LEARNER, PASSWORD

HERE = Path(__file__).parent / "wagtail"
PATIENCE = 60


def run(folder: Path, what: str) -> str:
    line = [sys.executable, str(HERE / "plattform.py"), str(folder), what]
    done = subprocess.run(line, cwd=HERE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def mappe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the platform has its database and its files."""
    folder = tmp_path_factory.mktemp("wagtail")
    run(folder, "sett-opp")
    return folder


@pytest.fixture(scope="module")
def plattform(mappe: Path) -> Iterator[str]:
    """The address of the platform."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    line = [sys.executable, str(HERE / "plattform.py"), str(mappe), str(port)]
    log = (mappe / "log.txt").open("wb")
    server = subprocess.Popen(line, cwd=HERE, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}/"
    try:
        wait_for(address, server, mappe / "log.txt")
        yield address
    finally:
        server.terminate()
        server.wait()
        log.close()


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            with urlopen(address + "inn/"):
                return
        except URLError:
            time.sleep(0.1)
    pytest.fail(f"the platform did not start:\n{log.read_text()}", pytrace=False)


def logged_in(page: Page, address: str, who: str) -> None:
    page.goto(address + "inn/")
    page.locator("[name=username]").fill(who)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Logg inn").click()
    page.wait_for_url("**/inne/")


def stored(folder: Path) -> dict[str, Any]:
    """The learner's attempt, as it stands in the platform's database."""
    with sqlite3.connect(folder / "plattform.sqlite3") as database:
        database.row_factory = sqlite3.Row
        return dict(database.execute("SELECT * FROM wagtail_lms_scormattempt").fetchone())


def until(folder: Path, **wanted: Any) -> dict[str, Any]:
    """The attempt when it has these values: the platform stores them in its own time."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = stored(folder)
        if {name: found[name] for name in wanted} == wanted:
            return found
        time.sleep(0.1)
    assert {name: found[name] for name in wanted} == wanted
    return found


def test_a_package_is_uploaded_launched_answered_and_resumed_and_its_score_is_on_the_server(
    plattform,
    mappe,
    vindu,
    kurset,
    tmp_path,
):
    file = package(kurset, tmp_path / "kurs.zip", *THREE)
    editor: Vindu = vindu(plattform)
    editor.page.set_default_timeout(1000 * PATIENCE)  # it takes one request at a time, and stores much
    logged_in(editor.page, plattform, EDITOR)
    editor.page.goto(plattform + "admin/scormpackage/new/")
    editor.page.locator("[name=title]").fill("Enhetlig: tre saker på prøve")
    editor.page.locator("[name=package_file]").set_input_files(file)
    editor.page.locator("form button[type=submit]").last.click()
    expect(editor.page.get_by_role("link", name="Enhetlig: tre saker på prøve").first).to_be_visible()
    editor.page.close()
    editor.wrong.clear()  # the platform's own side of it
    lesson = run(mappe, "kurs")

    learner: Vindu = vindu(plattform)
    learner.page.set_default_timeout(1000 * PATIENCE)
    logged_in(learner.page, plattform, LEARNER)
    learner.open(f"lms/scorm-lesson/{lesson}/play/")
    kurs = learner.kurs
    expect(kurs.locator("[data-svart]")).to_have_text("0 av 6 spørsmål")
    expect(kurs.locator("[data-si=plattform]")).to_have_text("")
    kurs.get_by_role("link", name="Telefonen fem på tolv").click()
    svar(sporsmal(kurs, "rett"), "har_rett", certain="90")
    until(mappe, score_raw=17.0, completion_status="incomplete")
    neste(sporsmal(kurs, "rett"))
    svar(sporsmal(kurs, "boka"), "0", "2", "4")
    until(mappe, score_raw=33.0, location="saker/telefonen-fra-hotellet.html")

    learner.page.reload()
    expect(kurs.locator("[data-svart]")).to_have_text("2 av 6 spørsmål")
    expect(kurs.locator("[data-punkt='telefonen-fra-hotellet']")).to_have_text("Besvart, 2 av 2 poeng")
    kurs.get_by_role("link", name="Ti henvendelser før kaffen").click()
    pile = kurset.by_id["ti-for-kaffen"]
    lapper(kurs, [pile.desk.starts(slip) for slip in pile.sak.lapper])
    kurs.get_by_role("link", name="Neste sak").click()
    expect(kurs.get_by_role("heading", level=1)).to_have_text("Lappen fra kalenderen")
    svar(sporsmal(kurs, "rett"), "har_rett")
    neste(sporsmal(kurs, "rett"))
    svar(sporsmal(kurs, "lappen-videre"), "0")
    expect(kurs.locator("[data-poeng]")).to_have_text("Bestått, 83 prosent")
    kept = until(mappe, score_raw=83.0, completion_status="passed")
    assert (kept["score_min"], kept["score_max"]) == (0.0, 100.0)
    assert kept["suspend_data"].startswith("1K")

    learner.page.goto("about:blank")
    learner.open(f"lms/scorm-lesson/{lesson}/play/")
    expect(kurs.get_by_role("heading", level=1)).to_have_text("Lappen fra kalenderen")
    expect(kurs.locator("[data-poeng]")).to_have_text("Bestått, 83 prosent")
    expect(kurs.locator(".sist")).to_contain_text("Du har svart på denne før: i tråd")
    assert stored(mappe)["completion_status"] == "passed"
