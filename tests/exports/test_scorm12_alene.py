"""No platform, one that does not answer, or one that answers oddly: the course goes on, says so, and traps nobody."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import serve
from tests.exports.scorm12_lms import (
    Vindu,
    igjen,
    neste,
    sporsmal,
    svar,
)

ALONE = (
    "Kurset finner ingen læringsplattform. Du kan øve som før, men det du svarer, blir ikke sendt noe sted."
    " Det huskes til du lukker vinduet."
)
MUTE = ALONE.replace("Kurset finner ingen læringsplattform.", "Læringsplattformen svarer ikke.")
NOT_TAKEN = "Læringsplattformen tok ikke imot det siste. Kurset sender det igjen neste gang du svarer eller blar."

OBEYS = """LMSInitialize: () => "true", LMSFinish: () => "true", LMSGetValue: () => "", LMSSetValue: () => "true",
  LMSCommit: () => "true", LMSGetLastError: () => "0", LMSGetErrorString: () => "", LMSGetDiagnostic: () => "","""
BROKEN = {
    "one without functions": ("{}", MUTE),
    "one that does not begin": ('{ LMSInitialize: () => "false" }', MUTE),
    "one that throws from the start": ('{ LMSInitialize() { throw new Error("nede") } }', MUTE),
    "one that throws later": ('{ LMSInitialize: () => "true", LMSSetValue() { throw new Error("nede") } }', NOT_TAKEN),
    "one that takes nothing": (f'{{ {OBEYS} LMSSetValue: () => "false" }}', NOT_TAKEN),
    "one that stores nothing": (f'{{ {OBEYS} LMSCommit: () => "false" }}', NOT_TAKEN),
    "one that answers with nothing": ("new Proxy({}, { get: () => () => undefined })", MUTE),
    "one that remembers rubbish": (f'{{ {OBEYS} LMSGetValue: (name) => name + "1K<%.%/\\u0000æ" }}', ""),
    "one that answers with no texts": ("new Proxy({}, { get: () => () => true })", ""),
}


def works_through(window: Vindu) -> None:
    """From the contents to a case, through its first question, and back."""
    page = window.page
    page.get_by_role("link", name="Telefonen fem på tolv").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Telefonen fem på tolv")
    asked = sporsmal(page, "rett")
    svar(asked, "ikke_rett")
    igjen(asked)
    svar(asked, "har_rett")
    expect(asked.locator(".dom")).to_contain_text("I tråd.")
    neste(asked)
    expect(page.locator("[data-svart]")).to_have_text("1 av 12 spørsmål")
    page.get_by_role("link", name="Innhold", exact=True).click()
    expect(page.locator("[data-punkt='telefonen-fra-hotellet']")).to_have_text("1 av 2 spørsmål besvart")


def test_without_a_platform_the_course_works_and_says_that_nothing_is_sent(seks, vindu):
    window: Vindu = vindu(seks).open("kurs/index.html")
    expect(window.page.locator("[data-si=plattform]")).to_have_text(ALONE)
    works_through(window)
    expect(window.page.locator("[data-si=plattform]")).to_have_text(ALONE)


def test_without_a_platform_it_is_remembered_until_the_window_is_closed(seks, vindu):
    window: Vindu = vindu(seks).open("kurs/index.html")
    works_through(window)
    window.page.reload()
    expect(window.page.locator("[data-svart]")).to_have_text("1 av 12 spørsmål")
    other = window.page.context.new_page()
    other.goto(seks + "kurs/index.html")
    expect(other.locator("[data-svart]")).to_have_text("0 av 12 spørsmål")
    assert other.evaluate("Object.keys(localStorage)") == []


@pytest.mark.parametrize("kind", BROKEN)
def test_a_platform_that_is_broken_traps_nobody(kind, seks, vindu):
    api, said = BROKEN[kind]
    window: Vindu = vindu(seks)
    window.page.add_init_script(f"window.API = {api};")
    window.open("kurs/index.html")
    works_through(window)
    expect(window.page.locator("[data-si=plattform]")).to_have_text(said)


def test_a_platform_that_comes_to_itself_gets_what_it_missed(seks, vindu):
    window: Vindu = vindu(seks)
    window.page.add_init_script(
        f"""window.told = {{}}; window.up = false;
        window.API = {{ {OBEYS} LMSSetValue(name, value) {{ if (up) told[name] = value; return String(up); }} }};"""
    )
    window.open("kurs/index.html")
    works_through(window)
    expect(window.page.locator("[data-si=plattform]")).to_have_text(NOT_TAKEN)
    window.page.evaluate("up = true")
    window.page.get_by_role("link", name="Ordliste").click()
    expect(window.page.get_by_role("heading", level=1)).to_have_text("Ordliste")
    expect(window.page.locator("[data-si=plattform]")).to_have_text("")
    told = window.page.evaluate("told")
    assert (told["cmi.core.score.raw"], told["cmi.core.lesson_status"]) == ("8", "incomplete")
    assert told["cmi.suspend_data"].startswith("1K")


@pytest.fixture(scope="module")
def annet_vertskap(seks_mappe: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Pages of another origin than the course's."""
    folder = tmp_path_factory.mktemp("annet")
    shutil.copytree(seks_mappe, folder, dirs_exist_ok=True)
    yield from serve(folder)


def page_with(window: Vindu, body: str) -> None:
    """A page of this window's own origin, with an API that counts what it is asked for."""
    window.open("plattform.html")
    script = (
        f"window.told = []; window.API = {{ {OBEYS} LMSSetValue(...given) {{ told.push(given); return 'true'; }} }};"
    )
    window.page.set_content(f"<script>{script}</script>{body}")


def test_a_platform_of_another_origin_cannot_be_asked_and_the_course_works_alone(seks, annet_vertskap, vindu):
    window: Vindu = vindu(seks)
    window.page.goto(annet_vertskap + "plattform.html")
    window.page.set_content(f"<script>window.API = {{}}</script><iframe src='{seks}kurs/index.html'></iframe>")
    expect(window.kurs.locator("[data-si=plattform]")).to_have_text(ALONE)
    assert [url for url in window.elsewhere if not url.startswith(annet_vertskap)] == []
    window.requests.clear()


def test_the_platform_is_found_through_frames_in_frames(seks, vindu):
    window: Vindu = vindu(seks)
    page_with(window, "<iframe srcdoc=\"<iframe src='/kurs/index.html' title='kurs'></iframe>\"></iframe>")
    kurs = window.page.frame_locator("iframe").frame_locator("iframe")
    expect(kurs.locator("[data-svart]")).to_have_text("0 av 12 spørsmål")
    expect(kurs.locator("[data-si=plattform]")).to_have_text("")
    assert ["cmi.core.lesson_status", "incomplete"] in window.page.evaluate("told")


def test_the_platform_is_found_in_the_window_that_opened_this_one(seks, vindu):
    window: Vindu = vindu(seks)
    page_with(window, "<button onclick=\"window.open('/kurs/index.html')\">Start</button>")
    with window.page.expect_popup() as opened:
        window.page.get_by_role("button").click()
    expect(opened.value.locator("[data-svart]")).to_have_text("0 av 12 spørsmål")
    expect(opened.value.locator("[data-si=plattform]")).to_have_text("")
    assert ["cmi.core.lesson_status", "incomplete"] in window.page.evaluate("told")


def test_a_page_that_does_not_come_is_told_and_asked_for_again_by_the_browser_itself(seks, vindu):
    window: Vindu = vindu(seks).open("kurs/index.html")
    page = window.page
    expect(page.locator("[data-svart]")).to_have_text("0 av 12 spørsmål")
    page.route(
        "**/rad-ni.html", lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_()
    )
    link = page.get_by_role("link", name="Rad ni")
    link.click()
    expect(page.locator("[data-si=nytt]")).to_have_text("Siden kom ikke. Se om du har nett, og prøv igjen.")
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rad ni")
    window.wrong.clear()  # the browser tells of the fetch that failed
