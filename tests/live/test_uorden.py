"""What is not in order changes nothing, and is told in Norwegian; whatever is sent, the server stands."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from generator.live.dor import DELTAKER
from generator.live.vakt import FORM, MOST_BYTES, MOST_FIELDS
from generator.view.sprak import tekster
from tests.live.mote import RUNDE1
from tests.live.tjener import SAK, Deltaker, Leder, Tjener, asked, svarfelt, tjener

T = tekster("nb")["live"]

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
