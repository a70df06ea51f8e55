"""What stands around every page: light, the same everywhere, for everyone, and there without the network."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.test_every_page import AXE

KB = 1024
MOST = 5 * KB
"""What the frame may cost on each page."""
MENU = ["Start", "Leksjoner", "Saksbank", "Regler", "Før samtalen", "Fagmøte", "Min side", "For saksforfattere"]
CASE = "saker/selgeren-i-bakgarden/"
WIDE, NARROW = {"width": 1440, "height": 800}, {"width": 360, "height": 700}
HERE = "[aria-current]"
BARE = "sw.js"
"""A page that runs nothing: there, one can prepare for one that does."""


def built_pages(bygd) -> list[Path]:
    return [path for path in (bygd.root / "site").rglob("*.html") if path.name != "404.html"]


def test_the_frame_around_a_page_is_light(bygd):
    for path in built_pages(bygd):
        html = path.read_text("utf-8")
        frame = re.sub(r"<article.*</article>", "", html, flags=re.DOTALL)
        assert len(frame.encode()) <= MOST, path


def test_no_page_runs_a_script_that_stands_in_it(bygd):
    """So that a policy may forbid it: what runs is fetched, and fetched once."""
    for path in built_pages(bygd):
        scripts = re.findall(r"<script(.*?)>", path.read_text("utf-8"))
        assert [tag for tag in scripts if "src=" not in tag and "application/json" not in tag] == [], path


@pytest.mark.parametrize(
    ("path", "here"),
    [
        ("", ["page", "Start"]),
        ("saker/", ["page", "Saksbank"]),
        (CASE, ["true", "Saksbank"]),
        ("tvillinger/nyutdannet-sykepleier--sykepleieren-som-krysset-av/", ["true", "Saksbank"]),
        ("regler/samtale/", ["true", "Regler"]),
        ("min-side/", ["page", "Min side"]),
        ("kursbevis/", []),
    ],
)
def test_the_menu_says_where_one_is(path, here, bygd):
    html = (bygd.root / "site" / path / "index.html").read_text("utf-8")
    menu = re.findall(r'<li><a href="[^"]+"(?: aria-current="(\w+)")?>(.+?)</a></li>', html[: html.index("<main")])
    assert [name for _, name in menu] == MENU
    assert [word for current, name in menu if current for word in (current, name)] == here


FOCUS = """() => {
  const at = document.activeElement;
  const seen = at.matches(".md-option") ? at.nextElementSibling : at;
  const { outlineStyle, outlineWidth } = getComputedStyle(seen), { width, height } = seen.getBoundingClientRect();
  const rings = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && width * height > 0;
  return [at.textContent.trim() || at.ariaLabel, rings];
}"""
"""What has focus, and whether one can see it."""


def through(page: Page, stops: int) -> list[list[object]]:
    found = []
    for _ in range(stops):
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUS))
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_one_goes_through_the_header_by_keyboard_and_sees_where_one_is(scheme, nettleser):
    page = nettleser.page(CASE, viewport=WIDE, color_scheme=scheme)
    switch = "Mørk visning" if scheme == "dark" else "Lys visning"
    stops = ["Hopp til innholdet", "Enhetlig", switch, "Søk", *MENU]
    assert through(page, len(stops)) == [[stop, True] for stop in stops]


def test_one_can_skip_to_the_content(nettleser):
    page = nettleser.page(CASE, viewport=WIDE)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Hopp til innholdet")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article') !== null")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_on_a_phone_the_menu_is_a_drawer(script, nettleser):
    page = nettleser.page(CASE, viewport=NARROW, java_script_enabled=script)
    menu, button = page.get_by_role("navigation", name="Hovedmeny"), page.get_by_role("button", name="Meny")
    expect(menu).to_have_count(0)
    button.click()
    expect(menu.get_by_role("link")).to_have_text(MENU)
    expect(menu.locator(HERE)).to_have_text("Saksbank")
    menu.get_by_role("link", name="Min side").click()
    page.wait_for_url("**/min-side/")


def test_the_drawer_opens_and_closes_by_keyboard(nettleser):
    page = nettleser.page(CASE, viewport=NARROW)
    menu, button = page.get_by_role("navigation", name="Hovedmeny"), page.get_by_role("button", name="Meny")
    assert through(page, 2) == [["Hopp til innholdet", True], ["Meny", True]]
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    assert through(page, 2) == [["Start", True], ["Leksjoner", True]]
    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    expect(button).to_be_focused()


def test_the_search_has_a_name_before_any_script(nettleser, bygd):
    html = (bygd.root / "site" / CASE / "index.html").read_text("utf-8")
    assert re.search(r'role="dialog" aria-label="Søk"', html)


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_one_searches_by_keyboard(viewport, nettleser):
    page = nettleser.page(CASE, viewport=viewport)
    field = page.get_by_placeholder("Søk")
    page.locator("html.js").wait_for()
    while not field.evaluate("field => field === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.type("smelteverket")
    expect(page.locator(".md-search-result__link").first).to_contain_text("Operatøren ved fjorden")
    page.keyboard.press("Escape")
    expect(page.locator(".md-search-result__link").first).to_be_hidden()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.md-search') === null")


@pytest.mark.parametrize(("part", "scheme"), [("drawer", "light"), ("search", "dark")])
def test_axe_finds_nothing_where_the_drawer_or_the_search_is_open(part, scheme, nettleser):
    page = nettleser.page(CASE, viewport=NARROW, color_scheme=scheme, reduced_motion="reduce")
    page.locator("html.js").wait_for()
    if part == "drawer":
        page.get_by_role("button", name="Meny").click()
        expect(page.get_by_role("navigation", name="Hovedmeny")).to_be_visible()
    else:
        page.locator(".md-header__button[for=__search]").click()
        page.get_by_placeholder("Søk").press_sequentially("smelteverket")
        expect(page.locator(".md-search-result__link").first).to_be_visible()
    found = Axe().run(page, options={"runOnly": AXE, "resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_light_or_dark_as_the_machine_has_it_before_the_theme_is_awake(scheme, nettleser):
    page = nettleser.page(BARE, alone=True, color_scheme=scheme)
    page.route("**/javascripts/bundle*", lambda route: route.fulfill(body=""))
    page.goto(nettleser.address + CASE)
    theirs = "slate" if scheme == "dark" else "default"
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", theirs)


def test_what_one_chose_of_light_and_dark_is_remembered(nettleser):
    page = nettleser.page(CASE, color_scheme="light")
    page.get_by_role("radio", name="Lys visning").focus()
    page.keyboard.press("Enter")
    for _ in ("chosen", "and the next time"):
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        expect(page.get_by_role("radio", name="Mørk visning")).to_be_checked()
        page.goto(nettleser.address)


FAULTS = {
    "closed": """Object.defineProperty(globalThis, "localStorage", {
      get() { throw new DOMException("closed", "SecurityError"); } })""",
    "corrupt": """localStorage.setItem("/.__palette", '{"color"')""",
    "from another time": """localStorage.setItem("/.__palette", '{"color":{"scheme":"sepia"}}')""",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_storage_that_fails_takes_nothing_from_the_header(fault, nettleser):
    page = nettleser.page(BARE, alone=True)
    page.add_init_script(FAULTS[fault])
    page.goto(nettleser.address + CASE)
    page.locator("label[for=__palette_1]").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_with_forced_colours_the_icons_stand_out(nettleser):
    page = nettleser.page(CASE, viewport=NARROW, forced_colors="active", color_scheme="dark")
    found = page.evaluate(
        """() => ["[popovertarget]", "label[for^=__palette]:not([hidden])", "label[for=__search].md-header__button"]
          .map((button) => getComputedStyle(document.querySelector(button), "::before"))
          .map(({ backgroundColor, maskImage }) => [backgroundColor, maskImage.startsWith("url")])"""
    )
    assert found == [["rgb(255, 255, 255)", True]] * 3


def test_the_header_speaks_nynorsk(kursmappe):
    settings = kursmappe.root / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace("language: nb", "language: nn"), "utf-8")
    for case in {*kursmappe.root.glob("cases/*/*.yaml")} - {kursmappe.case("tomreren-i-koen")}:
        case.unlink()
    shutil.rmtree(kursmappe.root / "course" / "leksjoner")  # they name cases
    built = kursmappe.run("kurs", "bygg")
    assert built.returncode == 0, built.stderr
    html = (kursmappe.root / "site" / "min-side" / "index.html").read_text("utf-8")
    for said in ("Hopp til innhaldet", "Hovudmeny", "Mørk vising", "Reglar", "Mi side", '<html lang="nn"'):
        assert said in html


# Without the network.


def opened_once(nettleser, path: str) -> Page:
    """The page at `path` as on a first visit, when the worker is awake and has been told what to keep."""
    page = nettleser.page(path, alone=True, service_workers="allow")
    page.locator("kurs-sak.virker").wait_for()
    page.wait_for_function("async () => (await navigator.serviceWorker.ready).active.state === 'activated'")
    page.wait_for_function(
        """async () => {
          const kept = new Set((await (await caches.open((await caches.keys())[0])).keys()).map(({ url }) => url));
          const asked = performance.getEntriesByType("resource").map(({ name }) => name.split(/[?#]/)[0]);
          return kept.has(location.href) && asked.every((url) => kept.has(url) || url.endsWith("sw.js"));
        }"""
    )
    return page


def test_a_case_opened_once_is_worked_through_without_the_network(nettleser):
    page = opened_once(nettleser, CASE)
    page.context.set_offline(True)
    assert page.evaluate("fetch('../../lag-saker/').then(() => 'there', () => 'gone')") == "gone"
    page.reload()
    asked = page.locator(".sporsmal").first
    expect(page.locator("kurs-sak.virker")).to_be_visible()
    for part in asked.locator("fieldset:visible").all():
        part.locator("input").first.check()
    asked.get_by_role("button", name="Se hva reglene sier").click()
    expect(asked.locator(".dom, [data-hint]").locator("visible=true").first).to_be_visible()
    page.reload()
    expect(page.locator(".sist")).to_be_visible()  # it remembers the answer, too


def test_the_network_is_asked_first(nettleser):
    page = opened_once(nettleser, CASE)
    page.evaluate(
        """async () => {
          const store = await caches.open((await caches.keys())[0]);
          await store.put(location.href, new Response("gammel", { headers: { "content-type": "text/html" } }));
        }"""
    )
    page.reload()
    expect(page.locator("h1")).to_be_visible()
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("h1")).to_be_visible()


@pytest.mark.parametrize(
    "why",
    [
        "globalThis.livereload = () => {}",  # an author's preview, which must never show an old page
        "Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined })",  # plain http
    ],
    ids=["while an author writes", "on plain http"],
)
def test_no_worker_is_started(why, nettleser):
    page = nettleser.page(BARE, alone=True, service_workers="allow")
    page.add_init_script(why)
    page.goto(nettleser.address + CASE)
    page.locator("kurs-sak.virker").wait_for()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("caches.keys()") == []
