"""It holds: many at once, killed, two servers, a broken line, a full disk; with real servers on real databases."""

from __future__ import annotations

import asyncio
import json
import resource
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from json import JSONDecodeError
from typing import Any

import pytest

from generator.live.hendelser import Stemte
from generator.live.meeting import Mote
from generator.view.sprak import tekster
from tests.live.mote import RUNDE1, RUNDE2, SNAKK
from tests.live.telefon import Telefon, ett_mote, malt, mange_moter, svar_samtidig, telefoner
from tests.live.tjener import SAK, Deltaker, Leder, Tjener, svarfelt, tjener

T = tekster("nb")["live"]
CAP = 30.0
"""Seconds after which it does not hold, however slow the machine is."""


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def hus(request, tmp_path_factory) -> Iterator[Tjener]:
    """A server on each kind of database; tests that kill it start it again."""
    folder = tmp_path_factory.mktemp("hus")
    postgres = request.param == "postgres"
    url = request.getfixturevalue("postgres").new_database() if postgres else f"sqlite:///{folder / 'x.sqlite'}"
    with tjener(folder, url, uten_sperre=True) as server:
        yield server
    assert "Traceback" not in server.sagt


@pytest.fixture(scope="module")
def fil_hus(tmp_path_factory) -> Iterator[Tjener]:
    """A server with its meetings in a file."""
    folder = tmp_path_factory.mktemp("fil")
    with tjener(folder, f"sqlite:///{folder / 'x.sqlite'}", uten_sperre=True) as server:
        yield server


def run(job: Any) -> Any:
    with ThreadPoolExecutor() as beside:  # where no loop runs, as one does in a worker that has had a browser
        return beside.submit(lambda: asyncio.run(asyncio.wait_for(job, CAP))).result()


def soon(holds: Callable[[], bool], seconds: float = 5.0) -> bool:
    """Whether it comes true within that time."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def events(server: Tjener, kode: str) -> list[Stemte]:
    """Every answer that is kept, in the order they came."""
    return [event for event in server.store.hendelser(server.mote_id(kode)) if isinstance(event, Stemte)]


# Many at once


def test_three_hundred_answer_at_once_and_all_are_counted(hus, capsys):
    leder = Leder(hus)
    waited, heard = run(ett_mote(leder, 300))
    mote = hus.mote(leder.kode)
    assert (mote.svart(RUNDE1), len(mote.lukkede(RUNDE1)), len(heard)) == (300, 300, 300)
    with capsys.disabled():
        print(f"\n300 at once, {hus.store.engine.name}: answered {malt(waited)}, told of the next step {malt(heard)}")


def test_forty_meetings_of_fifteen_answer_at_once_and_all_are_counted(hus, capsys):
    codes, waited = run(mange_moter(Leder(hus), 40, 15))
    assert [hus.mote(kode).svart(RUNDE1) for kode in codes] == [15] * 40
    with capsys.disabled():
        print(f"\n40 meetings of 15 at once, {hus.store.engine.name}: answered {malt(waited)}")


# Killed


def test_no_acknowledged_answer_is_lost_when_the_server_is_killed_while_answers_come_in(hus):
    leder = Leder(hus)
    kode = leder.nytt_mote(SAK)
    options = [*hus.mote(kode).skjema[SAK].valg]
    kept: dict[str, str] = {}
    on_its_way: dict[str, str] = {}

    def fields(mote: Mote, phone: Telefon, nr: int) -> dict[str, str]:
        return svarfelt(mote, RUNDE1, svar=options[nr % len(options)], grunn=f"{phone.kake} {nr}")

    async def answers_on(phone: Telefon, mote: Mote) -> None:
        """One answer after the other, until the server is gone."""
        for nr in count():
            sent = fields(mote, phone, nr)
            on_its_way[phone.kake] = sent["grunn"]
            status, _ = await phone.svar(sent)
            assert status == 200
            kept[phone.kake] = sent["grunn"]

    async def cut() -> list[Telefon]:
        phones = await telefoner(hus, kode, 60)
        await asyncio.to_thread(leder.flytt, RUNDE1)
        mote = hus.mote(kode)
        jobs = [asyncio.create_task(answers_on(phone, mote)) for phone in phones]
        while len(kept) < len(phones):
            await asyncio.sleep(0.01)
        hus.drep()
        gone = await asyncio.gather(*jobs, return_exceptions=True)
        assert [one for one in gone if not isinstance(one, ConnectionError | EOFError | JSONDecodeError)] == []
        return phones

    phones = run(cut())
    after = {vote.grunn for vote in hus.mote(kode).stemmer[RUNDE1].values()}
    lost = [who for who in kept if not after & {kept[who], on_its_way[who]}]
    assert lost == []
    assert len(after) == len(phones)
    hus.start()

    async def again() -> list[tuple[int, dict[str, str], str]]:
        mote = hus.mote(kode)
        for phone in phones:
            sent = fields(mote, phone, int(on_its_way[phone.kake].split()[1]))
            for _ in range(2):
                status, said = await phone.svar(sent)
                assert (status, said["svart"]) == (200, len(phones))
        return await asyncio.gather(*(phone.be_om("GET") for phone in phones))

    for status, _, screen in run(again()):
        assert status == 200
        assert T["lagret"] in screen
    said = events(hus, kode)
    assert len({event.stemme.grunn for event in said}) == len(said)  # none of them twice
    assert {vote.grunn for vote in hus.mote(kode).stemmer[RUNDE1].values()} == {*on_its_way.values()}
    leder.flytt(SNAKK)  # with the same cookie as before
    assert hus.mote(kode).svart(RUNDE1) == 60


def test_when_the_server_comes_back_all_three_hundred_are_at_once_where_they_were(hus):
    leder = Leder(hus)
    kode = leder.nytt_mote(SAK)

    async def back() -> list[tuple[int, dict[str, str], str]]:
        phones = await telefoner(hus, kode, 300)
        await asyncio.to_thread(leder.flytt, RUNDE1)
        await svar_samtidig(phones, RUNDE1)
        hus.drep()
        await asyncio.to_thread(hus.start)
        return await asyncio.gather(*(phone.be_om("GET") for phone in phones))

    seen = run(back())
    assert {status for status, _, _ in seen} == {200}
    assert all(T["lagret"] in screen for _, _, screen in seen)


def test_an_answer_sent_again_because_nobody_said_it_was_kept_is_counted_once(hus):
    leder = Leder(hus)
    kode = leder.nytt_mote(SAK)

    async def lose() -> dict[str, Any]:
        (phone,) = await telefoner(hus, kode, 1)
        await asyncio.to_thread(leder.flytt, RUNDE1)
        felt = svarfelt(hus.mote(kode), RUNDE1)
        _, writer = await phone.send("POST", "/svar", felt)
        await writer.drain()
        writer.close()  # the net went before the answer came
        assert await asyncio.to_thread(soon, lambda: hus.mote(kode).svart(RUNDE1) == 1)
        for _ in range(3):
            status, said = await phone.svar(felt)
            assert status == 200
        return said

    assert run(lose())["svart"] == 1
    assert len(events(hus, kode)) == 1


# Two servers on one database


@pytest.fixture(scope="module")
def to_hus(postgres, tmp_path_factory) -> Iterator[tuple[Tjener, Tjener]]:
    folder, url = tmp_path_factory.mktemp("to"), postgres.new_database()
    with tjener(folder, url, uten_sperre=True) as one, tjener(folder, url, uten_sperre=True) as other:
        yield one, other


class Lytter:
    """Somebody whose line to the server is open; `sist` is what was told last."""

    def __init__(self, who: Deltaker) -> None:
        self._who, self._news = who, who.nyheter()
        self.sist = next(self._news)

    def hears(self) -> bool:
        """Whether it is told of the meeting as it is kept now. Waits for it."""
        now = self._who.tjener.stempel(self._who.kode)
        while self.sist["stempel"] != now:
            self.sist = next(self._news)
        return True


def test_two_servers_hold_one_meeting(to_hus):
    one, other = to_hus
    leder = Leder(one)
    kode = leder.nytt_mote(SAK)
    there = Deltaker(other, kode)
    line = Lytter(there)
    leder.flytt(RUNDE1)
    start = time.monotonic()
    assert line.hears()
    assert time.monotonic() - start < 2

    async def vote() -> None:
        rooms = await asyncio.gather(*(telefoner(server, kode, 30) for server in to_hus))
        await svar_samtidig([phone for phones in rooms for phone in phones], RUNDE1)

    run(vote())
    assert one.mote(kode).svart(RUNDE1) == 60
    for server in to_hus:
        assert soon(lambda server=server: now(server, kode) == {"svart": 60, "med": 61})
    leder.flytt(SNAKK)
    assert line.hears()
    assert there.svar(RUNDE1).status_code == 409
    assert T["trinn"]["snakk"] in there.skjerm()


def now(server: Tjener, kode: str) -> dict[str, int]:
    """What a server tells of the meeting to one who begins to listen."""
    with server.klient().stream("GET", f"/m/{kode}/nytt") as line:
        news = next(text for text in line.iter_lines() if text)
    told = json.loads(news.removeprefix("data: "))
    return {name: told[name] for name in ("svart", "med")}


def test_servers_whose_lines_to_the_database_are_broken_take_them_up_again(to_hus, postgres):
    one, other = to_hus
    leder = Leder(one)
    kode = leder.nytt_mote(SAK)
    there = Deltaker(other, kode)
    line = Lytter(there)
    with postgres.connect() as connection:
        ended = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = %s"
        ((broken,),) = connection.execute(ended, [one.url.rsplit("/")[-1]]).fetchall()
    assert broken >= 2
    leder.flytt(RUNDE1)
    start = time.monotonic()
    assert line.hears()
    assert time.monotonic() - start < 5
    assert there.svar(RUNDE1).status_code == 200
    leder.flytt(SNAKK)
    assert line.hears()
    assert one.mote(kode).svart(RUNDE1) == 1


# A broken line, a full disk


def test_a_screen_whose_line_was_broken_gets_the_meeting_as_it_is_when_it_takes_it_up_again(fil_hus):
    leder = Leder(fil_hus)
    kode = leder.nytt_mote(SAK)
    someone = Deltaker(fil_hus, kode)
    line = someone.nyheter()
    before = next(line)
    line.close()
    leder.flytt(RUNDE1)
    assert someone.svar(RUNDE1).status_code == 200
    leder.flytt(RUNDE2)
    leder.gjor("frist", minutter=3)
    after = next(someone.nyheter())
    assert before["stempel"] != after["stempel"]
    assert after["stempel"] == fil_hus.stempel(kode)
    assert after["frist"] == fil_hus.mote(kode).frist
    assert after["svart"] == 0
    fil_hus.drep()
    fil_hus.start()
    assert next(someone.nyheter()) | {"na": 0} == after | {"na": 0}


@pytest.mark.parametrize("room", [0, 4096], ids=["none", "a-page"])
def test_a_full_disk_is_told_and_nothing_is_lost_and_it_works_again_when_there_is_room(fil_hus, room):
    leder = Leder(fil_hus)
    kode = leder.nytt_mote(SAK)
    people = [Deltaker(fil_hus, kode) for _ in range(3)]
    leder.flytt(RUNDE1)
    assert people[0].svar(RUNDE1).status_code == 200
    before = fil_hus.mote(kode)
    resource.prlimit(fil_hus.pid, resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    for person in people[1:]:
        for _ in range(2):
            answer = person.svar(RUNDE1)
            assert (answer.status_code, answer.json()) == (507, {"feil": T["feil"]["507"]})
    assert leder.be_om("flytt", fra=RUNDE1, til=SNAKK).status_code == 507
    assert leder.klient.post("/m/ny").status_code == 507
    assert fil_hus.mote(kode) == before
    assert T["lagret"] in people[0].skjerm()
    assert next(people[1].nyheter())["svart"] == 1
    resource.prlimit(fil_hus.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    for nr, person in enumerate(people[1:], 2):
        assert person.svar(RUNDE1).json()["svart"] == nr
    leder.flytt(SNAKK)
    fil_hus.drep()
    fil_hus.start()
    assert (fil_hus.mote(kode).svart(RUNDE1), fil_hus.mote(kode).nr) == (3, SNAKK)
    assert T["trinn"]["snakk"] in people[2].skjerm()


def test_the_server_ends_at_once_when_it_is_asked_to_though_screens_listen(fil_hus):
    leder = Leder(fil_hus)
    kode = leder.nytt_mote(SAK)
    line = Deltaker(fil_hus, kode).nyheter()
    next(line)
    start = time.monotonic()
    fil_hus.stans()
    assert time.monotonic() - start < 5
    fil_hus.start()
