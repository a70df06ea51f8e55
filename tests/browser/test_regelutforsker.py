"""A person sets facts in «Regelutforsker», and sees the road through the rules."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from generator.course import Course
from generator.rules import assess
from tests.browser.test_a_case import answer as judge

PAGE = "regelutforsker/"
CASE = "operatoren-ved-fjorden"


@pytest.fixture
def utforsker(nettleser):
    """Opens the page, with these facts in its address."""

    def go(facts: str = "", **settings: object) -> Page:
        page = nettleser.page(PAGE + (f"#f={facts}" if facts else ""), **settings)
        expect(page.get_by_role("heading", name="Veien gjennom reglene")).to_be_visible()
        return page

    return go


def step(page: Page, name: str) -> Locator:
    return page.locator("[data-veien] > li").filter(has=page.get_by_role("heading", name=name, exact=True))


def answer(page: Page, question: str, value: str) -> None:
    page.get_by_label(question).select_option(label=value)


def values(page: Page) -> list[str]:
    return page.locator("form select").evaluate_all("all => all.map((one) => `${one.name}:${one.value}`)")


def test_each_answer_is_followed_at_once_through_all_steps(utforsker):
    page = utforsker()
    talk = step(page, "Samtale")
    expect(talk).to_contain_text("Mangler opplysninger.")
    answer(page, "Har personen vært til samtale", "Nei")
    expect(talk).to_contain_text("Samtale først")
    expect(talk).to_contain_text("Avgjort.")
    talk.get_by_text("Regelen, og hva som kunne snudd").click()
    expect(talk.get_by_role("link", name="R25")).to_have_attribute("href", "../regler/#R25")
    expect(talk.get_by_role("listitem").filter(has_text="Samtalen er gjennomført")).to_contain_text(
        "hvis «samtale gjennomført» var ja, ikke nei"
    )
    answer(page, "Er det åpenbart", "Kan leses begge veier")
    answer(page, "Har personen registrert seg selv", "Ja")
    answer(page, "Krysset personen av for timeavtale", "Nei")
    answer(page, "Bygger vurderingen på det personen selv oppga", "Ja")
    expect(talk).to_contain_text("Samtale er ikke nødvendig eller samtale først")
    expect(talk).to_contain_text("Flere svar kan forsvares.")


def test_what_is_missing_leads_to_where_it_is_answered(utforsker):
    page = utforsker("henvendelse:ja")
    missing = step(page, "Rett til vurdering").get_by_role("listitem").get_by_role("link")
    missing.first.click()
    expect(page.locator("form select:focus")).to_have_count(1)
    assert page.evaluate("location.hash") == "#f=henvendelse:ja"


def test_the_address_holds_the_facts_and_gives_the_same_again(utforsker):
    page = utforsker("samtale_gjennomfort:ja,soker_ytelse:skjonn,ordinart_arbeid:forventes+utelukket")
    answer(page, "Er arbeidsevnen nedsatt", "Ja")
    answer(page, "Er det åpenbart", "Ikke kjent")
    answer(page, "Hvordan tok personen kontakt", "På papir")
    expect(page.locator("[data-uten-betydning]")).to_contain_text("Måten personen henvendte seg på R13 R14")
    before, address = (values(page), page.locator(".veien").inner_text()), page.url
    assert "apenbart_standard:ukjent" in address
    assert {"ordinart_arbeid:forventes+utelukket", "soker_ytelse:skjonn", "kanal:papir"} <= {*before[0]}
    page.reload()
    expect(page.locator("[data-uten-betydning]")).to_contain_text("R13")
    assert (values(page), page.locator(".veien").inner_text()) == before
    assert page.url == address


def test_a_broken_address_gives_what_can_be_understood_and_says_what_cannot(utforsker):
    page = utforsker("samtale_gjennomfort:nei,hode:ja,i_arbeid:kanskje")
    expect(page.locator("[data-beskjed]")).to_contain_text("«hode:ja» og «i_arbeid:kanskje»")
    expect(step(page, "Samtale")).to_contain_text("Samtale først")
    assert page.evaluate("location.hash") == "#f=samtale_gjennomfort:nei"


def test_only_the_conclusion_is_announced(utforsker):
    page = utforsker()
    live = page.locator("[data-utforsker] [role=status], [data-utforsker] [aria-live]")
    expect(live).to_have_count(1)
    expect(live).to_have_text("Innsatsgruppe: ikke avgjort ennå.")
    answer(page, "Har personen henvendt seg", "Nei")
    expect(live).to_have_text(re.compile(r"Innsatsgruppe: ikke noe vedtak nå\."))


def test_facts_that_cannot_be_true_together_are_told_and_the_last_road_stays(utforsker):
    page = utforsker("samtale_gjennomfort:nei,behov_for_bredere_vurdering:ja")
    answer(page, "Er det åpenbart", "Ja")
    told = page.locator("[data-umulig]")
    expect(page.get_by_role("status").filter(has_text="Dette kan ikke stemme samtidig.")).to_be_visible()
    expect(told).to_contain_text("Trengs det en bredere vurdering, er standardinnsats ikke åpenbart.")
    expect(told).to_contain_text("Veien under er den siste som kunne stemme.")
    expect(step(page, "Samtale")).to_contain_text("Samtale først")
    told.get_by_role("link", name="åpenbart standardinnsats").click()
    expect(page.get_by_label("Er det åpenbart")).to_be_focused()
    answer(page, "Er det åpenbart", "Nei")
    expect(told).to_be_empty()


def test_an_address_that_cannot_be_true_shows_no_road(utforsker):
    page = utforsker("apenbart_standard:ja,behov_for_bredere_vurdering:ja")
    expect(page.locator("[data-umulig]")).to_contain_text("er standardinnsats ikke åpenbart")
    expect(page.locator("[data-umulig]")).not_to_contain_text("Veien under")
    expect(page.locator("[data-veien]")).to_be_hidden()


def test_one_begins_again_and_copies_the_address(utforsker):
    page = utforsker("henvendelse:nei")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Kopier lenken").click()
    expect(page.get_by_role("button", name="Lenken er kopiert")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    page.get_by_role("button", name="Begynn på nytt").click()
    expect(page.locator("form select").first).to_be_focused()
    assert {value.partition(":")[2] for value in values(page)} == {""}
    assert page.evaluate("location.hash") == ""


def test_what_if_opens_with_the_facts_of_the_case_after_it_is_answered(nettleser, kurs: Course):
    page = nettleser.sak(CASE)
    link = page.get_by_role("link", name="Hva om?")
    first, last = page.locator(".sporsmal").all()
    judge(first, "situasjonsbestemt_innsats")
    expect(link).to_be_hidden()
    first.locator("[data-neste]").click()
    judge(last, "skaffe_arbeid")
    link.click()
    desk = kurs.by_id[CASE].desk
    said = assess(kurs.regelbok, desk.facts(desk.all_open))
    for name, one in said.steg.items():
        row = page.locator(f"[data-veien] > [data-id={name}]")
        for outcome in one.verdict.utfall:
            expect(row).to_contain_text(kurs.regelbok.steg[name].utfall[outcome], ignore_case=True)
    assert {f"{key}:{value}" for key, value in desk.facts(desk.all_open).items()} <= {*values(page)}


def test_on_a_phone_the_conclusion_follows_along_and_leads_to_the_road(utforsker):
    page = utforsker("henvendelse:nei", viewport={"width": 360, "height": 740})
    line = page.get_by_role("button", name="Se hele veien")
    expect(line).to_contain_text("ikke noe vedtak nå")
    expect(line).to_be_in_viewport()
    line.click()
    expect(page.get_by_role("heading", name="Veien gjennom reglene")).to_be_in_viewport()


def test_without_javascript_the_page_says_that_it_needs_it_and_leads_to_the_rules(nettleser):
    page = nettleser.page(PAGE, java_script_enabled=False)
    expect(page.get_by_text("trenger JavaScript")).to_be_visible()
    expect(page.get_by_role("link", name="Les reglene")).to_have_attribute("href", "../regler/")
    expect(page.locator("form:visible")).to_have_count(0)
