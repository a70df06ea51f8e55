"""The pages that tell of many cases, in a real browser: start, case bank, own page, certificate, and for real work."""

from __future__ import annotations

import gzip
import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.test_every_page import AXE, expect_to_fit

NOW = datetime(2026, 11, 24, 10, 0)
CERTAIN = (50, 70, 90)


@pytest.fixture(scope="session")
def saker(bygd) -> dict:
    """The course as scripts know it; two of its cases are about appeals, whatever else there is."""
    told = json.loads((bygd.root / "site/assets/saker.json").read_text("utf-8"))
    for sak in told["saker"][-2:]:
        for question in sak["sporsmal"]:
            question["hengsel"] = "klage"
    return told


class Elev:
    """A learner's browser, with what was answered before."""

    def __init__(self, nettleser, saker: dict) -> None:
        self.nettleser, self.saker = nettleser, saker
        self.keys: dict[str, str] = {}

    def answers(self, sak: dict, *, days: int = 1, dom: str = "rett", sikker: int | None = None, **other: str) -> None:
        """The case was answered this many days ago; certainty is said with the first question."""
        time = (NOW - timedelta(days=days)).timestamp() * 1000
        tries = [
            {
                "id": f"{sak['id']}-{number}-{days}",
                "tid": time + number,
                "sporsmal": question["id"],
                "hash": question["hash"],
                "regelbok": self.saker["regelbok"],
                "svar": "x",
                "dom": dom,
                "nr": 1,
                "kort": [],
                **({"sikker": sikker} if sikker and number == 0 else {}),
                **other,
            }
            for number, question in enumerate(sak["sporsmal"])
        ]
        self.keys[f"enhetlig.sak.{sak['id']}"] = json.dumps({"v": 1, "forsok": tries})

    def opens(self, path: str, now: datetime = NOW, **settings: object) -> Page:
        # at the same place, with nothing that runs
        page = self.nettleser.page("assets/tekst.js", like="elev", **settings)  # type: ignore[arg-type]
        page.clock.set_fixed_time(now)
        page.context.route("**/saker.json", lambda route: route.fulfill(json=self.saker))
        page.evaluate(
            "keys => Object.entries(keys).forEach(([key, text]) => localStorage.setItem(key, text))", self.keys
        )
        page.goto(self.nettleser.address + path)
        return page

    def about(self, hinge: str) -> list[dict]:
        return [sak for sak in self.saker["saker"] if all(q["hengsel"] == hinge for q in sak["sporsmal"])]

    def is_done(self) -> None:
        """Two cases are right in each hinge."""
        for hinge in self.saker["hengsler"]:
            for sak in self.about(hinge)[:2]:
                self.answers(sak)


@pytest.fixture
def elev(nettleser, saker) -> Elev:
    return Elev(nettleser, saker)


def row(page: Page, name: str):
    """A row of Min side."""
    return page.locator(f"[data-rad={name}]")


# Start


def test_a_newcomer_is_shown_the_first_case_and_the_case_of_the_week(elev, kurs):
    page = elev.opens("")
    expect(page.get_by_role("link", name="Ta den første saken")).to_have_attribute(
        "href", f"saker/{kurs.cases[0].sak.id}/"
    )
    week = page.locator("[data-ukens] a")
    expect(week).to_be_visible()
    titles = {case.sak.tittel: case.sak.id for case in kurs.cases}
    assert week.get_attribute("href") == f"saker/{titles[week.inner_text()]}/"


def test_who_comes_back_goes_on_where_she_left(elev, saker):
    elev.answers(saker["saker"][0])
    elev.keys["enhetlig.sist"] = json.dumps({"sak": saker["saker"][3]["id"], "tid": 1})
    page = elev.opens("")
    expect(page.locator("[data-sist] h2")).to_have_text(saker["saker"][3]["tittel"])
    page.get_by_role("link", name="Fortsett der du slapp").click()
    page.wait_for_url(f"**/saker/{saker['saker'][3]['id']}/")


def test_who_has_done_all_is_shown_her_own_page(elev, saker):
    for sak in saker["saker"]:
        elev.answers(sak)
    elev.opens("").get_by_role("link", name="Se Min side").click()


def test_start_without_script_has_the_first_case_and_promises_no_case_of_the_week(nettleser, kurs):
    page = nettleser.page(java_script_enabled=False)
    expect(page.get_by_role("link", name="Ta den første saken")).to_be_visible()
    expect(page.locator("[data-ukens]")).to_be_hidden()
    page.get_by_role("link", name="Ungdomsveileder").click()
    expect(page.get_by_role("link", name=kurs.cases[0].sak.tittel)).to_be_visible()


def test_a_desk_on_the_start_page_leads_to_the_cases_on_that_desk(nettleser, kurs):
    page = nettleser.page()
    page.get_by_role("link", name="Ungdomsveileder").click()
    expect(page.get_by_label("Pult")).to_have_value("ungdomsveileder")
    shown = page.locator(".saksliste li:visible")
    assert shown.count() == sum(case.sak.rolle == "ungdomsveileder" for case in kurs.cases)


# Saksbank


FIELDS = ("modul", "rolle", "steg", "regel", "grad", "avvik", "klarhet")


@pytest.mark.parametrize("field", FIELDS)
def test_each_filter_leaves_what_fits_and_stands_in_the_address(field, nettleser):
    page = nettleser.page("saker/")
    value = page.locator(f"#f-{field} option").nth(1).get_attribute("value")
    fits = page.locator("li[data-sak]").evaluate_all(
        "(rows, [field, value]) => rows.map(row => row.dataset[field].split(' ').includes(value))", [field, value]
    )
    page.locator(f"#f-{field}").select_option(value)
    expect(page.locator("li[data-sak]:visible")).to_have_count(sum(fits))
    assert page.url.endswith(f"/saker/?{field}={value}")
    page.reload()
    expect(page.locator("li[data-sak]:visible")).to_have_count(sum(fits))


def test_filters_go_together_and_can_be_taken_away(nettleser, kurs):
    page = nettleser.page("saker/?modul=niva&grad=2")
    fits = [case for case in kurs.cases if case.sak.modul == "niva" and case.sak.vanskegrad == 2]
    expect(page.locator("li[data-sak]:visible")).to_have_count(len(fits))
    expect(page.locator("section:visible")).to_have_count(1)
    expect(page.get_by_text("Finn en sak (to valg)")).to_be_visible()
    page.get_by_role("search").get_by_text("Nullstill").click()
    expect(page.locator("li[data-sak]:visible")).to_have_count(len(kurs.cases))
    assert page.url.endswith("/saker/")


def test_words_are_looked_for_in_titles_and_stories(nettleser, kurs):
    told = [f"{case.sak.tittel} {case.sak.historie}".lower() for case in kurs.cases]
    rare = next(word for word in re.findall(r"[a-zæøå]{9,}", told[7]) if sum(word in text for text in told) == 1)
    page = nettleser.page("saker/")
    page.get_by_label("Ord i tittel eller historie").click()  # it is shown when its script has come
    page.get_by_label("Ord i tittel eller historie").press_sequentially(rare)
    expect(page.get_by_label("Ord i tittel eller historie")).to_have_value(rare)
    expect(page.locator("li[data-sak]:visible")).to_have_text(re.compile(kurs.cases[7].sak.tittel))
    expect(page.get_by_role("status").filter(has_text="Én sak passer.")).to_be_visible()
    page.get_by_label("Ord i tittel eller historie").press_sequentially(" xyz")
    expect(page.get_by_role("status").filter(has_text="Ingen saker passer.")).to_be_visible()


def test_back_from_a_case_finds_the_same_list(nettleser):
    page = nettleser.page("saker/")
    page.get_by_label("Hvor klar").select_option("gra")
    shown = page.locator("li[data-sak]:visible").count()
    page.locator("li[data-sak]:visible a").first.click()
    page.locator("kurs-sak").wait_for()
    page.go_back()
    expect(page.get_by_label("Hvor klar")).to_have_value("gra")
    expect(page.locator("li[data-sak]:visible")).to_have_count(shown)


def test_an_address_that_asks_for_nothing_there_is_asks_for_nothing(nettleser, kurs):
    page = nettleser.page("saker/?rolle=konge&tull=1")
    expect(page.locator("li[data-sak]:visible")).to_have_count(len(kurs.cases))
    expect(page.get_by_label("Pult")).to_have_value("")


def test_what_is_done_is_marked_and_can_be_filtered_away(elev, saker):
    first, second = saker["saker"][0], next(sak for sak in saker["saker"][1:] if len(sak["sporsmal"]) > 1)
    elev.answers(first)
    elev.answers({**second, "sporsmal": second["sporsmal"][:1]})
    page = elev.opens("saker/")
    expect(page.locator(f"li[data-sak={first['id']}]")).to_contain_text("· gjort")
    expect(page.locator(f"li[data-sak={second['id']}]")).to_contain_text(" gjort")
    page.get_by_label("Gjort eller ikke").select_option("ja")
    expect(page.locator("li[data-sak]:visible")).to_have_count(1)
    page.get_by_label("Gjort eller ikke").select_option("nei")
    expect(page.locator("li[data-sak]:visible")).to_have_count(len(saker["saker"]) - 1)


def test_the_case_bank_by_keyboard_alone(nettleser):
    page = nettleser.page("saker/", viewport={"width": 400, "height": 800})
    summary = page.locator("summary", has_text="Finn en sak")
    summary.focus()
    page.keyboard.press("Enter")
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(page.get_by_label("Steg det spørres om")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Steg det spørres om")).not_to_have_value("")
    assert "steg=" in page.url


def test_the_case_bank_without_script_is_a_plain_list(nettleser, kurs):
    page = nettleser.page("saker/?rolle=mottak", java_script_enabled=False)
    expect(page.locator("li[data-sak]:visible")).to_have_count(len(kurs.cases))
    expect(page.locator("form[role=search]:visible")).to_have_count(0)


# Min side


def test_a_newcomer_s_own_page_says_what_will_come(elev, saker):
    page = elev.opens("min-side/")
    expect(row(page, "na").get_by_role("link", name="Begynn")).to_be_visible()
    expect(row(page, "gjentakelse")).to_contain_text("Når du har svart i en sak")
    expect(row(page, "sitter").get_by_text("Ikke begynt")).to_have_count(5)
    expect(row(page, "treff")).to_contain_text("Du har ingen.")
    expect(row(page, "endret")).to_be_hidden()


def test_how_each_hinge_sits_is_said_in_words(elev):
    right, wrong, *_ = elev.about("niva")
    elev.answers(right)
    elev.answers(wrong, dom="feil")
    page = elev.opens("min-side/")
    line = row(page, "sitter").get_by_role("row", name=re.compile("^Nivå"))
    expect(line).to_contain_text("1 av 2")
    expect(line).to_contain_text("Nesten")
    expect(line.locator(".merker")).to_have_attribute("aria-hidden", "true")


def test_a_miss_comes_back_as_another_case_a_day_later_and_never_more_than_two(elev):
    for hinge, days in (("rett", 3), ("opplysninger", 2), ("niva", 1)):
        elev.answers(elev.about(hinge)[0], dom="feil", days=days, sikker=90 if hinge == "rett" else 50)
    page = elev.opens("min-side/")
    due = row(page, "gjentakelse").get_by_role("listitem")
    expect(due).to_have_count(2)
    expect(due.first).to_contain_text("En ny sak om rett til vurdering")
    expect(due.first).to_contain_text("Du bommet for tre dager siden, og var sikker.")
    expect(row(page, "gjentakelse")).to_contain_text("Aldri mer enn to om dagen. Neste kommer i morgen.")
    seen = elev.about("rett")[0]["id"]
    assert seen not in (due.first.get_by_role("link").get_attribute("href") or "")


def test_nothing_is_due_on_the_day_it_was_answered(elev):
    elev.answers(elev.about("niva")[0], days=0)
    page = elev.opens("min-side/")
    expect(row(page, "gjentakelse")).to_contain_text("Ingenting i dag.")
    expect(row(page, "gjentakelse")).to_contain_text("Neste kommer i morgen.")
    page = elev.opens("min-side/", now=NOW + timedelta(days=1))
    expect(row(page, "gjentakelse")).to_contain_text("Sist var i går.")


def test_certain_but_not_in_line_is_told_with_a_way_back(elev):
    sak = elev.about("niva")[0]
    elev.answers(sak, dom="feil", sikker=90)
    page = elev.opens("min-side/")
    expect(row(page, "sikre")).to_contain_text("Én gang ville du fattet vedtaket")
    row(page, "sikre").get_by_role("link", name=sak["tittel"]).click()
    page.wait_for_url(f"**/saker/{sak['id']}/")


def test_how_certainty_fits_is_told_after_twenty_answers(elev, saker):
    for number, sak in enumerate(saker["saker"][:19]):
        elev.answers(sak, sikker=CERTAIN[number % 3])
    page = elev.opens("min-side/")
    expect(row(page, "treff")).to_contain_text("Du har 19.")
    elev.answers(saker["saker"][19], sikker=90, dom="feil")
    page = elev.opens("min-side/")
    expect(row(page, "treff").get_by_role("row", name=re.compile("Ville fattet vedtaket"))).to_contain_text("6 av 7")


def test_an_answer_to_what_has_changed_since_is_told_and_does_not_count(elev):
    sak = elev.about("niva")[0]
    elev.answers(sak, hash="00000000")
    page = elev.opens("min-side/")
    expect(row(page, "endret").get_by_role("link", name=sak["tittel"])).to_be_visible()
    expect(row(page, "sitter").get_by_text("Ikke begynt")).to_have_count(5)


def test_what_was_answered_goes_to_another_machine_as_a_file_and_is_merged_there(elev, saker, nettleser, tmp_path):
    one, other = elev.about("niva")[:2]
    elev.answers(one)
    page = elev.opens("min-side/")
    with page.expect_download() as download:
        page.get_by_role("button", name="Last ned fila").click()
    assert download.value.suggested_filename == "enhetlig-2026-11-24.json"
    path = tmp_path / "fil.json"
    download.value.save_as(path)

    second = Elev(nettleser, saker)
    second.answers(other)
    page = second.opens("min-side/")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Legg inn en fil").click()
    chooser.value.set_files(path)
    expect(page.get_by_role("status").filter(has_text="Lagt inn")).to_be_visible()
    expect(row(page, "sitter").get_by_role("row", name=re.compile("^Nivå"))).to_contain_text("2 av 2")
    page.locator("[data-fil]").set_input_files(path)
    expect(page.get_by_text("Alt i fila lå her fra før.")).to_be_visible()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"noe": "annet"}', "\x00\x01"])
def test_a_file_from_elsewhere_changes_nothing(text, elev, tmp_path):
    elev.answers(elev.about("niva")[0])
    page = elev.opens("min-side/")
    before = page.evaluate("JSON.stringify({ ...localStorage })")
    path = tmp_path / "annet.json"
    path.write_text(text, "utf-8")
    page.locator("[data-fil]").set_input_files(path)
    expect(page.get_by_text("Denne fila er ikke fra kurset")).to_be_visible()
    assert page.evaluate("JSON.stringify({ ...localStorage })") == before


def test_all_is_deleted_only_when_it_is_said_twice(elev):
    elev.answers(elev.about("niva")[0])
    page = elev.opens("min-side/")
    delete = page.get_by_role("button", name="Slett alt")
    asked = page.get_by_role("dialog", name="Slette alt?")
    delete.focus()
    page.keyboard.press("Enter")
    expect(asked.get_by_role("button", name="Behold svarene")).to_be_focused()
    page.keyboard.press("Escape")
    expect(asked).to_be_hidden()
    expect(delete).to_be_focused()
    expect(row(page, "sitter").get_by_text("Ikke begynt")).to_have_count(4)
    delete.click()
    asked.get_by_role("button", name="Slett alt").click()
    expect(row(page, "sitter").get_by_text("Ikke begynt")).to_have_count(5)
    expect(page.get_by_text("Alt er slettet.")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('enhetlig.'))") == []


def test_another_tab_s_answer_is_seen_at_once_and_focus_stays(elev, saker):
    sak = elev.about("niva")[0]
    page = elev.opens("min-side/")
    row(page, "na").get_by_role("link").focus()
    elev.answers(sak)
    other = page.context.new_page()
    other.goto(elev.nettleser.address)
    other.evaluate("([key, text]) => localStorage.setItem(key, text)", [*elev.keys.items()][-1])
    expect(row(page, "sitter").get_by_role("row", name=re.compile("^Nivå"))).to_contain_text("1 av 1")
    expect(row(page, "na").get_by_role("link")).to_be_focused()


FORBID = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('nei', 'SecurityError'); } });"


def test_a_browser_that_forbids_storage_is_told_of_once_and_the_page_works(elev):
    page = elev.nettleser.page(alone=True)
    page.add_init_script(FORBID)
    page.goto(elev.nettleser.address + "min-side/")
    expect(page.get_by_text("Nettleseren lar oss ikke lagre.")).to_have_count(1)
    expect(row(page, "na").get_by_role("link", name="Begynn")).to_be_visible()
    page.goto(elev.nettleser.address)
    expect(page.locator("[data-ukens]")).to_be_visible()


def test_what_does_not_fit_in_a_full_browser_is_told_when_a_file_is_put_back(elev, saker, tmp_path):
    page = elev.opens("min-side/")
    elev.answers(elev.about("niva")[0])
    tries = {key.rpartition(".")[2]: json.loads(text)["forsok"] for key, text in elev.keys.items()}
    path = tmp_path / "fil.json"
    path.write_text(json.dumps({"enhetlig": 1, "saker": tries}), "utf-8")
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); }; }")
    page.locator("[data-fil]").set_input_files(path)
    expect(page.get_by_text("Nettleseren har ikke plass til alt.")).to_be_visible()
    expect(row(page, "sitter").get_by_role("row", name=re.compile("^Nivå"))).to_contain_text("1 av 1")


def test_own_pages_without_script_say_what_they_would_do(nettleser):
    page = nettleser.page("min-side/", java_script_enabled=False)
    expect(page.get_by_text("Denne siden virker bare med JavaScript.")).to_be_visible()
    expect(page.get_by_text("Last ned fila")).to_be_hidden()
    page = nettleser.page("kursbevis/", java_script_enabled=False)
    expect(page.get_by_text("Det virker bare med JavaScript.")).to_be_visible()
    expect(page.get_by_label("Navnet ditt")).to_be_hidden()


# Kursbevis


def test_the_certificate_says_what_is_lacking(elev):
    elev.answers(elev.about("niva")[0])
    page = elev.opens("kursbevis/")
    expect(page.locator("[data-liste] div", has_text="Nivå")).to_contain_text("Én sak til")
    expect(page.locator("[data-liste] div", has_text="Klage")).to_contain_text("To saker til")
    expect(page.get_by_label("Navnet ditt")).to_be_hidden()


def test_the_certificate_has_name_date_rulebook_and_version_and_keeps_no_name(elev, saker):
    elev.is_done()
    page = elev.opens("min-side/")
    page.get_by_role("link", name="Skriv ut kursbeviset").click()
    page.get_by_label("Navnet ditt").fill("Ingrid Sørbø-Haugen")
    sheet = page.locator(".bevis")
    for words in (
        "Ingrid Sørbø-Haugen",
        "24. november 2026",
        "Retningslinjer for oppfølgingsvedtak (2010)",
        saker["kurs"],
    ):
        expect(sheet).to_contain_text(words)
    assert "Ingrid" not in page.evaluate(STORED) + page.url
    page.reload()
    expect(page.get_by_label("Navnet ditt")).to_have_value("")
    expect(sheet).not_to_contain_text("Ingrid")


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_certificate_is_one_sheet(paper, elev):
    elev.is_done()
    page = elev.opens("kursbevis/", color_scheme="dark")
    page.get_by_label("Navnet ditt").fill("Ingrid Sørbø-Haugen")
    printed = page.pdf(format=paper, prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    page.emulate_media(media="print")
    expect(page.get_by_label("Navnet ditt")).to_be_hidden()
    expect(page.locator("[data-navn]")).to_be_visible()


# Før samtalen


STORED = "JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])"


def test_what_is_known_is_ticked_and_the_rest_is_left_to_ask(nettleser):
    page = nettleser.page("for-samtalen/")
    address, before, rows = page.url, page.evaluate(STORED), page.locator(".sjekkliste li")
    left = page.locator("[data-igjen]")
    expect(left).to_contain_text(f"{rows.count()} spørsmål igjen")
    page.get_by_label("Har personen henvendt seg til Nav?").check()
    expect(left).to_contain_text(f"{rows.count() - 1} spørsmål igjen")
    page.get_by_label("Vis bare det som gjenstår").check()
    expect(rows.first).to_be_hidden()
    page.emulate_media(media="print")
    expect(rows.first).to_be_hidden()
    expect(rows.nth(1)).to_be_visible()
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Ta bort kryssene").click()
    expect(rows.first).to_be_visible()
    expect(left).to_contain_text(f"{rows.count()} spørsmål igjen")
    for box in page.locator(".sjekkliste input").all():
        box.check()
    expect(left).to_contain_text("Du har det du trenger å spørre om.")
    assert (page.evaluate(STORED), page.url) == (before, address)
    page.reload()
    expect(page.locator(".sjekkliste input:checked")).to_have_count(0)


def test_before_the_talk_a_box_is_named_by_its_question_and_a_rule_leads_to_the_rule(nettleser):
    page = nettleser.page("for-samtalen/")
    expect(page.get_by_role("checkbox", name="Har personen vært til samtale med en veileder? Vet vi")).to_be_visible()
    page.get_by_role("link", name="R25 Samtale først").click()
    page.wait_for_url("**/regler/#R25")
    expect(page.locator("#R25")).to_be_in_viewport()


def test_before_the_talk_without_script_is_the_whole_checklist(nettleser):
    page = nettleser.page("for-samtalen/", java_script_enabled=False)
    boxes = page.locator(".sjekkliste input[type=checkbox]:visible")
    assert boxes.count() == page.locator(".sjekkliste li").count() > 15
    expect(page.locator("[data-fot]")).to_be_hidden()
    boxes.first.check()
    page.emulate_media(media="print")
    expect(page.locator(".sjekkliste li").first).to_be_hidden()


# For everyone, in the states that a first visit does not show


def states(elev: Elev, name: str) -> Page:
    if name == "own page in use":
        for number, sak in enumerate(elev.saker["saker"][:20]):
            bad = number % 3 == 0
            changed = {"hash": "00000000"} if number == 4 else {}
            elev.answers(
                sak, dom="feil" if bad else "rett", sikker=CERTAIN[number % 3 - 1], days=30 - number, **changed
            )
        return elev.opens("min-side/", reduced_motion="reduce")
    if name == "asked before deleting":
        page = elev.opens("min-side/", reduced_motion="reduce")
        page.get_by_role("button", name="Slett alt").click()
        return page
    if name == "certificate":
        elev.is_done()
        page = elev.opens("kursbevis/", reduced_motion="reduce")
        page.get_by_label("Navnet ditt").fill("Ingrid Sørbø-Haugenstad-Kristoffersen von Langenavnet")
        return page
    if name == "case bank in use":
        page = elev.opens("saker/?grad=2&sok=nav", reduced_motion="reduce")
        page.locator("details.fold").first.evaluate("details => { details.open = true; }")
        return page
    page = elev.opens("for-samtalen/", reduced_motion="reduce")
    page.locator(".sjekkliste input").first.check()
    return page


STATES = ("own page in use", "asked before deleting", "certificate", "case bank in use", "before the talk in use")
every_state = pytest.mark.parametrize("name", STATES)


@every_state
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_use_either(name, scheme, elev, nettleser):
    page = states(elev, name)
    page.evaluate(f"document.body.setAttribute('data-md-color-scheme', '{'slate' if scheme == 'dark' else 'default'}')")
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page, options={"runOnly": AXE, "resultTypes": ["violations"]})
        assert found.violations_count == 0, (width, found.generate_report())


@every_state
def test_nothing_sticks_out_in_use_either(name, elev):
    expect_to_fit(states(elev, name))


def test_each_page_s_own_script_is_small(bygd):
    assets = Path(bygd.root) / "site/assets"
    for name in ("start", "saksbank", "minside", "kursbevis", "samtale"):
        assert len(gzip.compress((assets / f"{name}.js").read_bytes())) < 4096, name
