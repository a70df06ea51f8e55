"""Takes the pictures of the guide for authors anew: `python -m tests.bilder`, with the course set up.

They go in course/bilder/: the workshop with a case of the bank opened, and a case page while something is wrong.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import QUIET, chromium_path
from tests.conftest import PROJECT, Kursmappe
from tests.test_vis import Vist, serve

SAK = "rad-ni"
PICTURES = ("saksverksted", "feil")
EMPTY = b"\x89PNG\r\n\x1a\n" + bytes(16)
SIZE = {"width": 1280, "height": 860}


def take(browser: Browser, vist: Vist, out: Path) -> None:
    page = browser.new_page(viewport=SIZE, color_scheme="light")
    page.goto(vist.address + "saksverksted/")
    page.locator("input[type=file]").set_input_files(vist.course.case(SAK))
    page.get_by_label("Tittel").wait_for()
    page.wait_for_timeout(1000)  # for the live result
    page.evaluate(
        "document.activeElement.blur(); scrollTo(0, document.querySelector('[data-verksted] form').offsetTop)"
    )
    page.screenshot(path=out / "saksverksted.png")
    vist.change(SAK, "rolle: ", "rolle: en_")
    vist.waits(f"saker/{SAK}/", lambda text: "Dette må rettes" in text)
    page = browser.new_page(viewport=SIZE, java_script_enabled=False)  # or it renews itself meanwhile
    page.goto(vist.address + f"saker/{SAK}/")
    page.screenshot(path=out / "feil.png", clip={"x": 0, "y": 0, "width": 1280, "height": 640})


def main() -> None:
    out = PROJECT / "course" / "bilder"
    out.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=QUIET.split())
        course = Kursmappe(Path(folder)).copy()
        (course.root / "course" / "bilder").mkdir(exist_ok=True)
        for name in PICTURES:  # so that the guide can be read before they are taken
            (course.root / "course" / "bilder" / f"{name}.png").write_bytes(EMPTY)
        for vist in serve(course):
            take(browser, vist, out)
        browser.close()


if __name__ == "__main__":
    main()
