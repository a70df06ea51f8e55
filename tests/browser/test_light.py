"""A case's page is light: little to load, and nothing that keeps a slow machine from answering."""

from __future__ import annotations

import gzip
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

KB = 1024
OURS = {".js": 20 * KB, ".css": 12 * KB}
"""The most that a case's page may load of our own, gzipped."""
THEIRS = ("/assets/javascripts/", "/assets/stylesheets/")
LONGEST, SLOWER, TIMES = 50, 4, 12
"""Milliseconds, how much slower the machine is made, and the most loads: one that nothing disturbs is enough."""


@pytest.mark.parametrize("id", ["operatoren-ved-fjorden", "brevet-til-solveig", "ti-ved-skranken"])
def test_a_case_loads_little_of_our_own(id, nettleser, bygd):
    page = nettleser.sak(id)
    page.wait_for_load_state("networkidle")
    paths = {urlsplit(url).path for url in nettleser.requests}
    own = [path for path in paths if not path.startswith(THEIRS)]
    for kind, most in OURS.items():
        loaded = [bygd.root / "site" / path.lstrip("/") for path in own if path.endswith(kind)]
        assert loaded
        assert sum(len(gzip.compress(file.read_bytes())) for file in loaded) <= most, kind


def test_our_own_scripts_keep_a_machine_four_times_slower_free_while_a_case_loads(nettleser):
    """Without the theme's own bundle, which is not ours to shorten."""
    page = nettleser.page("lag-saker/", alone=True)
    page.route("**/assets/javascripts/bundle*", lambda route: route.fulfill(body=""))
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(
        """globalThis.long = []; new PerformanceObserver((list) => { for (const task of list.getEntries())
          long.push(Math.round(task.duration)); }).observe({ type: "longtask", buffered: true });"""
    )
    loads: list[list[int]] = []
    while len(loads) < TIMES and [] not in loads:
        loads.append(long_tasks(page, nettleser.address))
    assert [] in loads, loads


def long_tasks(page: Page, address: str) -> list[int]:
    """The milliseconds of each task that keeps the page from answering while it loads."""
    page.goto(address + "saker/operatoren-ved-fjorden/")
    page.wait_for_timeout(300)
    return [task for task in page.evaluate("long") if task > LONGEST]
