"""What must hold on every kind of page: nothing from elsewhere, for everyone, at every width, and on paper."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from generator.desk import INNHENT, options
from generator.model import Begrunnelse, Bunke, Stegsporsmal
from generator.view import tekst
from generator.view.sprak import tekster

CASE = "selgeren-i-bakgarden"
TRENGER_MER = tekster()["sak"]["trenger_mer"]
KINDS = {
    "start": "",
    "the list of cases": "saker/",
    "the rules": "regler/",
    "a step": "regler/arbeidsevnevurdering/",
    "the lessons": "leksjoner/",
    "a lesson": "leksjoner/1-hva-og-hvorfor/",
    "a lesson of deviations": "leksjoner/7-nar-hverdagen-presser/",
    "the glossary": "ordliste/",
    "what has changed": "i-dag/",
    "the coverage": "dekning/",
    "the guide": "lag-saker/",
    "the guide to formats": "ta-med-kurset/",
    "the fields of a case": "feltene/",
    "a learner's own page": "min-side/",
    "the certificate": "kursbevis/",
    "before the talk": "for-samtalen/",
    "the rules tried out": "regelutforsker/",
    "the rules on facts that cannot hold": "regelutforsker/#f=apenbart_standard:ja,behov_for_bredere_vurdering:ja",
    "a meeting": "fagmote/",
    "the workshop": "saksverksted/",
    "twins": "tvillinger/nyutdannet-sykepleier--sykepleieren-som-krysset-av/",
    "a case": f"saker/{CASE}/",
    "a case answered": f"saker/{CASE}/",
    "a hint": f"saker/{CASE}/",
    "a pile": "saker/ti-ved-skranken/",
    "a pile answered": "saker/ti-ved-skranken/",
    "the other kinds of question": "saker/brevet-til-solveig/",
}
AXE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
every_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture
def visit(nettleser):
    """Opens a page of this kind; a case that is answered has every fold of its answer open."""

    def go(kind: str, **settings: object) -> Page:
        page = nettleser.page(KINDS[kind], **settings)
        asked = page.locator(".sporsmal").first
        if kind == "a case answered":
            for summary in page.locator("details.kort > summary").all():
                summary.click()
        if kind in ("a case answered", "a hint", "a pile answered"):
            for part in asked.locator("fieldset:visible").all():
                part.locator("input").first.check()
            asked.get_by_role("button", name="Se hva reglene sier").click()
            if kind == "a case answered" and asked.locator("[data-vis]").is_visible():
                asked.locator("[data-vis]").click()
            for summary in asked.locator(".fasit .fold > summary").all() if kind == "a case answered" else []:
                summary.click()
        if kind == "the other kinds of question":
            for section in page.locator(".sporsmal").all():
                section.evaluate("section => section.hidden = false")
        return page

    return go


def test_no_page_asks_another_host_for_anything(nettleser):
    """Nor does the search, used once; of the pages themselves, every other test sees to it: see `nettleser`."""
    page = nettleser.page(KINDS["a case"])
    page.get_by_placeholder("Søk").press_sequentially("smelteverket")
    found = page.locator(".md-search-result__link").first
    expect(found).to_contain_text("Operatøren ved fjorden")
    found.click()
    page.wait_for_url("**/saker/operatoren-ved-fjorden/**")
    asked = [urlsplit(url) for url in nettleser.requests]
    assert {"/assets/sak.js", "/search/search_index.json"} <= {url.path for url in asked}
    assert {url.netloc for url in asked} == {urlsplit(nettleser.address).netloc}


OVERFLOW = """() => {
  const out = [...document.querySelectorAll(".en *")].filter((part) => {
    const sheet = part.closest(".ark, .mappe, .en").getBoundingClientRect(), box = part.getBoundingClientRect();
    return part.checkVisibility() && !part.closest(".vid > *") && box.width > 1
      && (box.right > sheet.right + 1 || box.left < sheet.left - 1);
  });
  return [document.documentElement.scrollWidth > innerWidth, ...out.map((part) => part.outerHTML.slice(0, 99))];
}"""
"""Whether the page is wider than the window, and what sticks out of its sheet of paper; a grid (`vid`) scrolls."""


def expect_to_fit(page: Page) -> None:
    """At every width, and with text twice as large."""
    for width in (320, 360, 768, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(OVERFLOW) == [False], width
    page.set_viewport_size({"width": 1280, "height": 800})
    twice = page.add_style_tag(content="html { font-size: 250% !important }")  # Material's own is 125%
    assert page.evaluate(OVERFLOW) == [False], "with text twice as large"
    twice.evaluate("style => style.remove()")


@every_kind
def test_everything_fits_at_every_width_and_axe_finds_nothing_narrow_in_light_and_wide_in_dark(kind, visit):
    """WCAG A and AA to 2.2, and axe's best practices. No rule and no part of the page is left out."""
    page = visit(kind, reduced_motion="reduce")  # or the theme's tabs may be seen half-way in
    expect_to_fit(page)
    for scheme, width in (("default", 320), ("slate", 1280)):
        page.set_viewport_size({"width": width, "height": 900})
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)
        found = Axe().run(page, options={"runOnly": AXE, "resultTypes": ["violations"]})
        assert found.violations_count == 0, (scheme, width, found.generate_report())
        page.locator("label[for^=__palette]:visible").click()


RING = """() => {
  const at = document.activeElement, ring = getComputedStyle(at.matches("label input") ? at.closest("label") : at);
  return { what: at.outerHTML.slice(0, 120), width: ring.outlineStyle === "none" ? 0 : parseFloat(ring.outlineWidth) };
}"""


@pytest.mark.parametrize("kind", ["start", "a step", "a case", "a case answered"])
def test_what_has_focus_has_a_ring_that_can_be_seen(kind, visit):
    page = visit(kind, viewport={"width": 1280, "height": 900})
    seen = []
    page.locator("h1").evaluate("heading => { heading.tabIndex = -1; heading.focus(); }")
    while len(seen) < 12:
        page.keyboard.press("Tab")
        ring = page.evaluate(RING)
        if ring["what"].startswith("<body") or ring in seen:
            break
        seen.append(ring)
    assert len(seen) > 3
    assert [ring for ring in seen if ring["width"] < 2] == []


@pytest.mark.parametrize("kind", ["start", "a case", "a case answered"])
def test_who_wants_no_motion_gets_none(kind, visit):
    page = visit(kind, reduced_motion="reduce")
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter((part) => {
          const style = getComputedStyle(part);
          return parseFloat(style.transitionDuration) > 0.01 || style.animationName !== "none"
            || style.scrollBehavior === "smooth";
        }).map((part) => part.outerHTML.slice(0, 99))"""
    )
    assert moving == []


def words(text: str) -> str:
    return " ".join(text.split())


def plain(markdown: str) -> str:
    """The words of an author's text, without its marks."""
    return words(html.unescape(re.sub(r"<[^>]+>", " ", tekst.html(markdown))))


def everything_in(case) -> list[str]:
    """All that there is to read in a case: story, cards, options, and what is said of each."""
    sak, steps = case.sak, case.desk.regelbok.steg
    there = [sak.tittel, *map(plain, sak.historie.split("\n\n")), *sak.drofting]
    there += [plain(card.tekst) for card in sak.opplysninger]
    there += [reading.fordi for reading in sak.vurderinger if any(reading.fakta in asked(q) for q in sak.sporsmal)]
    for question in sak.sporsmal:
        there.append(question.tekst)
        if isinstance(question, Begrunnelse):
            there += [plain(question.modell), *(point.tekst for point in question.sjekkliste)]
        if isinstance(question, Bunke):
            there += [text for slip in question.lapper for text in (slip.tekst, slip.fordi)]
        for option in getattr(question, "valg", ()):
            there += [text for text in (option.tilbakemelding, option.koster) if text]
        if isinstance(question, Stegsporsmal):
            named = {**steps[question.steg].utfall, INNHENT: TRENGER_MER}
            there += [named[option] for option in options(question)]
            there += [steps[question.steg].regler[0].tekst, "Hva som ville snudd svaret"]
            there += ["når alt er hentet"] if case.desk.closed else []
        else:
            there += [option.tekst for option in getattr(question, "valg", ())]
    return [words(text) for text in there]


def asked(question) -> tuple[str, ...]:
    return question.lesninger if isinstance(question, Stegsporsmal) else ()


@pytest.mark.parametrize("id", [CASE, "operatoren-ved-fjorden", "brevet-til-solveig", "ti-ved-skranken"])
def test_without_script_the_whole_case_and_its_key_are_there_to_read(id, nettleser, kurs):
    page = nettleser.sak(id, java_script_enabled=False)
    article = page.get_by_role("article")
    for summary in article.locator("summary").all():
        summary.click()
    read = words(article.inner_text())
    assert [text for text in everything_in(kurs.by_id[id]) if text not in read] == []
    expect(page.get_by_role("button", name="Se hva reglene sier")).to_have_count(0)


def test_without_script_the_key_is_folded_away_until_it_is_asked_for(nettleser, kurs):
    page = nettleser.sak(CASE, java_script_enabled=False)
    feedback = kurs.by_id[CASE].sak.sporsmal[0].valg[2].tilbakemelding
    expect(page.get_by_text(feedback)).to_be_hidden()
    page.get_by_text("Svaret, og reglene bak").first.click()
    expect(page.get_by_text(feedback)).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_paper_shows_the_whole_case_with_its_key(script, nettleser, kurs):
    page = nettleser.sak("operatoren-ved-fjorden", java_script_enabled=script)
    page.emulate_media(media="print")
    read = words(page.get_by_role("article").inner_text())
    assert [text for text in everything_in(kurs.by_id["operatoren-ved-fjorden"]) if text not in read] == []
    for screen_only in (".md-header", ".md-footer", ".knapp"):
        for part in page.locator(screen_only).all():
            expect(part).to_be_hidden()


def test_paper_shows_what_was_answered(visit):
    page = visit("a case answered", color_scheme="dark")
    page.emulate_media(media="print")
    expect(page.locator(".sporsmal").first.locator(".dom")).to_be_visible()
    expect(page.locator(".sporsmal").first.locator("[data-svar] :checked")).to_be_visible()
    ink = page.locator(".dom").first.evaluate("heading => getComputedStyle(heading).color")
    assert ink == "rgb(0, 0, 0)"
