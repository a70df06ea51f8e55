"""What a participant can do, and cannot: lead, answer twice or too late, or be followed."""

from __future__ import annotations

import httpx
import pytest

from generator.live.dor import DELTAKER, LEDER
from generator.view.sprak import tekster
from tests.live.mote import LES, REFERAT, REGLER, RUNDE1, RUNDE2, SNAKK
from tests.live.tjener import EXPORTS, JSON, SAK, Deltaker, Tjener, svarfelt

T = tekster("nb")["live"]


def votes(server: Tjener, kode: str, nr: int = RUNDE1) -> list[str]:
    return [vote.svar for vote in server.mote(kode).stemmer.get(nr, {}).values()]


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
