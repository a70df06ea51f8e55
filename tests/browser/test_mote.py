"""A fagmøte on one shared screen: two rounds of hands, the rules, and what the team writes down."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.test_every_page import AXE, OVERFLOW

FJORDEN = "operatoren-ved-fjorden"
"""In its first question standardinnsats tempts, and the cards lead to situasjonsbestemt innsats."""
STANDARD = "Standardinnsats"
KEPT_CARDS = "key => JSON.parse(localStorage.getItem(key) ?? '{}').kort?.length === 1"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def count(page: Page, answers: dict[str, int], *readings: int) -> None:
    """Writes the hands for the answers by their names, and for the values of each reading in their order."""
    *parts, last = page.locator(".mote fieldset").all()
    for part in parts:
        for number, hands in enumerate(readings):
            part.locator("input").nth(number).fill(str(hands))
    for name, hands in answers.items():
        last.get_by_label(name, exact=True).fill(str(hands))


@pytest.fixture
def mote(nettleser) -> Page:
    page = nettleser.sak(FJORDEN)
    press(page, "Bruk i fagmøte")
    return page


def heading(page: Page):
    return page.locator(".mote h2")


def first_round(page: Page) -> None:
    press(page, "Alle har lest")
    count(page, {STANDARD: 3, "Situasjonsbestemt innsats": 1}, 3, 1)
    press(page, "Lukk runden")


def test_a_team_goes_through_two_rounds_to_the_rules_and_its_minutes(mote):
    expect(heading(mote)).to_have_text("Les saken sammen")
    first_round(mote)
    expect(heading(mote)).to_have_text("Snakk sammen")
    expect(heading(mote)).to_be_focused()
    expect(mote.get_by_text("Dere er delt om to svar.")).to_be_visible()
    expect(mote.get_by_text("Dere leser opplysningene ulikt.")).to_be_visible()
    expect(mote.locator("meter:visible")).to_have_count(0)
    mote.get_by_label("Vis fordelingen nå").check()
    expect(mote.locator("meter:visible").first).to_be_visible()
    for card in mote.locator("details.kort > summary").all():
        card.click()
    press(mote, "Vurder på nytt")
    count(mote, {STANDARD: 4}, 4)
    press(mote, "Lukk runden")
    expect(heading(mote)).to_have_text("Dere er enige, men reglene sier noe annet.")
    expect(mote.get_by_text("Reglene gir «Situasjonsbestemt innsats».")).to_be_visible()
    expect(mote.get_by_text("Minst én byttet svar mellom rundene.")).to_be_visible()
    expect(mote.get_by_text("50 prosent likt i første runde, og 100 prosent i andre.")).to_be_visible()
    expect(mote.get_by_text("Reglene, én for én").locator("visible=true")).to_have_count(1)
    press(mote, "Skriv ned hva dere gjør")
    mote.get_by_label("Når dette kommer, gjør vi slik:").fill("Vi ser på jobbene der hun bor.")
    with mote.expect_download() as download:
        press(mote, "Last ned referatet")
    minutes = Path(download.value.path()).read_text("utf-8")
    assert "Dere er enige, men reglene sier noe annet." in minutes
    assert "- Standardinnsats: 3 → 4" in minutes
    assert "- Situasjonsbestemt innsats: 1 → 0 (etter reglene)" in minutes
    assert "Vi ser på jobbene der hun bor." in minutes


def test_before_the_talk_nothing_of_the_key_is_shown(mote):
    first_round(mote)
    expect(mote.locator(".fasit:visible")).to_have_count(0)
    assert "etter reglene" not in mote.locator(".mote").inner_text()


def test_a_round_that_does_not_add_up_is_not_closed(mote):
    press(mote, "Alle har lest")
    press(mote, "Lukk runden")
    expect(mote.get_by_role("status").filter(has_text="minst to hender")).to_be_visible()
    count(mote, {STANDARD: 3}, 2)
    press(mote, "Lukk runden")
    expect(mote.get_by_role("status").filter(has_text="har 2 hender, og svaret har 3")).to_be_visible()
    expect(heading(mote)).to_have_text("Første runde")


def test_a_meeting_that_was_left_goes_on_where_it_was_and_can_be_deleted(mote, nettleser):
    first_round(mote)
    mote.reload()
    press(mote, "Bruk i fagmøte")
    expect(heading(mote)).to_have_text("Snakk sammen")
    press(mote, "Tilbake")
    expect(mote.locator(".mote input").first).to_have_value("3")
    kept = mote.evaluate("({...localStorage})")
    assert json.loads(kept[f"enhetlig.mote.{FJORDEN}"])["trinn"] == 1
    assert f"enhetlig.sak.{FJORDEN}" not in kept, "a team's answers are not the learner's"
    mote.evaluate("key => localStorage.setItem(key, '{')", f"enhetlig.mote.{FJORDEN}")
    mote.reload()
    press(mote, "Bruk i fagmøte")
    expect(heading(mote)).to_have_text("Les saken sammen")


def test_what_a_meeting_fetched_lies_open_when_it_goes_on(mote):
    mote.locator("details.kort > summary").first.click()
    mote.wait_for_function(KEPT_CARDS, arg=f"enhetlig.mote.{FJORDEN}")
    mote.reload()
    expect(mote.locator("details.kort[open]")).to_have_count(0)
    press(mote, "Bruk i fagmøte")
    expect(mote.locator("details.kort[open]")).to_have_count(1)


def test_what_was_fetched_before_the_meeting_began_is_kept_too(nettleser):
    page = nettleser.sak(FJORDEN)
    page.locator("details.kort > summary").first.click()
    press(page, "Bruk i fagmøte")
    page.wait_for_function(KEPT_CARDS, arg=f"enhetlig.mote.{FJORDEN}")


def test_a_meeting_that_was_held_is_not_opened_at_the_key(mote):
    first_round(mote)
    press(mote, "Vurder på nytt")
    count(mote, {STANDARD: 4}, 4)
    press(mote, "Lukk runden")
    mote.reload()
    press(mote, "Bruk i fagmøte")
    expect(heading(mote)).to_have_text("Dere har holdt møte om denne saken")
    expect(mote.locator(".fasit:visible")).to_have_count(0)
    press(mote, "Begynn på nytt")
    expect(heading(mote)).to_have_text("Les saken sammen")
    press(mote, "Alle har lest")
    expect(mote.locator(".mote input").first).to_have_value("")


def test_who_leaves_a_meeting_that_a_link_began_comes_to_the_case(nettleser):
    page = nettleser.page(f"saker/{FJORDEN}/#fagmote")
    expect(heading(page)).to_have_text("Les saken sammen")
    press(page, "Til saken")
    expect(page.locator(".mote")).to_have_count(0)
    expect(page.get_by_role("button", name="Bruk i fagmøte")).to_be_visible()


def test_the_page_of_the_meeting_leads_straight_into_it(nettleser):
    page = nettleser.page("fagmote/")
    page.locator(".saksliste a").first.click()
    page.wait_for_url("**/saker/**#fagmote")
    expect(heading(page)).to_have_text("Les saken sammen")


@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 1280)])
def test_axe_finds_nothing_in_a_meeting_and_all_fits(scheme, width, nettleser):
    page = nettleser.sak(
        FJORDEN, color_scheme=scheme, reduced_motion="reduce", viewport={"width": width, "height": 900}
    )
    press(page, "Bruk i fagmøte")
    first_round(page)
    for name in ("Tilbake", "Lukk runden", "Vurder på nytt"):
        press(page, name)
        looks_right(page)
    count(page, {STANDARD: 4}, 4)
    press(page, "Lukk runden")
    looks_right(page)
    press(page, "Skriv ned hva dere gjør")
    looks_right(page)


def looks_right(page: Page) -> None:
    found = Axe().run(page, options={"runOnly": AXE, "resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate(OVERFLOW) == [False]
