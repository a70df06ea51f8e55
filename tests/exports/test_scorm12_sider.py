"""The pages of a package are for everyone: without scripts, at every width, by every means, and on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.test_every_page import AXE, OVERFLOW
from tests.exports.scorm12_lms import (
    Vindu,
    lapper,
    sporsmal,
    svar,
)

PAGES = {
    "the contents": "index.html",
    "a case": "saker/nyutdannet-sykepleier.html",
    "a case answered": "saker/telefonen-fra-hotellet.html",
    "a pile answered": "saker/ti-for-kaffen.html",
    "a lesson": "leksjoner/3-opplysninger-og-samtale.html",
    "a step": "regler/samtale.html",
    "twins": "tvillinger/nyutdannet-sykepleier--sykepleieren-som-krysset-av.html",
}
every_page = pytest.mark.parametrize("kind", PAGES)


def opened(window: Vindu, kind: str) -> Page:
    page = window.open(f"kurs/{PAGES[kind]}").page
    expect(page.locator("[data-svart]")).to_have_text("0 av 12 spørsmål")
    if kind == "a case answered":
        for card in page.locator("details.kort > summary").all():
            card.click()
        svar(sporsmal(page, "rett"), "ikke_rett", certain="70")
        for summary in page.locator(".fasit .fold > summary").all():
            summary.click()
    if kind == "a pile answered":
        lapper(page, ["har_rett"] * 10)
        expect(page.locator(".dom")).to_be_visible()
    return page


@every_page
def test_everything_fits_at_every_width_and_axe_finds_nothing_in_light_and_dark(kind, seks, vindu):
    page = opened(vindu(seks, reduced_motion="reduce"), kind)
    for width in (320, 360, 768, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(OVERFLOW) == [False], width
    twice = page.add_style_tag(content="html { font-size: 250% !important }")
    page.set_viewport_size({"width": 1280, "height": 800})
    assert page.evaluate(OVERFLOW) == [False], "with text twice as large"
    twice.evaluate("style => style.remove()")
    for scheme, width in (("light", 320), ("dark", 1280)):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # nothing half-way between two colours
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 25, 23)"
        assert dark == (scheme == "dark")
        found = Axe().run(page, options={"runOnly": AXE})
        assert [
            (one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found.response["violations"]
        ] == []


@every_page
def test_without_scripts_every_page_reads_and_leads_on(kind, seks, vindu):
    page = vindu(seks, java_script_enabled=False).open(f"kurs/{PAGES[kind]}").page
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("[data-bare-lese]")).to_have_text(
        "Her kan du lese. For å svare må kurset åpnes i en læringsplattform, eller fra et nettsted."
    )
    page.get_by_role("link", name="Innhold", exact=True).click()
    page.get_by_role("link", name="Sykepleieren med ferskt vitnemål").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sykepleieren med ferskt vitnemål")


def test_without_scripts_a_case_has_its_options_and_its_key(seks, vindu):
    page = vindu(seks, java_script_enabled=False).open("kurs/saker/telefonen-fra-hotellet.html").page
    expect(page.get_by_role("radio")).to_have_count(3)
    page.locator("summary", has_text="Svaret, og reglene bak").first.click()
    expect(page.locator("[data-valg='ikke_rett'] [data-tilbake]").first).to_be_visible()


def test_the_files_read_where_they_lie_without_a_server(seks_mappe: Path, vindu):
    window: Vindu = vindu((seks_mappe / "kurs").as_uri() + "/").open("index.html")
    page = window.page
    page.get_by_role("link", name="Rad ni").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rad ni")
    page.locator("summary", has_text="Svaret, og reglene bak").first.click()
    expect(page.locator("[data-del=fasit]").first).to_be_visible()
    page.get_by_role("link", name="Innhold", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Samme sak, samme svar?")
    window.wrong.clear()  # a browser runs no modules from a file, and says so


def test_the_first_that_the_keyboard_meets_leads_past_the_top(seks, vindu):
    page = vindu(seks).open("kurs/saker/rad-ni.html").page
    expect(page.locator("[data-svart]")).to_have_text("0 av 12 spørsmål")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Hopp til innholdet")).to_be_focused()
    expect(page.get_by_role("link", name="Hopp til innholdet")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_on_paper_there_is_the_case_and_nothing_of_the_frame(seks, vindu):
    page = vindu(seks).open("kurs/saker/rad-ni.html").page
    expect(page.locator("[data-svart]")).to_have_text("0 av 12 spørsmål")
    page.emulate_media(media="print")
    for part in (".topp__stand", ".topp__vei", ".si", ".hopp"):
        expect(page.locator(part)).to_be_hidden()
    expect(page.locator(".fasit").first).to_be_visible()
