"""The slides in a real browser: as who leads the meeting presses on, and as those in the back row see them."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from generator.course import Course
from generator.exports import slides
from generator.exports.utvalg import choose
from generator.view.sak import vis
from generator.view.sprak import tekster
from tests.browser.conftest import PATIENCE
from tests.browser.test_every_page import AXE
from tests.browser.test_validators import JAVA, TOOLS, program, tool
from tests.conftest import PROJECT
from tests.exports.test_handout import forced, with_other_words

NB = tekster("nb")
SIX = (
    "telefonen-fra-hotellet",
    "ti-for-kaffen",
    "lappen-av-kalenderen",
    "rad-ni",
    "turene-til-moloen",
    "tre-hundre-og-ett",
)
"""Cases with every kind of question and of slide, in the order they are learnt in."""
HD = {"viewport": {"width": 1280, "height": 720}}
PROJECTORS = [{"width": 1280, "height": 720}, {"width": 1920, "height": 1080}]
VERDICT = re.compile("|".join((*NB["dom"].values(), NB["sak"]["horer_med"], NB["sak"]["horer_ikke_med"])))


def page_of(course: Course, *ids: str, malform: str = "nb") -> bytes:
    """The file that `kurs eksporter slides` writes of these cases; of all where none is named."""
    out = io.BytesIO()
    slides.write(choose(course, saker=ids), out, tekster(malform), iter)
    return out.getvalue()


@pytest.fixture(scope="module")
def seks_bilder(kurset: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("lysbilder") / "mote.html"
    file.write_bytes(page_of(kurset, *SIX))
    return file


@pytest.fixture(scope="module")
def hele_banken(kurset: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("lysbilder") / "alt.html"
    file.write_bytes(page_of(kurset))
    return file


@pytest.fixture
def apne(chromium: Browser) -> Iterator[Any]:
    """Opens a file as it lies on a memory stick; whatever is done there, nothing may be asked for and nothing fail."""
    contexts, asked, wrong = [], [], []

    def go(file: Path, at: str = "", **settings: Any) -> Page:
        context = chromium.new_context(**{**HD, **settings})
        context.set_default_timeout(PATIENCE)
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()
        page.on("console", lambda said: wrong.append(said.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        contexts.append(context)
        page.goto(f"{file.as_uri()}{at and '#'}{at}")
        return page

    yield go
    for context in contexts:
        context.close()
    assert wrong == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert len({url for url in asked if url.startswith("file:")}) <= 1


def here(page: Page) -> str:
    """The slide that is shown."""
    shown = page.locator(".lysbilde:visible")
    expect(shown).to_have_count(1)
    return shown.get_attribute("id") or ""


def seen(page: Page) -> str:
    return page.locator(".lysbilde:visible").inner_text()


def test_a_clicker_goes_through_a_case_in_the_order_of_a_meeting(seks_bilder, apne):
    page = apne(seks_bilder, "rad-ni.historie")
    way = [here(page)]
    while way[-1] != "rad-ni.praksis":
        page.keyboard.press("PageDown")
        way.append(here(page))
    assert way == [
        "rad-ni.historie", "rad-ni.bordet", "rad-ni.behov", "rad-ni.regnearket", "rad-ni.snakk", "rad-ni.hentes",
        "rad-ni.behov.svar", "rad-ni.behov.svar", "rad-ni.behov.avgjorde", "rad-ni.behov.snudd", "rad-ni.behov.regler",
        "rad-ni.behov.regler-2", "rad-ni.behov.regler-3", "rad-ni.regnearket.svar", "rad-ni.regnearket.svar",
        "rad-ni.praksis",
    ]  # fmt: skip
    page.keyboard.press("PageUp")
    assert here(page) == "rad-ni.regnearket.svar"


READ = """async (ids) => {
  const read = {};
  for (const id of ids) {
    location.hash = id;
    for (let n = 0; document.querySelector(".na").id !== id; n++) {
      if (n > 1000) throw new Error(`no slide ${id}`);
      await new Promise((done) => setTimeout(done));
    }
    read[id] = document.querySelector("main").innerText;
  }
  return read;
}"""
"""What is seen on each of these slides when one comes to it."""


def test_the_key_is_not_seen_before_somebody_asks_for_it(kurset, seks_bilder, apne):
    page = apne(seks_bilder)
    ids = page.evaluate("[...document.querySelectorAll('.lysbilde:not(:has([data-straks]))')].map((one) => one.id)")
    read = {id: " ".join(words.split()) for id, words in page.evaluate(READ, ids).items()}
    assert len(read) > 60
    assert [id for id, words in read.items() if VERDICT.search(words)] == []
    for question in (q for id in SIX for q in vis(kurset, kurset.by_id[id], 1, NB).sporsmal):
        told = [choice.tilbakemelding for choice in question.valg] + [slip.lapp.fordi for slip in question.lapper]
        told += [question.modell.striptags() if question.modell else None]
        assert [(id, one) for id, words in read.items() for one in filter(None, told) if one in words] == []


def test_the_answer_takes_the_place_of_the_question_and_each_choice_says_more_when_it_is_opened(
    kurset, seks_bilder, apne
):
    question = vis(kurset, kurset.by_id["rad-ni"], 1, NB).sporsmal[0]
    page = apne(seks_bilder, "rad-ni.behov.svar")
    for choice in question.valg:
        expect(page.get_by_text(choice.tekst, exact=True).locator("visible=true")).to_have_count(1)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Svaret her er «Standardinnsats».")).to_be_visible()
    assert re.findall(VERDICT, seen(page)) == [NB["dom"][choice.dom] for choice in question.valg]
    for number, choice in enumerate(question.valg, 1):
        page.keyboard.press(str(number))
        expect(page.get_by_text(choice.tilbakemelding)).to_be_visible()
        expect(page.locator(".valget[open]")).to_have_count(1)


def test_cards_are_fetched_one_at_a_time_by_number_or_by_hand(kurset, seks_bilder, apne):
    cards = vis(kurset, kurset.by_id["rad-ni"], 1, NB).kan_hentes
    page = apne(seks_bilder, "rad-ni.hentes")
    texts = [card.tekst.striptags() for card in cards]
    assert not any(words in " ".join(seen(page).split()) for words in texts)
    for number in (2, 1, 3):
        page.keyboard.press(str(number))
        expect(page.locator("details.mappe[open]")).to_have_count(1)
        assert texts[number - 1] in " ".join(seen(page).split())
    expect(page.locator("details.mappe.hentet")).to_have_count(3)
    page.locator("summary", has_text=cards[1].kort.hent).click()
    expect(page.locator("details.mappe[open]")).to_contain_text(cards[1].kort.dato)


@pytest.mark.parametrize(
    ("on", "back"), [("PageDown", "PageUp"), ("ArrowRight", "ArrowLeft"), (" ", "Shift+ "), ("ArrowDown", "ArrowUp")]
)
def test_every_key_that_people_try_goes_on_and_back(on, back, seks_bilder, apne):
    page = apne(seks_bilder, "rad-ni.bordet")
    page.keyboard.press(on)
    assert here(page) == "rad-ni.behov"
    page.keyboard.press(back)
    assert here(page) == "rad-ni.bordet"
    page.keyboard.press("End")
    assert here(page) == f"{SIX[-1]}.praksis"
    page.keyboard.press("Home")
    assert here(page) == "start"


def test_everything_the_keys_do_can_be_done_with_buttons(seks_bilder, apne):
    page = apne(seks_bilder)
    button = lambda name: page.get_by_role("button", name=name, exact=True)  # noqa: E731
    expect(button("Forrige")).to_be_disabled()
    button("Neste").click()
    assert here(page) == f"{SIX[0]}.historie"
    expect(button("Neste")).to_be_focused()
    button("Forrige").click()
    assert here(page) == "start"
    button("Oversikt").click()
    page.get_by_role("dialog").get_by_role("link", name="Rad ni").click()
    assert here(page) == "rad-ni.historie"
    expect(page.get_by_role("dialog")).to_be_hidden()
    button("Fullskjerm").click()
    expect(page.locator(":fullscreen")).to_have_count(1)
    page.keyboard.press("f")
    expect(page.locator(":fullscreen")).to_have_count(0)


def test_the_overview_lists_the_cases_and_the_slides_of_the_one_that_is_shown(kurset, seks_bilder, apne):
    page = apne(seks_bilder, "rad-ni.snakk")
    page.keyboard.press("o")
    links = page.get_by_role("dialog").get_by_role("link")
    expect(
        links.filter(has_text=re.compile("^(" + "|".join(kurset.by_id[id].sak.tittel for id in SIX) + ")$"))
    ).to_have_count(len(SIX))
    expect(page.locator("dialog [aria-current]")).to_have_text("Snakk sammen")
    assert not VERDICT.search(page.get_by_role("dialog").inner_text())
    links.get_by_text("Hva som ville snudd svaret").click()
    assert here(page) == "rad-ni.behov.snudd"
    page.keyboard.press("o")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_the_address_says_which_slide_so_that_a_reload_stays_but_does_not_show_the_answer(seks_bilder, apne):
    page = apne(seks_bilder)
    page.evaluate("location.hash = 'rad-ni.behov.svar'")
    page.keyboard.press("PageDown")
    expect(page.locator(".lysbilde:visible .fasit")).to_have_attribute("open", "")
    page.reload()
    assert here(page) == "rad-ni.behov.svar"
    assert not VERDICT.search(seen(page))


def test_who_hears_the_slides_is_told_where_they_are(seks_bilder, apne):
    page = apne(seks_bilder, "rad-ni.snakk")
    expect(page.get_by_role("status")).to_have_text("Snakk sammen. Rad ni, 5 av 14")
    page.keyboard.press("PageDown")
    expect(page.get_by_role("status")).to_have_text("Kan hentes. Rad ni, 6 av 14")


MEASURED = """(sizes) => {
  const slides = [...document.querySelectorAll(".lysbilde")], wide = [];
  const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  let least = Infinity;
  for (const one of document.querySelectorAll("details.fasit")) one.open = true;
  for (const slide of slides) slide.classList.add("na");
  for (const size of sizes) {
    for (const slide of slides) slide.style.setProperty("--passe", size);
    for (const slide of slides)
      if (slide.scrollWidth > slide.clientWidth || slide.clientWidth !== innerWidth) wide.push([slide.id, size]);
  }
  while (walk.nextNode()) {
    const text = walk.currentNode;
    if (text.textContent.trim()) least = Math.min(least, parseFloat(getComputedStyle(text.parentElement).fontSize));
  }
  for (const slide of slides) slide.classList.remove("na");
  const { scrollWidth, scrollHeight } = document.documentElement;
  return [wide, least, scrollWidth - innerWidth, scrollHeight - innerHeight];
}"""
"""The slides that are wider than the screen with the answers open and the text of these sizes, the last the smallest;
in pixels the smallest text; and how much the page itself rolls."""


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
def test_every_slide_of_the_bank_fits_the_projector_and_is_read_from_the_back_row(width, height, hele_banken, apne):
    page = apne(hele_banken, viewport={"width": width, "height": height})
    wide, least, *rolls = page.evaluate(MEASURED, [1.3, 0.86])
    assert (wide, rolls) == ([], [0, 0])
    assert least >= 24 * width / 1280


def test_every_slide_of_the_bank_fits_the_narrowest_phone(hele_banken, apne):
    page = apne(hele_banken, viewport={"width": 320, "height": 640})
    wide, least, *rolls = page.evaluate(MEASURED, [1])
    assert (wide, rolls) == ([], [0, 0])
    assert least >= 16


def test_a_slide_that_is_too_long_is_scrolled_to_its_end_by_key_before_the_next(hele_banken, apne):
    page = apne(hele_banken, "start")
    rolled = [id for id in ("start", *LONGEST) if goes_through(page, id)]
    assert "start" in rolled


LONGEST = ("esker-pa-tolv-kilo.bordet", "listene-fra-yusuf.bordet", "nala-i-notbua.retten.uklart")
"""Slides with more on them than most."""


def goes_through(page: Page, id: str) -> bool:
    """Presses on until the slide is left, and says whether it had to be scrolled; its end must have been seen."""
    page.evaluate(READ, [id])
    slide = page.locator(f"[id='{id}']")
    pressed = 0
    while here(page) == id:
        at_the_end = slide.evaluate("it => it.scrollTop + it.clientHeight >= it.scrollHeight - 1")
        long = slide.evaluate("it => it.scrollHeight > it.clientHeight + 1")
        assert slide.get_attribute("tabindex") == ("0" if long else "-1")
        page.keyboard.press("PageDown")
        page.wait_for_timeout(20)
        pressed += 1
        assert pressed < 30
    assert at_the_end
    return pressed > 2


def test_without_scripts_everything_is_there_to_read_and_the_answers_can_be_opened(kurset, seks_bilder, apne):
    page = apne(seks_bilder, java_script_enabled=False)
    expect(page.locator(".lysbilde").locator("visible=true")).to_have_count(page.locator(".lysbilde").count())
    expect(page.get_by_role("button", name="Neste")).to_be_hidden()
    assert not VERDICT.search(page.locator("main").inner_text())
    page.get_by_role("link", name="Rad ni").click()
    answer = page.locator("[id='rad-ni.behov.svar']")
    answer.locator(".fasit > summary").click()
    expect(answer.get_by_text("Svaret her er «Standardinnsats».")).to_be_visible()
    answer.locator(".valget > summary", has_text="Standardinnsats").click()
    expect(answer.get_by_text("Ut fra raden alene var")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_on_paper_each_slide_is_a_sheet_on_its_side_with_all_that_lies_folded(scripts, kurset, apne, tmp_path):
    file = tmp_path / "mote.html"
    file.write_bytes(page_of(kurset, "rad-ni"))
    page = apne(file, java_script_enabled=scripts)
    slides_ = page.locator(".lysbilde").count()
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert slides_ <= len(sheets) <= slides_ + 3
    assert {(round(float(one.mediabox.width)), round(float(one.mediabox.height))) for one in sheets} == {(842, 595)}
    text = " ".join(" ".join(one.extract_text() for one in sheets).split())
    for words in (
        "Femten år i berg",
        "Svaret her er «Standardinnsats»",
        "Ut fra raden alene var",
        "Reglene bak svaret",
    ):
        assert words in text
    assert "Fullskjerm" not in text


SHOWN = (
    "start",
    "rad-ni.historie",
    "rad-ni.hentes",
    "rad-ni.behov.svar",
    "rad-ni.behov.regler",
    "ti-for-kaffen.bunken.svar",
)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing_on_any_kind_of_slide_in_light_and_dark(scheme, width, seks_bilder, apne):
    page = apne(seks_bilder, viewport={"width": width, "height": 720}, color_scheme=scheme)
    dark = page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(20, 25, 23)"
    assert dark == (scheme == "dark")
    for id in SHOWN:
        page.evaluate(READ, [id])
        page.keyboard.press("1")
        if page.locator(".fasit:visible:not([open])").count():
            page.locator(".fasit:visible > summary").click()
            page.keyboard.press("1")
        no_violation(page, id)
    page.keyboard.press("o")
    no_violation(page, "the overview")


def no_violation(page: Page, where: str) -> None:
    found = Axe().run(page, options={"runOnly": AXE}).response["violations"]
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found] == [], where


def test_four_times_as_large_in_the_browser_all_can_be_reached(seks_bilder, apne):
    """As WCAG has it: a window of 1280 by 1024 pixels, seen at 400 %."""
    page = apne(seks_bilder, "rad-ni.behov", viewport={"width": 320, "height": 256})
    slide = page.locator("[id='rad-ni.behov']")
    assert slide.evaluate("it => it.scrollWidth <= it.clientWidth && it.clientHeight >= 80")
    for name in ("Forrige", "Neste", "Oversikt"):
        expect(page.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
    goes_through(page, "rad-ni.behov")


def test_what_an_author_writes_never_runs(kurset, apne, tmp_path):
    evil = '<img src=x onerror=alert(1)></script><script>alert(2)</script>{{ 7 * 7 }}" onmouseover="alert(3)'
    rad_ni = kurset.by_id["rad-ni"].sak
    card = forced(rad_ni.opplysninger[2], tekst=evil, hent=evil, dato=evil)
    question = forced(
        rad_ni.sporsmal[1], tekst=evil, valg=(forced(rad_ni.sporsmal[1].valg[0], tekst=evil, tilbakemelding=evil),)
    )
    course = with_other_words(
        kurset,
        tittel=evil,
        historie=evil,
        drofting=(evil,),
        sporsmal=(question,),
        opplysninger=(*rad_ni.opplysninger[:2], card),
    )
    file = tmp_path / "mote.html"
    file.write_bytes(page_of(course))
    page = apne(file)
    page.on("dialog", lambda dialog: pytest.fail(f"«{dialog.message}» ran"))
    for _ in range(15):
        page.keyboard.press("PageDown")
        page.keyboard.press("1")
    page.keyboard.press("o")
    assert page.locator("img").count() == 0
    expect(page.get_by_role("dialog").get_by_text(evil, exact=True).first).to_be_visible()


def test_no_request_is_allowed_and_only_its_own_script_may_run(seks_bilder, apne):
    page = apne(seks_bilder)
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content") or ""
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert not re.search(r"(src|href|url)\W*(https?:)?//", seks_bilder.read_text("utf-8"))


def test_the_same_course_gives_the_same_bytes_also_in_another_process(kurset, seks_bilder):
    assert page_of(kurset, *SIX) == seks_bilder.read_bytes()
    script = (
        "import sys, pathlib, generator.course as c, tests.exports.test_slides as t;"
        "sys.stdout.buffer.write(t.page_of(c.load(pathlib.Path('.')), *t.SIX))"
    )
    again = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, check=True)
    assert again.stdout == seks_bilder.read_bytes()


def test_a_slide_keeps_its_address_when_others_come_before_it(kurset):
    ids = re.findall(r'<section [^>]*id="(rad-ni[^"]*)"', page_of(kurset, *SIX).decode())
    turned = with_other_words(kurset, sporsmal=kurset.by_id["rad-ni"].sak.sporsmal[::-1])
    assert sorted(re.findall(r'<section [^>]*id="(rad-ni[^"]*)"', page_of(turned).decode())) == sorted(ids)
    assert len({*ids}) == len(ids)


def test_the_nu_checker_finds_no_error(seks_bilder):
    checker = tool(TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar")
    command = [program("java"), *JAVA, "-jar", checker, "--errors-only", "--stdout", str(seks_bilder)]
    assert subprocess.run(command, capture_output=True, text=True, check=False).stdout == ""


def test_the_slides_speak_the_language_of_the_course(kurset):
    nynorsk = page_of(kurset, "rad-ni", malform="nn").decode()
    assert '<html lang="nn">' in nynorsk
    assert "Kva reglane seier" in nynorsk
    assert "Hva reglene sier" not in nynorsk
