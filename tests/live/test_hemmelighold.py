"""Before a round is closed nobody gets anything but how many have answered."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from sqlalchemy import insert

from generator.live.dagsorden import apne
from generator.live.hendelser import Hendelse
from generator.live.meeting import Mote
from generator.live.store import LETTERS, MOTE, Ordre
from generator.view.sprak import tekster
from tests.live.mote import REGLER, RUNDE1, RUNDE2, SNAKK
from tests.live.tjener import EXPORTS, SAK, TVILLING_SAK, Deltaker, Leder, Tjener, tjener

T = tekster("nb")["live"]


def first_news(client: httpx.Client, kode: str) -> dict[str, Any]:
    with client.stream("GET", f"/m/{kode}/nytt") as line:
        news = next(text for text in line.iter_lines() if text)
    return json.loads(news.removeprefix("data: "))


class Verdener:
    """Two servers with the very same meetings, in which the same happens, but for what is answered."""

    def __init__(self, *servers: Tjener) -> None:
        self.servers = servers
        self.leder = [Leder(server) for server in servers]

    def mote(self, first: Hendelse) -> str:
        """One and the same new meeting in both."""
        code = "".join(random.choices(LETTERS, k=6))
        row = {"id": f"id-{code}", "kode": code, "laget": time.time()}
        for server, leader in zip(self.servers, self.leder, strict=True):
            with server.store.engine.begin() as connection:
                connection.execute(insert(MOTE).values(**row, sist=row["laget"]))
            server.store.skriv([Ordre(row["id"], first, Mote())])
            leader.kode = row["kode"]
        return row["kode"]

    def deltaker(self, kode: str) -> list[Deltaker]:
        """The same person, who joins both."""
        return [Deltaker(server, kode) for server in self.servers]

    def flytt(self, til: int) -> None:
        for leader in self.leder:
            fra = leader.tjener.mote(leader.kode).nr
            leader.gjor("flytt", fra=fra, til=til)

    def seen(self, kode: str, watchers: dict[str, list[Deltaker]]) -> list[dict[str, Any]]:
        """In each world all that anybody may ask for: who asks, and where -> status, headers and bytes."""
        return [self._seen(nr, kode, {who: each[nr] for who, each in watchers.items()}) for nr in range(2)]

    def _seen(self, nr: int, kode: str, watchers: dict[str, Deltaker]) -> dict[str, Any]:
        leader, told = self.leder[nr], {}
        clients = {"nobody": self.servers[nr].klient(), "leader": leader.klient}
        clients |= {who: one.klient for who, one in watchers.items()}
        pages = ["", "/lerret", "/leder", *(f"/{name}" for name in EXPORTS)]
        paths = [f"/m/{kode}{page}" for page in pages] + ["/m", "/m/leder", "/m/oversikt", "/m/lesninger.json", "/"]
        for who, client in clients.items():
            for path in paths:
                answer = client.get(path)
                headers = {name: value for name, value in answer.headers.items() if name != "date"}
                told[who, path] = (answer.status_code, headers, answer.content)
            told[who, "nytt"] = {name: value for name, value in first_news(client, kode).items() if name != "na"}
        return told

    def both_see_the_same(self, kode: str, watchers: dict[str, list[Deltaker]]) -> None:
        one, other = self.seen(kode, watchers)
        assert [where for where in one if one[where] != other[where]] == []


@pytest.fixture(scope="module")
def verdener(tmp_path_factory) -> Iterator[Verdener]:
    folder = tmp_path_factory.mktemp("verdener")
    same = {"adresse": "http://kurs.prove", "uten_sperre": True}
    with (
        tjener(folder, f"sqlite:///{folder / 'en.sqlite'}", **same) as one,
        tjener(folder, f"sqlite:///{folder / 'annen.sqlite'}", **same) as other,
    ):
        yield Verdener(one, other)


def answers(mote: Mote, nr: int, which: int) -> dict[str, str]:
    """An answer of which nothing, not even its length, is as in one that is `which` further on."""
    skjema = mote.skjema[mote.plan[nr].sak]
    readings = {f"les-{fact}": [*one.valg][which % len(one.valg)] for fact, one in skjema.lesninger.items()}
    return {
        "svar": [*skjema.valg][which % len(skjema.valg)],
        **readings,
        "sikker": ["50", "70", "90"][which % 3],
        "avgjorde": [*skjema.kort][which % len(skjema.kort)],
        "grunn": f"grunn{which}" * (which + 1),
    }


def test_before_a_round_is_closed_nobody_gets_to_know_more_than_how_many_have_answered(verdener, kurset):
    kode = verdener.mote(apne(kurset, [TVILLING_SAK], tekster("nb")))
    people = [verdener.deltaker(kode) for _ in range(5)]
    watchers = {"waiting": verdener.deltaker(kode), "alike": verdener.deltaker(kode)}
    mote = people[0][0].mote

    def vote(nr: int, times: int) -> None:
        for person, phones in enumerate(people):
            for world, phone in enumerate(phones):
                for time_ in range(times):
                    answer = phone.svar(nr, **answers(mote, nr, person + time_ + world))
                    assert answer.json()["svart"] == person + 1
        assert {phone.svar(nr).json()["svart"] for phone in watchers["alike"]} == {len(people) + 1}
        verdener.both_see_the_same(kode, watchers)

    verdener.both_see_the_same(kode, watchers)
    verdener.flytt(RUNDE1)
    vote(RUNDE1, times=2)
    verdener.flytt(SNAKK)
    verdener.flytt(RUNDE1)
    verdener.both_see_the_same(kode, watchers)
    verdener.flytt(SNAKK)
    verdener.flytt(RUNDE2)
    vote(RUNDE2, times=1)
    verdener.flytt(REGLER)
    one, other = verdener.seen(kode, watchers)
    told = {where for where in one if one[where] != other[where]}
    everyone = {(who, f"/m/{kode}") for who in watchers}
    assert told >= everyone | {("nobody", f"/m/{kode}/lerret"), ("leader", f"/m/{kode}/leder")}


def test_when_a_round_is_talked_of_it_is_told_where_it_differs_but_not_how_many_or_who(verdener, kurset):
    kode = verdener.mote(apne(kurset, [SAK], tekster("nb")))
    people = [verdener.deltaker(kode) for _ in range(5)]
    watchers = {"waiting": verdener.deltaker(kode)}
    verdener.flytt(RUNDE1)
    for person, phones in enumerate(people):
        for world, phone in enumerate(phones):
            side = int(person < 2 + world)  # two against three, and the other way round
            assert phone.svar(RUNDE1, **answers(phone.mote, RUNDE1, side) | {"grunn": f"{person} {world}"}).is_success
    verdener.flytt(SNAKK)
    verdener.both_see_the_same(kode, watchers)
    assert T["leser_ulikt"] in watchers["waiting"][0].skjerm()


def test_a_measurement_tells_nothing_of_what_was_answered_even_when_it_is_over(verdener, kurset):
    cases = [SAK, TVILLING_SAK]
    kode = verdener.mote(apne(kurset, cases, tekster("nb"), maling=True))
    people = [verdener.deltaker(kode) for _ in range(2)]
    watchers = {"waiting": verdener.deltaker(kode)}
    for nr in range(len(cases)):
        verdener.flytt(nr)
        for person, phones in enumerate(people):
            for world, phone in enumerate(phones):
                assert phone.svar(nr, **answers(phone.mote, nr, person + world)).is_success
        verdener.both_see_the_same(kode, watchers)
    verdener.flytt(len(cases))
    for leader in verdener.leder:
        leader.gjor("slutt")
    verdener.both_see_the_same(kode, watchers)


def test_the_reasons_of_others_are_not_to_be_read_before_the_rules(hus, leder, deltaker):
    other = Deltaker(hus, leder.kode)
    places = [f"/m/{leder.kode}{page}" for page in ("", "/lerret", "/leder", *(f"/{name}" for name in EXPORTS))]

    def read() -> set[str]:
        asked = ((who, place) for who in (other, leder) for place in places)
        return {place for who, place in asked if "merkegrunn" in who.klient.get(place).text}

    assert deltaker.svar(RUNDE1, grunn="merkegrunn").is_success
    for step in (RUNDE1, SNAKK, RUNDE2):
        leder.flytt(step)
        assert read() == set()
    leder.flytt(REGLER)
    assert f"/m/{leder.kode}/leder" in read()
