"""A real Chromium, and the built course on an address of its own."""

from __future__ import annotations

import os
import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from generator.course import Case, Course, load

QUIET = """
    --no-sandbox --disable-gpu --disable-quic --no-first-run
    --disable-background-networking --disable-component-update --disable-sync
    --disable-features=PreloadTopChromeWebUI
"""
PATIENCE = 10_000
"""Milliseconds before something that does not happen is given up."""
expect.set_options(timeout=PATIENCE)
MISSING = (
    "Nettlesertestene trenger Chromium. Installer den (Debian og Ubuntu: sudo apt-get install chromium),"
    " eller sett CHROMIUM til stien til en Chromium eller Chrome."
)


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


class Patient(ThreadingHTTPServer):
    request_queue_size = 128
    """A page asks for all its scripts at once; whoever finds the queue full is not answered for seconds."""


def serve(folder: Path) -> Iterator[str]:
    server = Patient(("127.0.0.1", 0), partial(Silent, directory=folder))
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


def chromium_path() -> str:
    names = [os.environ.get("CHROMIUM"), "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
    path = next((found for name in names if name and (found := shutil.which(name))), None)
    if path is None:
        pytest.fail(MISSING, pytrace=False)
    return path


@dataclass
class Opened:
    """A page, and the test that looks at it now."""

    page: Page
    owner: Nettleser


class Nettleser:
    """Opens pages, and notes every request that they make and every error that they throw."""

    def __init__(self, chromium: Browser, address: str, kept: dict[str, Opened]) -> None:
        self.chromium, self.address = chromium, address
        self.kept, self.taken = kept, Counter[str]()
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.contexts: list[BrowserContext] = []
        self.used: list[Page] = []

    def page(self, path: str = "", *, like: str = "", alone: bool = False, **settings: object) -> Page:
        """The page at `path`; `settings` are the browser context's: `viewport`, `color_scheme` …

        No worker stands between it and the network, unless `service_workers` is «allow». A new page takes a second to
        start, so one with the same settings from an earlier test is emptied and taken again. `alone` is for what a test
        does that would stay (scripts before the page's own, requests answered in its name); `like` names tests that
        all do the same of that kind.
        """
        settings = {"service_workers": "block", **settings}
        kind = f"{like} {sorted(settings.items())}"
        if alone:
            opened = self._new(settings)
            self.contexts.append(opened.page.context)
        else:
            key = f"{kind} {self.taken[kind]}"
            self.taken[kind] += 1
            opened = self.kept[key] = self._emptied(key, settings) if key in self.kept else self._new(settings)
            self.used.append(opened.page)
        opened.owner = self
        opened.page.goto(self.address + path)
        return opened.page

    def _new(self, settings: dict[str, object]) -> Opened:
        context = self.chromium.new_context(**settings)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        opened = Opened(context.new_page(), self)
        context.on("request", lambda request: opened.owner.requests.append(request.url))
        opened.page.on("pageerror", lambda error: opened.owner.errors.append(str(error)))
        return opened

    def _emptied(self, key: str, settings: dict[str, object]) -> Opened:
        """The page of an earlier test, as if it had just been opened."""
        opened = self.kept[key]
        context = opened.page.context
        for other in context.pages:
            if other is not opened.page:
                other.close()
        session = context.new_cdp_session(opened.page)
        session.send("Storage.clearDataForOrigin", {"origin": self.address.rstrip("/"), "storageTypes": "all"})
        session.detach()
        opened.page.emulate_media(media="null")
        opened.page.set_viewport_size(settings.get("viewport") or {"width": 1280, "height": 720})  # type: ignore[arg-type]
        return opened

    def sak(self, case: Case | str, **settings: object) -> Page:
        """The page of a case."""
        return self.page(f"saker/{case if isinstance(case, str) else case.sak.id}/", **settings)  # type: ignore[arg-type]

    @property
    def elsewhere(self) -> list[str]:
        """The requests that went to another host."""
        own = ("data:", "blob:", self.address)
        return [url for url in self.requests if not url.startswith(own)]

    def close(self) -> None:
        """Leaves the pages that others will have empty, so that nothing in them goes on meanwhile."""
        for context in self.contexts:
            context.close()
        for page in self.used:
            page.goto("about:blank")


@contextmanager
def opened(chromium: Browser, address: str, kept: dict[str, Opened]) -> Iterator[Nettleser]:
    browser = Nettleser(chromium, address, kept)
    yield browser
    browser.close()
    assert (browser.elsewhere, browser.errors) == ([], [])


@pytest.fixture(scope="session")
def kept(chromium: Browser) -> dict[str, Opened]:
    """The pages that tests have done with, by how they were opened."""
    return {}


@pytest.fixture
def nettleser(chromium: Browser, address: str, kept: dict[str, Opened]) -> Iterator[Nettleser]:
    """A browser; whatever a test does, no page may throw, or ask another host for anything."""
    with opened(chromium, address, kept) as browser:
        yield browser


@pytest.fixture(scope="module")
def sak_side(chromium: Browser, address: str) -> Iterator[Page]:
    """A case's page with its script, for tests that only ask that script."""
    with opened(chromium, address, {}) as browser:
        yield browser.sak("selgeren-i-bakgarden", alone=True)
