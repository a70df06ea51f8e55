"""While a meeting is open its cases are in the course without their key."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import update

from generator.live.rom import OPEN_FOR
from generator.live.store import MOTE
from generator.view.sprak import tekster
from tests.live.tjener import SAK, TVILLING_SAK, Leder, Tjener, asked, tjener

T = tekster("nb")["live"]


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
    found += re.findall(r'href="[^"]*#f=([^"]*)"', page)
    return [one for one in found if len(one) > 40]


def test_a_meeting_that_nobody_ended_gives_the_key_back_in_half_a_day(med_kurs):
    leder, client = Leder(med_kurs), med_kurs.klient()
    before = client.get(f"/saker/{SAK}/").content
    kode = leder.nytt_mote(SAK)
    assert client.get(f"/saker/{SAK}/").content != before
    with med_kurs.store.engine.begin() as connection:
        connection.execute(update(MOTE).where(MOTE.c.kode == kode).values(sist=time.time() - OPEN_FOR - 1))
    assert client.get(f"/saker/{SAK}/").content == before
