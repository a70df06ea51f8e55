"""What a server of fagmøter promises those who answer, and what it does with those who are up to something."""

from __future__ import annotations

import asyncio
import http.client
import json
import random
import re
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, update

from generator import cli
from generator.course import Course, load
from generator.live.dagsorden import apne
from generator.live.dor import DELTAKER, LEDER
from generator.live.hendelser import Hendelse, Kom
from generator.live.meeting import Mote
from generator.live.rom import OPEN_FOR
from generator.live.skjerm import qr, spaced
from generator.live.store import LETTERS, MOTE, Ordre, Store
from generator.live.vakt import FORM, MOST_BYTES, MOST_FIELDS, Sperre
from generator.view.sprak import tekster
from tests.conftest import PROJECT
from tests.live.mote import LES, REFERAT, REGLER, RUNDE1, RUNDE2, SNAKK, apnet
from tests.live.tjener import JSON, SAK, Deltaker, Leder, Tjener, svarfelt, tjener

T = tekster("nb")["live"]
TVILLING_SAK = "hjertet-og-stolen-ved-vinduet"
"""A case that has a twin."""
HVER, ALLE = 50, 100
"""Wrong guesses in a minute after which one address must wait, and all."""
EXPORTS = ("referat", "referat.md", "data.csv", "data.json")


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


@pytest.fixture(scope="module")
def laste_hus(tmp_path_factory) -> Iterator[Tjener]:
    folder = tmp_path_factory.mktemp("last")
    with tjener(folder, f"sqlite:///{folder / 'fagmote.sqlite'}") as server:
        yield server


@pytest.fixture
def last_hus(laste_hus) -> Tjener:
    """A server with its lock, that has forgotten who guessed wrong."""
    laste_hus.drep()
    laste_hus.start()
    return laste_hus


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


def votes(server: Tjener, kode: str, nr: int = RUNDE1) -> list[str]:
    return [vote.svar for vote in server.mote(kode).stemmer.get(nr, {}).values()]


def first_news(client: httpx.Client, kode: str) -> dict[str, Any]:
    with client.stream("GET", f"/m/{kode}/nytt") as line:
        news = next(text for text in line.iter_lines() if text)
    return json.loads(news.removeprefix("data: "))


# Before a round is closed nobody gets anything but how many have answered


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


# What a participant cannot do


@pytest.mark.parametrize(
    "felt",
    [
        {"hva": "flytt", "fra": "1", "til": "2"},
        {"hva": "frist", "minutter": "3"},
        {"hva": "fordeling"},
        {"hva": "skriv", "nr": "0", "rutine": "Noe"},
        {"hva": "stryk", "nr": "0"},
        {"hva": "frigi", "ja": "ja"},
        {"hva": "slutt"},
        {"hva": "velg", "sak": SAK},
        {"hva": "mal"},
    ],
    ids=lambda felt: felt["hva"],
)
def test_a_participant_cannot_lead(hus, leder, deltaker, felt):
    before = hus.mote(leder.kode).versjon
    for mark in ("", "0" * 64, "é"):
        cookie = f"{DELTAKER}={deltaker.klient.cookies[DELTAKER]}; {LEDER}={mark}".encode()
        answer = httpx.post(
            f"{hus.her}/m/{leder.kode}/leder", data=felt, headers={"Origin": hus.her, "Cookie": cookie}, timeout=20
        )
        assert answer.status_code == 403
        assert T["leder"]["bare_leder"] in answer.text
    assert hus.mote(leder.kode).versjon == before


def test_a_participant_gets_none_of_the_leaders_pages(hus, leder, deltaker):
    pages = [f"/m/{leder.kode}/{page}" for page in ("leder", *EXPORTS)] + ["/m/oversikt", "/m/lesninger.json"]
    leder.til_slutten()
    assert [deltaker.klient.get(page).status_code for page in pages] == [403] * len(pages)
    assert [leder.klient.get(page).status_code for page in pages] == [200] * len(pages)
    made = len(hus.store.moter())
    assert deltaker.klient.post("/m/ny").status_code == 403
    assert len(hus.store.moter()) == made


def test_an_answer_is_counted_once_and_the_last_stands(hus, leder, deltaker):
    valg = [*deltaker.mote.skjema[SAK].valg]
    for svar in (valg[0], valg[1], valg[1], valg[2]):
        assert deltaker.svar(RUNDE1, svar=svar).json()["svart"] == 1
    assert votes(hus, leder.kode) == [valg[2]]
    assert deltaker.skjerm().count(" checked") == 3  # the answer and two readings


@pytest.mark.parametrize("step", [LES, SNAKK, RUNDE2, REGLER, REFERAT])
def test_an_answer_outside_its_round_is_refused(hus, leder, step):
    late = Deltaker(hus, leder.kode)
    leder.flytt(step)
    answer = late.svar(RUNDE1)
    assert (answer.status_code, answer.json()) == (409, {"feil": T["avvist"]["lukket"]})
    assert votes(hus, leder.kode) == []


@pytest.mark.parametrize(
    "felt",
    [
        {"svar": "varig_tilpasset_innsats"},
        {"svar": ""},
        {"svar": "x" * 101},
        {"svar": "standardinnsats\0"},
        {"les-behov_for_bredere_vurdering": ""},
        {"les-behov_for_bredere_vurdering": "utelukket"},
        {"les-varig_nedsatt": "ja"},
        {"les-": "ja"},
        {"sikker": "60"},
        {"avgjorde": "samtalen"},
        {"grunn": "x" * 281},
        {"nr": "-1"},
        {"nr": "1.0"},
        {"nr": "٣"},
        {"nr": "9" * 40},
        {"nr": ""},
        {"svar": ["standardinnsats", "situasjonsbestemt_innsats"]},
        {"nr": ["1", "1"]},
    ],
    ids=str,
)
def test_an_answer_with_something_that_could_not_be_chosen_is_refused(hus, leder, deltaker, felt):
    assert deltaker.svar(RUNDE1).is_success
    before = hus.mote(leder.kode).versjon
    answer = deltaker.svar(RUNDE1, **felt)
    assert answer.status_code == 422
    assert answer.json()["feil"] in (T["avvist"]["svar"], T["feil"]["422"])
    assert hus.mote(leder.kode).versjon == before


def test_who_has_not_joined_cannot_answer_even_with_somebody_elses_place(hus, leder, deltaker):
    stranger = hus.klient()
    (member,) = hus.mote(leder.kode).deltakere
    for token in ("", "x", member):
        stranger.cookies.set(DELTAKER, token, domain="127.0.0.1", path="/m")
        answer = stranger.post(f"/m/{leder.kode}/svar", data=svarfelt(deltaker.mote, RUNDE1), headers=JSON)
        assert (answer.status_code, answer.json()["feil"]) == (403, T["avvist"]["ikke_med"])
    assert votes(hus, leder.kode) == []


def test_nobody_can_be_followed_from_one_meeting_to_another(hus, leder, deltaker):
    one = hus.mote(leder.kode)
    other = leder.nytt_mote(SAK)
    assert deltaker.klient.post(f"/m/{other}/med").status_code == 303
    assert one.deltakere.keys().isdisjoint(hus.mote(other).deltakere)
    assert deltaker.klient.cookies[DELTAKER] not in one.deltakere


# Codes and the secret


def wrong_codes(client: httpx.Client, count: int) -> list[int]:
    return [client.get(f"/m/FEIL{nr:02}").status_code for nr in range(count)]


def test_who_guesses_wrong_too_often_must_wait_even_with_the_right_code(last_hus):
    leder = Leder(last_hus)
    kode = leder.nytt_mote(SAK)
    inside = Deltaker(last_hus, kode, fra="127.0.0.2")
    guesser, bystander = last_hus.klient("127.0.0.2"), last_hus.klient("127.0.0.3")
    assert wrong_codes(guesser, HVER + 1) == [404] * HVER + [429]
    answers = [guesser.get(f"/m/{kode}"), guesser.post("/m", data={"kode": kode}), guesser.post(f"/m/{kode}/med")]
    answers += [guesser.post("/m/leder", data={"hemmelig": last_hus.hemmelig}), guesser.get(f"/m/{kode}/lerret")]
    answers += [guesser.get(f"/m/{kode}", headers={"X-Forwarded-For": "198.51.100.7"})]
    for answer in answers:
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")
        assert T["feil"]["429"] in answer.text
    assert (inside.klient.get(f"/m/{kode}").status_code, bystander.get(f"/m/{kode}").status_code) == (200, 200)
    leder.flytt(RUNDE1)
    assert inside.svar(RUNDE1).status_code == 200


def test_who_must_wait_cannot_tell_right_from_wrong_by_being_in_another_meeting(last_hus):
    leder = Leder(last_hus)
    other, kode = leder.nytt_mote(SAK), leder.nytt_mote(SAK)
    made_up, elsewhere = last_hus.klient("127.0.0.2"), Deltaker(last_hus, other, fra="127.0.0.2").klient
    made_up.cookies.set(DELTAKER, "oppdiktet", domain="127.0.0.1", path="/m")
    wrong_codes(made_up, HVER)
    for guesser in (made_up, elsewhere):
        wrong, right = guesser.get("/m/FEIL99"), guesser.get(f"/m/{kode}")
        assert (wrong.status_code, wrong.content) == (right.status_code, right.content)
        assert right.status_code == 429
    assert elsewhere.get(f"/m/{other}").status_code == 200


def test_guesses_that_come_at_once_are_stopped_too(last_hus):

    async def guess(nr: int) -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", last_hus.port, local_addr=("127.0.0.13", 0))
        writer.write(f"GET /m/FEIL{nr:02} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        answer = await reader.read()
        writer.close()
        return int(answer.split()[1])

    async def all_of_them() -> list[int]:
        return await asyncio.gather(*(guess(nr) for nr in range(HVER + 20)))

    assert asyncio.run(all_of_them()).count(404) == HVER


def test_many_who_guess_a_little_are_stopped_together_but_those_inside_go_on(last_hus):
    leder = Leder(last_hus)
    kode = leder.nytt_mote(SAK)
    inside = Deltaker(last_hus, kode)
    for last in range(2, 7):
        assert wrong_codes(last_hus.klient(f"127.0.0.{last}"), ALLE // 5) == [404] * (ALLE // 5)
    assert last_hus.klient("127.0.0.9").get(f"/m/{kode}").status_code == 429
    assert inside.klient.get(f"/m/{kode}").status_code == 200
    leder.flytt(RUNDE1)
    assert inside.svar(RUNDE1).status_code == 200


def test_the_secret_cannot_be_guessed_at_length(last_hus):
    guesser = last_hus.klient("127.0.0.14")
    tries = [guesser.post("/m/leder", data={"hemmelig": f"gal{nr}"}) for nr in range(HVER + 1)]
    assert [answer.status_code for answer in tries] == [403] * HVER + [429]
    assert guesser.post("/m/leder", data={"hemmelig": last_hus.hemmelig}).status_code == 429


def test_wrong_guesses_are_forgotten_after_a_minute():
    now = [0.0]
    sperre = Sperre(hver=2, alle=100, clock=lambda: now[0])
    sperre.bom("a")
    now[0] = 30
    sperre.bom("a")
    assert sperre.stengt("a")
    now[0] = 60
    assert not sperre.stengt("a")
    sperre.bom("a")
    assert sperre.stengt("a")


def test_the_leaders_secret_is_on_no_screen_and_in_no_address(hus, leder, deltaker):
    stranger, said = hus.klient(), []
    mark = leder.klient.cookies[LEDER]
    for step in range(len(deltaker.mote.plan)):
        leder.flytt(step)
        for client in (stranger, deltaker.klient, leder.klient):
            pages = ("", "/lerret", "/leder", *(f"/{name}" for name in EXPORTS))
            said += [client.get(path) for path in ["/m", "/m/leder", *(f"/m/{leder.kode}{page}" for page in pages)]]
            said.append(client.post("/m", data={"kode": leder.kode}))
    said += [client.post(f"/m/{leder.kode}/leder", data={"hva": "slutt"}) for client in (deltaker.klient, leder.klient)]
    for answer in said:
        whole = answer.text + str(answer.headers)
        assert hus.hemmelig not in whole
        assert mark not in whole
        assert "leder#" not in whole


def test_the_projectors_qr_code_is_the_way_in_and_no_more(hus, leder):
    shown = hus.klient().get(f"/m/{leder.kode}/lerret").text
    assert re.findall(r"<svg\b.*?</svg>", shown, re.DOTALL) == [qr(f"{hus.adresse}/m/{leder.kode}").strip()]
    assert spaced(leder.kode) in shown


def test_a_cookie_is_for_the_meetings_only_and_no_script_can_read_it(hus, leder):
    joined = hus.klient().post(f"/m/{leder.kode}/med")
    logged_in = hus.klient().post("/m/leder", data={"hemmelig": hus.hemmelig})
    for answer in (joined, logged_in):
        flags = {flag.strip().lower() for flag in answer.headers["set-cookie"].split(";")}
        assert flags >= {"httponly", "path=/m", "samesite=lax"}


# What is not in order changes nothing, and is told in Norwegian


OWN = object()
WRONG: dict[str, tuple[str, str, dict[str, str | None], Any, int]] = {
    "no-origin": ("POST", "/svar", {"Origin": None}, OWN, 403),
    "foreign-origin": ("POST", "/svar", {"Origin": "http://ond.example"}, OWN, 403),
    "null-origin": ("POST", "/svar", {"Origin": "null"}, OWN, 403),
    "origin-of-another-port": ("POST", "/svar", {"Origin": "http://127.0.0.1:1"}, OWN, 403),
    "origin-that-is-no-address": ("POST", "/svar", {"Origin": "http://["}, OWN, 403),
    "origin-without-scheme": ("POST", "/svar", {"Origin": "127.0.0.1"}, OWN, 403),
    "foreign-origin-joins": ("POST", "/med", {"Origin": "http://ond.example"}, OWN, 403),
    "json": ("POST", "/svar", {"Content-Type": "application/json"}, b'{"nr": 1}', 415),
    "text": ("POST", "/svar", {"Content-Type": "text/plain"}, OWN, 415),
    "multipart": ("POST", "/svar", {"Content-Type": "multipart/form-data; boundary=x"}, b"--x--", 415),
    "no-type": ("POST", "/svar", {"Content-Type": None}, OWN, 415),
    "too-long": ("POST", "/svar", {}, b"a=" + b"x" * MOST_BYTES, 413),
    "too-long-in-parts": ("POST", "/svar", {}, [b"a=", *[b"x" * 4096] * 8], 413),
    "no-pair": ("POST", "/svar", {}, b"svar", 400),
    "not-utf-8": ("POST", "/svar", {}, b"svar=\xff\xfe", 400),
    "bytes": ("POST", "/svar", {}, bytes(range(256)), 400),
    "too-many-fields": ("POST", "/svar", {}, b"&".join([b"a=1"] * (MOST_FIELDS + 1)), 400),
    "nothing": ("POST", "/svar", {}, b"", 422),
    "unknown-page": ("GET", "/ukjent", {}, b"", 404),
    "answer-by-get": ("GET", "/svar", {}, b"", 404),
    "unknown-form": ("POST", "/ukjent", {}, OWN, 405),
    "put": ("PUT", "/svar", {}, OWN, 405),
    "delete": ("DELETE", "", {}, b"", 405),
    "patch": ("PATCH", "/leder", {}, OWN, 405),
    "options": ("OPTIONS", "/svar", {}, b"", 405),
    "post-to-a-screen": ("POST", "/lerret", {}, OWN, 405),
    "made-up-method": ("STJEL", "/svar", {}, b"", 405),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_not_in_order_changes_nothing_and_is_told_in_norwegian(hus, leder, deltaker, name):
    method, page, changed, body, status = WRONG[name]
    vote = httpx.Request("POST", hus.her, data=svarfelt(deltaker.mote, RUNDE1)).content
    cookie = f"{DELTAKER}={deltaker.klient.cookies[DELTAKER]}"
    headers = {"Origin": hus.her, "Content-Type": FORM, "Cookie": cookie} | changed
    sent = {name: value for name, value in headers.items() if value is not None}
    content = vote if body is OWN else iter(body) if isinstance(body, list) else body
    before = hus.mote(leder.kode).versjon
    for accepted in ("text/html", "application/json"):
        content = vote if body is OWN else iter(body) if isinstance(body, list) else body
        answer = httpx.request(
            method, f"{hus.her}/m/{leder.kode}{page}", headers=sent | {"Accept": accepted}, content=content, timeout=20
        )
        assert answer.status_code == status
        assert T["feil"].get(str(status), "-") in answer.text
        assert answer.headers["content-type"].startswith(accepted)
        assert "Traceback" not in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert hus.mote(leder.kode).versjon == before


def test_a_page_that_is_found_nowhere_is_told_in_norwegian(hus):
    for path in (
        "/ukjent",
        "/m/fil/ukjent.js",
        "/m/ukjent",
        "/m/a/b/c",
        "/%FF",
        "/%00",
        f"/{'x' * 5000}",
        "/m//",
    ):
        answer = asked(hus, path)
        assert answer[0] == 404, path
        assert T["feil"]["404"] in answer[1].decode()


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


@pytest.mark.parametrize(
    "path",
    [
        "/../utenfor.txt",
        "/%2e%2e/utenfor.txt",
        "/..%2futenfor.txt",
        "/.%2e/utenfor.txt",
        "/x/../../utenfor.txt",
        "/..%5cutenfor.txt",
        "/%252e%252e/utenfor.txt",
        "/{folder}/utenfor.txt",
        "/%2f{folder}/utenfor.txt",
        "/utenfor.txt%00.html",
        "/m/fil/../utenfor.txt",
        "/m/fil/..%2f..%2futenfor.txt",
        "/m/fil/%2e%2e%2fserver.py",
        "/m/fil/{folder}/utenfor.txt",
    ],
)
def test_nothing_outside_the_site_is_given_away(hus, path):
    folder = hus.site.parent
    (folder / "utenfor.txt").write_text("utenfor, og skal ikke ut", "utf-8")
    status, body = asked(hus, path.format(folder=folder))
    assert status == 404
    assert b"skal ikke ut" not in body
    assert b"import" not in body


def test_a_redirect_never_leads_to_another_host(hus):
    assert hus.klient().get("/mappe").headers["location"] == "/mappe/"
    for path in ("/mappe", "//mappe", "//127.0.0.1/../mappe", f"/{hus.site}/mappe", "/%2fmappe", "/\\mappe"):
        line = http.client.HTTPConnection("127.0.0.1", hus.port, timeout=20)
        line.putrequest("GET", path)
        line.endheaders()
        answer = line.getresponse()
        assert not (answer.getheader("location") or "/").startswith(("//", "/\\", "http")), path
        line.close()


WORDS = [
    "nr",
    "svar",
    "grunn",
    "sikker",
    "avgjorde",
    "hva",
    "kode",
    "hemmelig",
    "sak",
    "les-",
    "les-x",
    "rutine",
    "til",
]
VALUES = [
    "",
    "0",
    "1",
    "ja",
    "flytt",
    "slutt",
    "standardinnsats",
    "\0",
    "\ud7ff",
    "🏔",
    "'; DROP TABLE mote; --",
    "x" * 300,
]
SEGMENTS = [
    "m",
    "KODE",
    "kode",
    "svar",
    "leder",
    "med",
    "lerret",
    "ny",
    "fil",
    "skjerm.js",
    "..",
    "%",
    "\0",
    "ÆØÅ",
    "data.csv",
]
fields = st.lists(st.tuples(st.sampled_from(WORDS) | st.text(), st.sampled_from(VALUES) | st.text()), max_size=8)
bodies = fields.map(lambda pairs: str(httpx.QueryParams(pairs)).encode()) | st.binary(max_size=200)
paths = st.lists(st.sampled_from(SEGMENTS) | st.text(max_size=8), max_size=4)
methods = st.sampled_from(["GET", "POST", "POST", "POST", "HEAD", "PUT", "DELETE", "OPTIONS"])
types = st.sampled_from([FORM, FORM, FORM, f"{FORM}; charset=latin-1", "application/json", "multipart/form-data", ""])


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def begge(request, tmp_path_factory) -> Iterator[Tjener]:
    """A server on each kind of database."""
    folder = tmp_path_factory.mktemp("begge")
    postgres = request.param == "postgres"
    url = request.getfixturevalue("postgres").new_database() if postgres else f"sqlite:///{folder / 'x.sqlite'}"
    with tjener(folder, url, uten_sperre=True) as server:
        yield server


def test_whatever_is_sent_the_server_stands_and_the_meeting_too(begge):
    leder = Leder(begge)
    kode = leder.nytt_mote(SAK)
    client = Deltaker(begge, kode).klient
    before = begge.mote(kode)
    made = len(begge.store.moter())

    @settings(
        max_examples=200,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(methods, paths, bodies, types, st.sampled_from(["text/html", "application/json", "\xff"]))
    def send(method, path, body, kind, accepted):
        address = "/" + "/".join(quote(kode if part == "KODE" else part, safe="") for part in path)
        headers = {b"Content-Type": kind.encode(), b"Accept": accepted.encode("latin-1")}
        answer = client.request(method, begge.her + address, content=body, headers=headers)
        assert answer.status_code < 500
        assert answer.headers["x-content-type-options"] == "nosniff"

    send()
    assert begge.mote(kode) == before
    assert len(begge.store.moter()) == made
    assert "Traceback" not in begge.sagt


@pytest.mark.parametrize("path", ["%00", "%00%00", "KODE%00", "x" * 4000, "%C3%9F" * 6, "%F0%9F%98%80"])
def test_a_code_that_no_meeting_can_have_is_a_wrong_code_in_both_databases(begge, path):
    assert asked(begge, f"/m/{path}")[0] == 404
    assert begge.klient().post("/m", content=f"kode={path}").status_code == 404


def test_whatever_a_leader_sends_the_server_stands(hus, leder):
    @settings(max_examples=100, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(["flytt", "frist", "fordeling", "skriv", "stryk", "frigi", "velg", "mal", "x"]), fields)
    def send(what, more):
        body = str(httpx.QueryParams([("hva", what), *more]))
        assert leder.klient.post(f"/m/{leder.kode}/leder", content=body).status_code < 500

    send()
    assert leder.klient.get(f"/m/{leder.kode}/leder").status_code == 200


def test_a_code_is_the_same_in_small_letters_and_is_shown_in_capitals(hus):
    id, kode = hus.store.opprett()  # a meeting that the server has not seen
    hus.store.skriv([Ordre(id, Kom(deltaker="x"), Mote())])
    small = hus.klient().get(f"/m/{kode.lower()}/lerret").text
    assert spaced(kode) in small
    assert hus.klient().get(f"/m/{kode}/lerret").text == small
    assert hus.klient().post("/m", data={"kode": f" {kode[:3].lower()}-{kode[3:].lower()} "}).status_code == 303


def test_a_meeting_keeps_the_day_it_was_made_in_a_server_that_was_started_later(hus, leder):
    id, kode = hus.store.opprett()  # a meeting that the server has not seen
    hus.store.skriv([Ordre(id, apnet(), Mote())])
    made = time.time() - 3 * 86_400
    with hus.store.engine.begin() as connection:
        connection.execute(update(MOTE).where(MOTE.c.id == id).values(laget=made))
    named = leder.klient.get(f"/m/{kode}/referat.md").headers["content-disposition"]
    assert time.strftime("%Y-%m-%d", time.localtime(made)) in named


# What a browser may do with the pages


class Tags(HTMLParser):
    """All elements of a page, with their attributes, and what stands in its scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def all_pages(leder: Leder, deltaker: Deltaker) -> Iterator[tuple[str, httpx.Response]]:
    """Every page of a meeting in every step of it, and what is answered when something is wrong."""
    kode, clients = leder.kode, (leder.klient, deltaker.klient, leder.tjener.klient())
    screens = [f"/m/{kode}{page}" for page in ("", "/lerret", "/leder", "/ukjent", *(f"/{name}" for name in EXPORTS))]
    fixed = ["/m", "/m/leder", "/m/oversikt", "/m/lesninger.json", "/m/ukjent", "/", "/ukjent"]
    for step in range(len(deltaker.mote.plan) + 1):
        leder.flytt(step) if step < len(deltaker.mote.plan) else leder.gjor("slutt")
        for client in clients:
            yield from ((path, client.get(path)) for path in screens + fixed * (not step))
    for client in clients:
        yield from ((path, client.post(path)) for path in screens + fixed)


def test_every_answer_tells_the_browser_what_it_may_do_with_it(hus, leder, deltaker):
    deltaker.svar(RUNDE1)
    for path, answer in all_pages(leder, deltaker):
        assert answer.headers["x-content-type-options"] == "nosniff", path
        policy = answer.headers["content-security-policy"]
        assert re.match(r"default-src '(none|self)'; script-src 'self'", policy), path
        assert "unsafe-eval" not in policy
        assert "frame-ancestors 'none'" in policy
        if path.startswith("/m"):
            assert "unsafe" not in policy
            assert answer.headers["cache-control"] == "no-store", path
    for name in ("skjerm.js", "mote.css", "enhetlig.css"):
        assert hus.klient().get(f"/m/fil/{name}").headers["x-content-type-options"] == "nosniff"
    with hus.klient().stream("GET", f"/m/{leder.kode}/nytt") as news:
        assert news.headers["content-security-policy"].startswith("default-src 'none'")


def test_nothing_within_a_page_of_a_meeting_can_run(leder, deltaker):
    deltaker.svar(RUNDE1)
    for path, answer in all_pages(leder, deltaker):
        if not path.startswith("/m") or not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        for tag, attributes in Tags(answer.text).found:
            assert tag not in ("style", "iframe", "object", "embed", "base"), path
            assert tag != "script" or attributes.get("src") or attributes.get("type") == "application/json", path
            assert not [name for name in attributes if name.startswith("on") or name == "style"], (path, tag)
            for address in (attributes.get("href"), attributes.get("src"), attributes.get("action")):
                assert not address or address.startswith(("/", "#", "data:,")), (path, address)


HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>\"'`&lt;{{ 7*7 }}</textarea></title>--> ]]>"
    "\u202egnul\u2066\u200f"
)


def test_hostile_words_are_words_on_every_screen(leder, deltaker):
    assert deltaker.svar(RUNDE1, grunn=HOSTILE).is_success
    assert "<script>alert" not in deltaker.skjerm()
    seen = 0
    leder.gjor("skriv", nr=0, rutine=HOSTILE, nar=HOSTILE, hvem=HOSTILE, eier=HOSTILE, hvorfor=HOSTILE)
    leder.gjor("skriv", nr=1, rutine=HOSTILE, hvorfor=HOSTILE, smalner=["hvem", "sted"])
    for path, answer in all_pages(leder, deltaker):
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", answer.text), path
        if answer.headers.get("content-type", "").startswith("text/html"):
            seen += "&lt;script&gt;alert(1)" in answer.text
            assert not [tag for tag, given in Tags(answer.text).found if tag == "img" or "onerror" in given], path
            assert "<script>alert" not in answer.text, path
    assert seen > 6


# While a meeting is open its cases are in the course without their key


@pytest.fixture(scope="module")
def med_kurs(bygd, tmp_path_factory) -> Iterator[Tjener]:
    folder = tmp_path_factory.mktemp("kurs")
    with tjener(folder, f"sqlite:///{folder / 'x.sqlite'}", site=bygd.root / "site", uten_sperre=True) as server:
        yield server


def test_while_a_meeting_is_open_nothing_in_the_course_tells_the_key_of_its_cases(med_kurs, kurset):
    site, client = med_kurs.site, med_kurs.klient()
    files = sorted(path.relative_to(site) for path in site.rglob("*") if path.is_file() and path.suffix != ".gz")
    pages = {str(path): "/" + quote(str(path)) for path in files if path.suffix in (".html", ".json", ".js", ".xml")}

    def course() -> dict[str, bytes]:
        return {name: client.get(address).content for name, address in pages.items()}

    def page(name: str) -> str:
        return f"{name}/index.html"

    before = course()
    leder = Leder(med_kurs)
    kode = leder.nytt_mote(SAK, TVILLING_SAK, tvilling="ja")
    lying = [*med_kurs.mote(kode).skjema]
    assert len(lying) == 3
    during = course()
    keys = [key for case in lying for key in secret(before[page(f"saker/{case}")].decode())]
    lessons = {page(text.navn) for text in kurset.lesestoff for ask, _ in text.asks() if told_by(ask, lying)}
    twins = {name for name in pages if name.startswith("tvillinger/") and any(case in name for case in lying)}
    rules = {name for name in pages if b"gren__saker" in before[name]}
    changed = {name for name in pages if during[name] != before[name]}
    assert lessons
    assert twins
    assert changed == {page(f"saker/{case}") for case in lying} | lessons | twins | rules
    assert not [name for name in rules if b"gren__saker" in during[name]]
    assert len(keys) > 20
    leaks = [(name, key) for name in pages for key in keys if key in during[name].decode("utf-8", "replace")]
    assert leaks == []
    for name in changed - rules:
        article = during[name].decode().partition("<article")[2].partition("</article>")[0]
        assert T["pa_bordet"] in article
        assert not re.search('data-fasit|"rett"|data-tilbake|class="fasit|data-valg|Når alt er hentet', article), name
    for case in lying:
        ways = [f"/saker/{case}/", f"/saker/x/../{case}/", f"/saker/./{case}//", f"/%73aker/{case}/index.html"]
        for way in ways:
            assert not any(key.encode() in asked(med_kurs, way)[1] for key in keys), way
    leder.gjor("slutt")
    assert course() == before


def told_by(ask: Any, cases: list[str]) -> bool:
    return ask.word == "fasit" and not {*ask.about}.isdisjoint(cases)


def secret(page: str) -> list[str]:
    """What a case page says of right and wrong, and no page else should: feedback, reasons, and the key as data."""
    found = re.findall(r"<p data-tilbake>(.*?)</p>", page, re.DOTALL)
    found += re.findall(r'<p class="liten" data-koster>(.*?)</p>', page, re.DOTALL)
    found += re.findall(r'<script type="application/json">(\{"hash".*?)</script>', page, re.DOTALL)
    return [one for one in found if len(one) > 40]


def test_a_meeting_that_nobody_ended_gives_the_key_back_in_half_a_day(med_kurs):
    leder, client = Leder(med_kurs), med_kurs.klient()
    before = client.get(f"/saker/{SAK}/").content
    kode = leder.nytt_mote(SAK)
    assert client.get(f"/saker/{SAK}/").content != before
    with med_kurs.store.engine.begin() as connection:
        connection.execute(update(MOTE).where(MOTE.c.kode == kode).values(sist=time.time() - OPEN_FOR - 1))
    assert client.get(f"/saker/{SAK}/").content == before


# The command


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
