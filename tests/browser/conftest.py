"""A real Chromium, and the built course on an address of its own."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from generator.course import Case, Course, load

QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync"
).split()
MISSING = (
    "Nettlesertestene trenger Chromium. Installer den (Debian og Ubuntu: sudo apt-get install chromium),"
    " eller sett CHROMIUM til stien til en Chromium eller Chrome."
)


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def serve(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture(scope="session")
def address(bygd) -> Iterator[str]:
    """Where the built course stands."""
    yield from serve(bygd.root / "site")


@pytest.fixture(scope="session")
def kurs(bygd) -> Course:
    """The course that was built, as Python reads it."""
    return load(bygd.root)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    names = [os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"]
    path = next((found for name in names if name and (found := shutil.which(name))), None)
    if path is None:
        pytest.fail(MISSING, pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


class Nettleser:
    """Opens pages, and notes every request that goes elsewhere and every error that a page throws."""

    def __init__(self, chromium: Browser, address: str) -> None:
        self.chromium, self.address = chromium, address
        self.elsewhere: list[str] = []
        self.errors: list[str] = []

    def page(self, path: str = "", **settings: object) -> Page:
        """The page at `path`; `settings` are the browser context's: `viewport`, `color_scheme` …"""
        context = self.chromium.new_context(**settings)  # type: ignore[arg-type]
        context.set_default_timeout(5000)
        context.on("request", lambda request: self._note(request.url))
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(self.address + path)
        return page

    def sak(self, case: Case | str, **settings: object) -> Page:
        """The page of a case."""
        return self.page(f"saker/{case if isinstance(case, str) else case.sak.id}/", **settings)

    def _note(self, url: str) -> None:
        if urlsplit(url).scheme in ("http", "https", "ws", "wss") and not url.startswith(self.address):
            self.elsewhere.append(url)

    def close(self) -> None:
        for context in self.chromium.contexts:
            context.close()


@pytest.fixture
def nettleser(chromium: Browser, address: str) -> Iterator[Nettleser]:
    """A browser; whatever a test does, no page may throw, or ask another host for anything."""
    browser = Nettleser(chromium, address)
    yield browser
    browser.close()
    assert (browser.elsewhere, browser.errors) == ([], [])
