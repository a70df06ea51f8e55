"""Servers of fagmøter in processes of their own, and those who use them over HTTP: a leader, and people with phones.

`python -m tests.live.tjener PORT DATABASE ADRESSE SITE [uten-sperre]` is such a process.
"""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx

from generator.course import load
from generator.live import tjeneste, vakt
from generator.live.meeting import Mote
from generator.live.server import Server
from generator.live.skjerm import status
from generator.live.store import Store

PROJECT = Path(__file__).resolve().parents[2]
PATIENCE = 20.0
WITHOUT_LOCK = "uten-sperre"
JSON = {"Accept": "application/json"}
SAK = "operatoren-ved-fjorden"
"""A case of the course with readings, cards, and a lesson that tells its key."""
TVILLING_SAK = "hjertet-og-stolen-ved-vinduet"
"""A case that has a twin."""
EXPORTS = ("referat", "referat.md", "data.csv", "data.json")


class Tjener:
    """A server at a free port of this machine, with its meetings at `url`; killed and started again as one likes."""

    def __init__(
        self, folder: Path, url: str, *, site: Path | None = None, adresse: str = "", uten_sperre: bool = False
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.url, self.site, self._without_lock = url, site or _site(folder), uten_sperre
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.logg = folder / f"logg-{self.port}.txt"
        self.her = f"http://127.0.0.1:{self.port}"
        self.adresse = adresse or self.her
        self.store = Store(url)
        self.hemmelig = self.store.hemmelig()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it, and waits till it answers."""
        line = [sys.executable, "-m", "tests.live.tjener", str(self.port), self.url, self.adresse, str(self.site)]
        with self.logg.open("a") as log:
            line += [WITHOUT_LOCK] * self._without_lock
            self._process = subprocess.Popen(line, cwd=PROJECT, stdout=log, stderr=log)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self._process.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.02)
        raise AssertionError(f"the server did not start: {self.sagt}")

    def drep(self) -> None:
        """Ends it in the middle of what it does, with SIGKILL."""
        if self._process:
            self._process.kill()
            self._process.wait()

    def stans(self) -> None:
        """Ends it as Ctrl+C does, and gives its database free."""
        if self._process:
            self._process.terminate()
            self._process.wait(PATIENCE)
        self.store.engine.dispose()

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    @property
    def sagt(self) -> str:
        """What it wrote where the one who started it sees it."""
        return self.logg.read_text("utf-8")

    def mote(self, kode: str) -> Mote:
        """The meeting with this code as it is kept, whatever the server says of it."""
        return self.store.les(self.mote_id(kode))

    def mote_id(self, kode: str) -> str:
        found = self.store.finn(kode)
        assert found, kode
        return found[0]

    def stempel(self, kode: str) -> str:
        """What screens know the meeting by, as it is kept now."""
        return str(status(self.mote(kode))["stempel"])

    def klient(self, fra: str = "127.0.0.1") -> httpx.Client:
        """A browser of its own, at this address of this machine."""
        return httpx.Client(
            base_url=self.her,
            headers={"Origin": self.adresse, "Content-Type": vakt.FORM},
            transport=httpx.HTTPTransport(local_address=fra),
            timeout=PATIENCE,
        )


def _site(folder: Path) -> Path:
    """A course of two pages, where what is built does not matter."""
    site = folder / "site"
    site.mkdir(exist_ok=True)
    (site / "mappe").mkdir(exist_ok=True)
    for page in (site / "index.html", site / "mappe" / "index.html"):
        page.write_text("<!doctype html><title>Kurset</title>", "utf-8")
    return site


@contextmanager
def tjener(folder: Path, url: str, **options: Any) -> Iterator[Tjener]:
    """A server for as long as the block lasts."""
    server = Tjener(folder, url, **options)
    server.start()
    try:
        yield server
    finally:
        server.drep()
        server.store.engine.dispose()


class Leder:
    """Who leads: logged in with the secret, at one meeting at a time."""

    def __init__(self, tjener: Tjener) -> None:
        self.tjener, self.klient, self.kode = tjener, tjener.klient(), ""
        assert self.klient.post("/m/leder", data={"hemmelig": tjener.hemmelig}).status_code == 303

    def nytt_mote(self, *saker: str, **valg: str) -> str:
        """Makes a meeting, about these cases if any are named; its code."""
        self.kode = self.klient.post("/m/ny").headers["location"].split("/")[2]
        if saker:
            self.gjor("velg", sak=[*saker], **valg)
        return self.kode

    def gjor(self, hva: str, **felt: str | int | list[str]) -> None:
        """Does something that the meeting must take."""
        answer = self.be_om(hva, **felt)
        assert answer.status_code == 200, (hva, answer.text)

    def be_om(self, hva: str, **felt: str | int | list[str]) -> httpx.Response:
        return self.klient.post(f"/m/{self.kode}/leder", data={"hva": hva, **felt}, headers=JSON)

    def flytt(self, til: int) -> None:
        """Goes through the steps to this one, one at a time."""
        for fra in range(self.tjener.mote(self.kode).nr, til):
            self.gjor("flytt", fra=fra, til=fra + 1)

    def skjerm(self) -> str:
        return self.klient.get(f"/m/{self.kode}/leder").text

    def til_slutten(self) -> None:
        """Goes through all the steps that are left, and ends the meeting."""
        self.flytt(len(self.tjener.mote(self.kode).plan) - 1)
        self.gjor("slutt")


class Deltaker:
    """Somebody with a phone, in one meeting."""

    def __init__(self, tjener: Tjener, kode: str, fra: str = "127.0.0.1") -> None:
        self.tjener, self.klient, self.kode = tjener, tjener.klient(fra), kode
        self.mote = tjener.mote(kode)
        assert self.klient.post(f"/m/{kode}/med").status_code == 303

    def svar(self, nr: int, /, **felt: str | list[str]) -> httpx.Response:
        """Answers in the round at step `nr`; what is not said, is filled in so that it fits."""
        return self.klient.post(f"/m/{self.kode}/svar", data=svarfelt(self.mote, nr, **felt), headers=JSON)

    def skjerm(self) -> str:
        return self.klient.get(f"/m/{self.kode}").text

    def nyheter(self) -> Iterator[dict[str, Any]]:
        """What the server tells of its own accord, for as long as one listens; not for ever, where nothing comes."""
        end = time.monotonic() + PATIENCE
        with self.klient.stream("GET", f"/m/{self.kode}/nytt") as line:
            for text in line.iter_lines():
                assert time.monotonic() < end
                if text.startswith("data: "):
                    yield json.loads(text.removeprefix("data: "))


def svarfelt(mote: Mote, nr: int, /, **felt: Any) -> dict[str, Any]:
    """The fields of an answer that fits the round at step `nr`, but for what is given."""
    skjema = mote.skjema[mote.plan[nr].sak]
    readings = {f"les-{fact}": next(iter(reading.valg)) for fact, reading in skjema.lesninger.items()}
    return {"nr": str(nr), "svar": next(iter(skjema.valg)), **readings, **felt}


def asked(server: Tjener, path: str) -> tuple[int, bytes]:
    """What is answered to a path that is sent just as it is written."""
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    line.putrequest("GET", path, skip_host=False)
    line.endheaders()
    answer = line.getresponse()
    try:
        return answer.status, answer.read()
    finally:
        line.close()


def main(port: str, url: str, adresse: str, site: str, lock: str = "") -> None:
    server = Server(load(PROJECT), Path(site), Store(url), adresse)
    if lock == WITHOUT_LOCK:
        server.dor.sperre = vakt.Sperre(hver=10**6, alle=10**6)
    tjeneste.run(server, tjeneste.listening(int(port)))


if __name__ == "__main__":
    main(*sys.argv[1:])
