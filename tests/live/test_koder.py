"""Codes and the secret: who guesses must wait, and neither is told to anybody else."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from generator.live.dor import DELTAKER, LEDER
from generator.live.hendelser import Kom
from generator.live.meeting import Mote
from generator.live.skjerm import qr, spaced
from generator.live.store import Ordre
from generator.live.vakt import Sperre
from generator.view.sprak import tekster
from tests.live.mote import RUNDE1
from tests.live.tjener import EXPORTS, SAK, Deltaker, Leder, Tjener, tjener

T = tekster("nb")["live"]
HVER, ALLE = 50, 100
"""Wrong guesses in a minute after which one address must wait, and all."""


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

    with ThreadPoolExecutor() as beside:  # where no loop runs, as one does in a worker that has had a browser
        answers = beside.submit(lambda: asyncio.run(all_of_them())).result()
    assert answers.count(404) == HVER


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


def test_a_code_is_the_same_in_small_letters_and_is_shown_in_capitals(hus):
    id, kode = hus.store.opprett()  # a meeting that the server has not seen
    hus.store.skriv([Ordre(id, Kom(deltaker="x"), Mote())])
    small = hus.klient().get(f"/m/{kode.lower()}/lerret").text
    assert spaced(kode) in small
    assert hus.klient().get(f"/m/{kode}/lerret").text == small
    assert hus.klient().post("/m", data={"kode": f" {kode[:3].lower()}-{kode[3:].lower()} "}).status_code == 303
