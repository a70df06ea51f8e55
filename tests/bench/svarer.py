"""How long our own scripts keep a slow machine from answering while a case loads."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import QUIET, chromium_path, serve

SLOWER, LOADS = 4, 5
WATCH = """globalThis.ours = [0]; new PerformanceObserver((list) => {
  for (const { sourceURL, duration } of list.getEntries().flatMap((frame) => frame.scripts))
    if (/\\/assets\\/[^/]*$/.test(sourceURL)) ours.push(duration);
}).observe({ type: "long-animation-frame", buffered: true });"""
"""Our scripts lie in assets/, the theme's own in folders below; whichever runs, only a slow frame is told of."""


def longest_script(site: Path, path: str) -> float:
    """The milliseconds that the longest of our scripts runs, on a machine four times slower: the median of some loads.

    One in a frame that takes less than 50 ms counts as none.
    """
    with contextmanager(serve)(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=QUIET.split())
        page = browser.new_page()
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.add_init_script(WATCH)
        found = median(_loaded(page, address + path) for _ in range(LOADS))
        browser.close()
    return found


def _loaded(page: Page, address: str) -> float:
    page.goto(address)
    page.wait_for_timeout(300)
    return float(page.evaluate("Math.max(...ours)"))
