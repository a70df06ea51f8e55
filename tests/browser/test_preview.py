"""What an author sees in the page while a case is wrong."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.test_every_page import AXE, OVERFLOW
from tests.test_vis import serve


@pytest.fixture
def broken(kursmappe):
    """The address of a course where a case is wrong, as `kurs vis` serves it."""
    case = kursmappe.case("tomreren-i-koen")
    case.write_text(case.read_text("utf-8").replace("rolle: ", "rolle: x"), "utf-8")
    for served in serve(kursmappe):
        yield served.address


@pytest.mark.parametrize("width", [320, 1280])
def test_what_is_wrong_stands_above_the_page_and_can_be_read(width, chromium, broken):
    page = chromium.new_page(viewport={"width": width, "height": 900})
    page.goto(broken + "saker/arbeid-tar-den/")
    told = page.get_by_role("alert")
    expect(told.get_by_role("heading")).to_have_text("Dette må rettes")
    expect(told.get_by_role("listitem")).to_contain_text("cases/opplysninger-og-samtale/tomreren-i-koen.yaml:5:8")
    assert told.bounding_box()["width"] > 0.7 * width
    assert told.bounding_box()["y"] < page.get_by_role("article").bounding_box()["y"]
    assert page.evaluate(OVERFLOW) == [False]
    assert Axe().run(page, options={"runOnly": AXE, "resultTypes": ["violations"]}).violations_count == 0
    page.close()
