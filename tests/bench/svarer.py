"""How long our own scripts keep a slow machine from answering while a case loads."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import QUIET, chromium_path, serve

SLOWER, LOADS = 4, 5
WATCH = """globalThis.long = [0]; new PerformanceObserver((list) => { for (const task of list.getEntries())
  long.push(task.duration); }).observe({ type: "longtask", buffered: true });"""


def longest_task(site: Path, path: str) -> float:
    """The milliseconds of the longest task in the best of some loads, on a machine made four times slower.

    Without the theme's own bundle, which is not ours to shorten. A task below 50 ms counts as none.
    """
    with contextmanager(serve)(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=QUIET.split())
        page = browser.new_page()
        page.route("**/assets/javascripts/bundle*", lambda route: route.fulfill(body=""))
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.add_init_script(WATCH)
        found = min(_loaded(page, address + path) for _ in range(LOADS))
        browser.close()
    return found


def _loaded(page: Page, address: str) -> float:
    page.goto(address)
    page.wait_for_timeout(300)
    return float(page.evaluate("Math.max(...long)"))
