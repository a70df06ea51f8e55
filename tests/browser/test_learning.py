"""A learner at work: one retry with a hint, every kind of question, certainty, and what the browser remembers."""

from __future__ import annotations

import json

from playwright.sync_api import Locator, Page, expect

from tests.browser.test_a_case import FJORDEN, SKJONN, answer, card, fetch, open_all, open_card, question, submit

BREVET, SKRANKEN = "brevet-til-solveig", "ti-ved-skranken"


def kept(page: Page, id: str) -> list[dict]:
    """The attempts that the browser keeps of a case."""
    text = page.evaluate("key => localStorage.getItem(key)", f"enhetlig.sak.{id}")
    return json.loads(text)["forsok"] if text else []


def certain(page: Page, value: int) -> None:
    page.locator(f'input[name=sikker][value="{value}"]').check()


def again(asked: Locator) -> None:
    asked.get_by_role("button", name="Svar på nytt").click()


def live(page: Page) -> Locator:
    return page.locator("kurs-sak > [role=status]")


def test_a_first_miss_brings_the_deciding_question_and_one_retry_before_the_key(nettleser, kurs):
    page = nettleser.sak(FJORDEN)
    open_all(page)
    asked = question(page)
    answer(asked, "arbeidsevnevurdering", reading="nei", to_the_end=False)
    hint = asked.locator("[data-hint]")
    expect(hint.get_by_role("heading")).to_have_text("Se en gang til.")
    expect(hint.get_by_role("heading")).to_be_focused()
    expect(hint.locator(".historie")).to_have_text(kurs.regelbok.fakta["behov_for_bredere_vurdering"].sporsmal)
    expect(asked.locator(".fasit")).to_be_hidden()
    again(asked)
    expect(asked.locator(":checked")).to_have_count(0)
    answer(asked, "arbeidsevnevurdering", reading="nei", to_the_end=False)
    expect(asked.locator(".dom")).to_contain_text("Ikke i tråd.")
    expect(asked.locator(".dom")).to_be_focused()


def test_the_hint_asks_for_the_reading_where_that_is_what_does_not_hold(nettleser, kurs):
    page = nettleser.sak("utvikleren-uten-kontor")
    open_all(page)
    answer(question(page), "situasjonsbestemt_innsats", reading="nei", to_the_end=False)
    hint = question(page).locator("[data-hint]")
    expect(hint).to_contain_text("Begynn med lesningen din")
    expect(hint.locator(".historie")).to_have_text(kurs.regelbok.fakta["arbeid_snart_ved_egen_innsats"].sporsmal)


def test_the_key_can_be_had_at_once_instead_of_a_retry(nettleser):
    page = nettleser.sak(FJORDEN)
    asked = question(page)
    answer(asked, "standardinnsats", to_the_end=False)
    asked.get_by_role("button", name="Vis svaret").click()
    expect(asked.locator(".dom")).to_contain_text("Ikke i tråd. Her trengs det flere opplysninger først.")


def test_a_live_region_says_the_verdict(nettleser):
    page = nettleser.sak(FJORDEN)
    open_all(page)
    answer(question(page), "situasjonsbestemt_innsats", reading="nei")
    expect(live(page)).to_have_text("I tråd. Svaret her er «Situasjonsbestemt innsats».")


def test_a_card_fetched_without_need_gets_a_word_about_it(nettleser):
    page = nettleser.sak(FJORDEN)
    fetch(question(page), "vansker_skaffe_beholde", card=0)
    open_card(page, 2)
    answer(question(page), "situasjonsbestemt_innsats", reading="nei")
    said = question(page).locator("[data-sagt]")
    expect(said).to_contain_text("«Kollega» trengte du ikke. Svaret var avgjort uten.")
    expect(said).not_to_contain_text("«Arbeidsmarkedet» trengte du ikke")


def test_in_the_grey_zone_each_option_is_told_and_one_is_asked_what_weighs_most(nettleser):
    page = nettleser.sak(SKJONN)
    open_all(page)
    answer(question(page), "standardinnsats", reading="ja")
    said = question(page).locator("[data-sagt]")
    rows = said.locator(".toledd").last.locator("> div")
    expect(rows.filter(has_text="Situasjonsbestemt innsats")).to_contain_text("Kan forsvares.")
    expect(rows.filter(has_text="Spesielt tilpasset innsats")).to_contain_text("Kan ikke forsvares.")
    weighs = said.get_by_role("group", name="Hvilken opplysning veier tyngst for deg?")
    weighs.get_by_label("Samtale").check()
    expect(said).to_contain_text("Det er den en kollega vil spørre om.")


def test_which_belong_is_all_or_nothing_and_every_option_has_its_word(nettleser):
    page = nettleser.sak(BREVET)
    asked = question(page)
    submit(asked)
    expect(asked.get_by_role("status")).to_have_text("Velg et svar først.")
    for value in ("0", "1"):
        asked.locator(f'input[value="{value}"]').check()
    submit(asked)
    expect(asked.locator("[data-hint]")).to_contain_text("To av kryssene ligger feil.")
    again(asked)
    for value in ("0", "1", "2"):
        asked.locator(f'input[value="{value}"]').check()
    submit(asked)
    expect(asked.locator(".dom")).to_have_text("Ikke i tråd. Noe ligger feil. Det som ligger feil, står først.")
    rows = asked.locator("[data-sagt] .toledd > div")
    expect(rows.first).to_contain_text("Hører ikke med. Du krysset av.")
    expect(rows.first).to_contain_text("Vedtaket nevner slag, ikke plasser.")
    expect(rows.nth(1)).to_contain_text("Målet er ett av de fem punktene.")
    asked.get_by_role("button", name="Svar en gang til").click()
    for value in ("0", "2"):
        asked.locator(f'input[value="{value}"]').check()
    submit(asked)
    expect(asked.locator(".dom")).to_contain_text("I tråd.")


def test_two_sentences_are_laid_beside_a_model_and_a_list_and_are_not_kept(nettleser):
    page = nettleser.sak(BREVET)
    asked = question(page)
    for value in ("0", "2"):
        asked.locator(f'input[value="{value}"]').check()
    submit(asked)
    page.keyboard.press("n")
    answer(question(page, 1), "statlig_klageorgan")
    page.keyboard.press("n")
    writes = question(page, 2)
    writes.get_by_role("button", name="Sammenlign").click()
    expect(writes.get_by_role("status")).to_have_text("Skriv et par setninger først.")
    expect(writes.locator("textarea")).to_be_focused()
    writes.locator("textarea").fill("Klagen er kommet fram hit.\n<b>Vi</b> ser på den.")
    writes.get_by_role("button", name="Sammenlign").click()
    expect(writes.locator(".dom")).to_be_focused()
    sides = writes.locator(".side-ved-side > section")
    expect(sides.first).to_contain_text("<b>Vi</b> ser på den.")
    expect(sides.last).to_contain_text("Du har klaget på nivået i vedtaket.")
    writes.get_by_label("Hva hun klager på").check()
    expect(page.get_by_role("navigation", name="Videre")).to_be_visible()
    assert [attempt["dom"] for attempt in kept(page, BREVET)] == ["rett", "rett", "levert"]
    assert "kommet fram" not in page.evaluate("JSON.stringify({...localStorage})")


def test_a_pile_counts_what_is_left_and_tells_misses_from_false_alarms(nettleser):
    page = nettleser.sak(SKRANKEN)
    asked = question(page)
    status = asked.get_by_role("status")
    expect(status).to_have_text("0 av 10 er lagt. Ti ligger igjen.")
    slips = asked.locator("form .lapp")
    choices = [2, 1, 0, 0, 1, 2, 0, 0, 0, 1]
    for number, choice in enumerate(choices):
        if number == 9:
            submit(asked)
            expect(status).to_have_text("9 av 10 er lagt. Én ligger igjen.")
            expect(slips.nth(9).locator("input").first).to_be_focused()
        slips.nth(number).locator("input").nth(choice).check()
    expect(status).to_have_text("Alle er lagt.")
    submit(asked)
    expect(asked.locator(".dom")).to_have_text("Sju av ti i tråd. Én bom, to falsk alarm.")
    told = asked.locator(".bunke--svart > li")
    expect(told.first).to_contain_text("Bom: starter en vurdering. Hun ba om hjelp til arbeid.")
    expect(told.first).to_contain_text("Å regne få som arbeidssøkere")
    expect(told.nth(1)).to_contain_text("Falsk alarm: starter ikke.")
    expect(told.nth(3)).to_contain_text("I tråd")


def test_certainty_is_asked_once_a_case_and_never_needed(nettleser):
    page = nettleser.sak(FJORDEN)
    open_all(page)
    expect(page.locator("input[name=sikker]")).to_have_count(3)
    answer(question(page), "situasjonsbestemt_innsats", reading="nei")
    expect(question(page).locator(".dom")).to_contain_text("I tråd.")
    assert "sikker" not in kept(page, FJORDEN)[0]


def test_how_certain_one_was_is_said_and_kept(nettleser):
    page = nettleser.sak(FJORDEN)
    open_all(page)
    certain(page, 90)
    answer(question(page), "standardinnsats", reading="ja")
    expect(question(page).locator("[data-svarte]")).to_have_text("Du svarte Standardinnsats og ville fattet vedtaket.")
    assert kept(page, FJORDEN)[0]["sikker"] == 90


def test_after_twenty_answers_the_page_says_how_well_the_certainty_fits(nettleser):
    page = nettleser.page()
    one = {"sporsmal": "behov", "hash": "x", "regelbok": "retningslinjer-2010", "kort": [], "nr": 1, "sikker": 70}
    page.evaluate(
        """one => { for (let i = 0; i < 20; i++) localStorage.setItem(`enhetlig.sak.annen-${i}`, JSON.stringify(
          { v: 1, forsok: [{ ...one, id: `a${i}`, tid: 1e12 + i, svar: "x", dom: i < 15 ? "rett" : "feil" }] })); }""",
        one,
    )
    page.goto(nettleser.address + f"saker/{FJORDEN}/")
    open_all(page)
    certain(page, 70)
    answer(question(page), "situasjonsbestemt_innsats", reading="nei")
    expect(question(page).locator("[data-sagt]")).to_contain_text(
        "Når du har svart «Ganske sikker», har det vært i tråd 16 av 21 ganger."
    )


def test_an_attempt_is_kept_with_what_decides_and_told_of_the_next_time(nettleser, kurs):
    page = nettleser.sak(FJORDEN)
    open_card(page, 0)
    answer(question(page), "situasjonsbestemt_innsats", reading="nei")
    (attempt,) = kept(page, FJORDEN)
    key = page.locator(".sporsmal > script").first.evaluate("script => JSON.parse(script.textContent)")
    said = {name: attempt[name] for name in ("sporsmal", "svar", "dom", "nr", "kort", "hash", "regelbok")}
    assert said == {
        "sporsmal": kurs.by_id[FJORDEN].sak.sporsmal[0].id,
        "svar": "situasjonsbestemt_innsats",
        "dom": "rett",
        "nr": 1,
        "kort": ["marked"],
        "hash": key["hash"],
        "regelbok": "retningslinjer-2010",
    }
    page.reload()
    expect(page.locator(".sist")).to_contain_text("Du har svart på denne før: i tråd,")
    page.evaluate(
        """key => { const kept = JSON.parse(localStorage[key]); kept.forsok[0].hash = "annen";
          localStorage[key] = JSON.stringify(kept); }""",
        f"enhetlig.sak.{FJORDEN}",
    )
    page.reload()
    expect(page.locator(".sist")).to_contain_text("Regelen er endret siden du svarte sist.")


def test_two_tabs_do_not_overwrite_each_other(nettleser):
    page = nettleser.sak(FJORDEN)
    other = page.context.new_page()
    other.goto(page.url)
    for tab in (page, other):
        open_all(tab)
        answer(question(tab), "situasjonsbestemt_innsats", reading="nei")
    assert len({attempt["id"] for attempt in kept(page, FJORDEN)}) == 2


FULL = "() => { Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); }; }"
FORBIDDEN = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError'); } })"


def test_full_storage_is_told_and_the_answer_counts_all_the_same(nettleser):
    page = nettleser.sak(FJORDEN)
    page.evaluate(FULL)
    open_all(page)
    answer(question(page), "situasjonsbestemt_innsats", reading="nei")
    expect(question(page).locator(".dom")).to_contain_text("I tråd.")
    expect(question(page).locator("[data-sagt]")).to_contain_text("Nettleseren har ikke plass.")


def test_a_browser_that_forbids_storage_breaks_nothing(nettleser):
    page = nettleser.page(alone=True)
    page.add_init_script(FORBIDDEN)
    page.goto(nettleser.address + f"saker/{FJORDEN}/")
    open_all(page)
    answer(question(page), "situasjonsbestemt_innsats", reading="nei")
    expect(question(page).locator("[data-sagt]")).to_contain_text("Nettleseren lar oss ikke lagre.")


def test_corrupt_storage_breaks_nothing_and_is_kept_aside(nettleser):
    page = nettleser.page()
    page.evaluate('key => localStorage.setItem(key, \'{"v":1,"forsok":[{\')', f"enhetlig.sak.{FJORDEN}")
    page.goto(nettleser.address + f"saker/{FJORDEN}/")
    open_all(page)
    answer(question(page), "situasjonsbestemt_innsats", reading="nei")
    assert len(kept(page, FJORDEN)) == 1
    assert 'forsok\\":[{' in page.evaluate("JSON.stringify({...localStorage})")


def test_the_keys_are_told_of_and_can_be_turned_off(nettleser):
    page = nettleser.sak(FJORDEN)
    page.locator("h1").click()
    page.keyboard.press("2")
    expect(question(page).locator("[data-lesning] input").nth(1)).to_be_checked()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Taster")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Bruk hurtigtaster").uncheck()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.locator("h1").click()
    page.keyboard.press("1")
    expect(question(page).locator("[data-lesning] input").nth(1)).to_be_checked()


def test_a_whole_case_goes_by_keyboard_alone(nettleser, kurs):
    page = nettleser.sak(FJORDEN)
    following = kurs.cases[[case.sak.id for case in kurs.cases].index(FJORDEN) + 1]
    for number in range(3):
        card(page, number).locator("summary").press("Enter")
    for number in range(len(kurs.by_id[FJORDEN].sak.sporsmal)):
        asked = question(page, number)
        for part in asked.locator("form fieldset:not(.valgfri):visible").all():
            page.keyboard.press("1")
            expect(part.locator("input").first).to_be_focused()
            page.keyboard.press("Tab")
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Enter")
        show = asked.get_by_role("button", name="Vis svaret")
        if show.is_visible():
            page.keyboard.press("Tab")
            page.keyboard.press("Tab")
            expect(show).to_be_focused()
            page.keyboard.press("Enter")
        expect(asked.locator(".dom")).to_be_focused()
        page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text(following.sak.tittel)


def test_on_a_phone_the_cards_are_pulled_up_over_the_question_and_put_back(nettleser):
    page = nettleser.sak(FJORDEN, viewport={"width": 360, "height": 740})
    line = page.get_by_role("button", name="Kortene: 2 på bordet, 3 kan hentes")
    question(page).locator("input").first.scroll_into_view_if_needed()
    line.click()
    expect(card(page, 0)).to_be_in_viewport()
    expect(line).to_have_attribute("aria-expanded", "true")
    open_card(page, 0)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Kortene: 3 på bordet, 2 kan hentes")).to_be_focused()
    expect(card(page, 0)).to_have_attribute("open", "")


def test_twins_are_laid_side_by_side_with_the_card_that_differs_marked(nettleser):
    page = nettleser.sak("sykepleieren-som-krysset-av", java_script_enabled=False)
    page.get_by_text("Saken som skiller seg i ett faktum").click()
    page.get_by_role("link", name="Legg saken ved siden av tvillingen").first.click()
    expect(page.locator(".kort--skiller")).to_have_count(2)
    for number, word in enumerate(("ikke krysset av", "krysset av")):
        expect(page.locator(".kort--skiller").nth(number)).to_contain_text(f"Ønsker timeavtale: {word}")
    expect(page.get_by_role("row", name="Ønsker timeavtale")).to_contain_text("Nei")
