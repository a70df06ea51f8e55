"""What a browser may do with the pages: nothing but show them, whatever somebody wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import httpx

from tests.live.mote import RUNDE1
from tests.live.tjener import EXPORTS, Deltaker, Leder


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
