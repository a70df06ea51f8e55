"""A case worked through by a person at the page: what is asked, what is said, and where the focus goes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from generator.desk import INNHENT, options, readings
from generator.model import Stegsporsmal

SKJONN = "selgeren-i-bakgarden"
"""The tests' own case: after the talk, two answers can be defended."""
FJORDEN = "operatoren-ved-fjorden"
"""Its first question waits for one card of three; each card brings something of its own."""
SHAPES = [SKJONN, "sykmelding-i-posten", "bakeren-som-krysset-nei", "snekkeren-som-ble-trett"]


def question(page: Page, number: int = 0) -> Locator:
    return page.locator(".sporsmal").nth(number)


def choose(part: Locator, value: str) -> None:
    part.locator(f'input[value="{value}"]').check()


def submit(asked: Locator) -> None:
    asked.get_by_role("button", name="Se hva reglene sier").click()


def answer(asked: Locator, value: str, reading: int | str = 0, *, to_the_end: bool = True) -> None:
    """Chooses a reading where one is asked (by number, or by value), then the answer, and sends it.

    A first miss brings a hint; `to_the_end` goes on to the key.
    """
    for part in asked.locator("[data-lesning]").all():
        part.locator("input").nth(reading).check() if isinstance(reading, int) else choose(part, reading)
    choose(asked.locator("[data-svar]"), value)
    submit(asked)
    show = asked.get_by_role("button", name="Vis svaret")
    if to_the_end and show.is_visible():
        show.click()


def fetch(asked: Locator, fact: str, card: int) -> None:
    """Says that more is needed: what, and where it is found."""
    for part in asked.locator("[data-lesning]").all():
        part.locator("input").last.check()
    choose(asked.locator("[data-svar]"), INNHENT)
    choose(asked.locator("[data-hva]"), fact)
    choose(asked.locator("[data-hvor]"), str(card))
    submit(asked)


def card(page: Page, number: int) -> Locator:
    return page.locator("details.kort").nth(number)


def open_card(page: Page, number: int) -> None:
    card(page, number).locator("summary").click()


def open_all(page: Page) -> None:
    for number in range(page.locator("details.kort").count()):
        open_card(page, number)


def test_a_wrong_answer_is_told_with_the_feedback_and_the_rules(nettleser, kurs):
    page = nettleser.sak(FJORDEN)
    open_all(page)
    asked = question(page)
    answer(asked, "standardinnsats", reading="ja")
    verdict = asked.locator(".dom")
    expect(verdict).to_have_text("Ikke i tråd. Svaret her er «Situasjonsbestemt innsats».")
    expect(verdict).to_be_focused()
    expect(asked.locator("[data-svarte]")).to_have_text("Du svarte Standardinnsats.")
    wrong = next(option for option in kurs.by_id[FJORDEN].sak.sporsmal[0].valg if option.utfall == "standardinnsats")
    said = asked.locator("[data-sagt]")
    expect(said).to_contain_text(wrong.tilbakemelding.strip())
    asked.get_by_text("Hva det kan koste").locator("visible=true").click()
    expect(asked.locator(".egne")).to_contain_text(wrong.koster.strip())
    expect(said.locator(".toledd div").last).to_have_text("RegelenFølger ikke av din egen lesning.")
    asked.get_by_text("Reglene, én for én").click()
    rule = asked.locator(".regler > li", has_text="Den som har vansker, og klarer seg med kortvarige tiltak")
    expect(rule).to_contain_text("Gjelder her")
    expect(rule.get_by_role("link")).to_have_text("Retningslinjene 2010, kap. 3.3")
    rule.get_by_role("link").click()
    page.wait_for_url("**/regler/behovsvurdering/#behov-noen_vansker")


def test_a_miss_in_reading_is_told_apart_from_a_miss_in_rule(nettleser):
    page = nettleser.sak("utvikleren-uten-kontor")
    open_all(page)
    asked = question(page)
    rows = asked.locator("[data-sagt] .toledd > div")
    answer(asked, "situasjonsbestemt_innsats", reading="nei")
    expect(rows.first).to_contain_text("Kan ikke forsvares")
    expect(rows.last).to_contain_text("Følger av din egen lesning")
    asked.get_by_role("button", name="Svar en gang til").click()
    answer(asked, "situasjonsbestemt_innsats", reading="ja")
    expect(rows.first).to_contain_text("Kan forsvares")
    expect(rows.last).to_contain_text("Følger ikke av din egen lesning")


def test_a_right_answer_is_in_line(nettleser):
    page = nettleser.sak(FJORDEN)
    open_all(page)
    answer(question(page), "situasjonsbestemt_innsats", reading="nei")
    expect(question(page).locator(".dom")).to_have_text("I tråd. Svaret her er «Situasjonsbestemt innsats».")
    expect(question(page).locator(".dom")).to_be_focused()


def test_who_needs_more_is_asked_what_and_where_and_told_when_it_is_not_there(nettleser):
    page = nettleser.sak(FJORDEN)
    asked = question(page)
    status = asked.get_by_role("status")
    expect(asked.locator("[data-mer]")).to_be_hidden()
    fetch(asked, "kan_tilbake_til_tidligere_arbeid", card=1)
    expect(status).to_have_text("Det trengs mer, men ikke dette: svaret blir det samme uansett. Se etter noe annet.")
    assert asked.locator("[data-hva] input").first.evaluate("input => input === document.activeElement")
    fetch(asked, "vansker_skaffe_beholde", card=1)
    expect(status).to_have_text("Det trengs mer, men dette finner du ikke der. Se etter et annet sted.")
    assert asked.locator("[data-hvor] input").first.evaluate("input => input === document.activeElement")
    expect(card(page, 0)).not_to_have_attribute("open", "")
    expect(asked.locator(".dom")).to_be_hidden()


def test_the_right_card_opens_and_the_question_stands_again(nettleser):
    page = nettleser.sak(FJORDEN)
    asked = question(page)
    fetch(asked, "vansker_skaffe_beholde", card=0)
    expect(card(page, 0)).to_have_attribute("open", "")
    expect(asked.get_by_role("status")).to_have_text(
        "I tråd: det trengtes mer. Kortet er hentet, og spørsmålet står igjen."
    )
    expect(asked.locator(":checked")).to_have_count(0)
    expect(asked.locator("input").first).to_be_focused()
    expect(asked.locator("[data-mer]")).to_be_hidden()
    answer(asked, "situasjonsbestemt_innsats", reading="nei")
    expect(asked.locator(".dom")).to_contain_text("I tråd.")


def test_a_card_that_is_open_is_not_offered_again_in_any_question(nettleser):
    page = nettleser.sak(FJORDEN)
    fetch(question(page), "vansker_skaffe_beholde", card=0)
    open_card(page, 2)
    for number in (0, 1):
        offered = question(page, number).locator("[data-hvor] input")
        expect(offered).to_have_count(1)
        expect(offered).to_have_value("1")


def test_a_fetched_card_stays_open(nettleser):
    page = nettleser.sak(FJORDEN)
    open_card(page, 1)
    expect(card(page, 1)).to_have_attribute("open", "")
    card(page, 1).locator("summary").click()
    expect(card(page, 1)).to_have_attribute("open", "")
    card(page, 1).locator("summary").press("Enter")
    expect(card(page, 1)).to_have_attribute("open", "")
    expect(card(page, 1)).to_contain_text("Ovnene slukkes 30. april")


def test_an_answer_left_to_judgement_can_be_defended(nettleser, kurs):
    page = nettleser.sak(SKJONN)
    asked = question(page)
    fetch(asked, "samtale_gjennomfort", card=0)
    answer(asked, "standardinnsats", reading="ja")
    expect(asked.locator(".dom")).to_have_text(
        "Kan forsvares. Her står to svar seg: «Situasjonsbestemt innsats» og «Standardinnsats»."
    )
    expect(asked.locator("[data-sagt] .toledd > div").first).to_contain_text("Kan forsvares.")


def test_an_answer_that_is_allowed_though_not_required_can_be_defended_with_its_reason(nettleser, kurs):
    case = kurs.by_id["nyutdannet-sykepleier"]
    allowed = next(option for option in case.sak.sporsmal[0].valg if option.kan_forsvares)
    page = nettleser.sak(case)
    answer(question(page), allowed.utfall)
    expect(question(page).locator(".dom")).to_contain_text("Kan forsvares. Reglene krever det ikke.")
    expect(question(page).locator("[data-sagt]")).to_contain_text(allowed.kan_forsvares.fordi.strip())


def test_an_action_is_judged_by_the_rules_it_breaks(nettleser):
    page = nettleser.sak(SKJONN)
    open_all(page)
    answer(question(page), "standardinnsats")
    page.get_by_role("button", name="Neste spørsmål").click()
    asked = question(page, 1)
    answer(asked, "1")
    expect(asked.locator(".dom")).to_have_text("Ikke i tråd. Valget går imot en regel.")
    expect(asked.locator("[data-sagt]")).to_contain_text("Det hun har tenkt selv, er en av kildene du skal bygge på.")
    rule = asked.locator("[data-sagt] [data-regler]")
    expect(rule).to_have_text("R20 Hva vurderingen skal svare på brytes")
    asked.get_by_role("button", name="Svar en gang til").click()
    answer(asked, "0")
    expect(asked.locator(".dom")).to_have_text("I tråd. Dette følger reglene.")
    rule.get_by_role("link").click()
    page.wait_for_url("**/regler/#R20")


def test_the_next_question_comes_when_it_is_asked_for_and_after_the_last_the_way_on(nettleser, kurs):
    page = nettleser.sak(SKJONN)
    open_all(page)
    way_on = page.get_by_role("navigation", name="Videre")
    expect(question(page, 1)).to_be_hidden()
    expect(way_on).to_be_hidden()
    answer(question(page), "standardinnsats")
    expect(way_on).to_be_hidden()
    page.get_by_role("button", name="Neste spørsmål").click()
    expect(question(page, 1).locator("input").first).to_be_focused()
    answer(question(page, 1), "0")
    expect(page.get_by_role("button", name="Neste spørsmål")).to_be_hidden()
    following = kurs.cases[[case.sak.id for case in kurs.cases].index(SKJONN) + 1]
    expect(way_on.get_by_role("link")).to_have_text(["Neste sak", "Alle sakene"])
    way_on.get_by_role("link", name="Neste sak").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(following.sak.tittel)


def test_the_last_case_leads_back_to_the_list(nettleser, kurs):
    page = nettleser.sak(kurs.cases[-1], java_script_enabled=False)
    way_on = page.get_by_role("navigation", name="Videre").get_by_role("link")
    expect(way_on).to_have_text(["Alle sakene"])
    way_on.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Saksbanken")


def test_who_sends_too_early_is_told_what_is_missing_and_led_there(nettleser):
    page = nettleser.sak(SKJONN)
    asked = question(page)
    status = asked.get_by_role("status")
    submit(asked)
    expect(status).to_have_text("Svar på begge spørsmålene først.")
    expect(asked.locator("[data-lesning] input").first).to_be_focused()
    asked.locator("[data-lesning] input").first.check()
    expect(status).to_have_text("")
    choose(asked.locator("[data-svar]"), INNHENT)
    submit(asked)
    expect(status).to_have_text("Svar på alle spørsmålene først.")
    expect(asked.locator("[data-hva] input").first).to_be_focused()
    expect(asked.locator(".dom")).to_be_hidden()


def test_a_case_is_answered_by_keyboard_alone(nettleser):
    page = nettleser.sak(FJORDEN)
    card(page, 0).locator("summary").focus()
    page.keyboard.press("Enter")
    expect(card(page, 0)).to_have_attribute("open", "")
    asked = question(page)
    asked.locator("input").first.focus()
    for part, key in (("[data-lesning]", "2"), ("[data-lesning]", "2"), ("[data-svar]", "2")):
        page.keyboard.press(key)
        expect(asked.locator(f"{part} input:focus")).to_be_checked()
        page.keyboard.press("Tab")
    asked.locator("[data-svar] :checked").focus()
    page.keyboard.press("Enter")
    expect(asked.locator(".dom")).to_contain_text("I tråd.")
    expect(asked.locator("[data-svarte]")).to_have_text("Du svarte Situasjonsbestemt innsats.")


def test_a_number_chooses_the_option_that_carries_it_though_others_are_gone(nettleser):
    page = nettleser.sak(FJORDEN)
    open_card(page, 1)
    asked = question(page)
    choose(asked.locator("[data-svar]"), INNHENT)
    asked.locator("[data-hvor] input").first.focus()
    page.keyboard.press("2")
    expect(asked.locator("[data-hvor] :checked")).to_have_value("2")
    expect(asked.locator("[data-hvor] label", has=page.locator(":checked")).locator("kbd")).to_have_text("2")


def test_an_answer_can_be_given_again_from_the_start(nettleser):
    page = nettleser.sak(FJORDEN)
    asked = question(page)
    answer(asked, "arbeidsevnevurdering")
    asked.get_by_role("button", name="Svar en gang til").click()
    expect(asked.locator(".dom")).to_be_hidden()
    expect(asked.locator(".fasit")).to_be_hidden()
    expect(asked.locator(":checked")).to_have_count(0)
    expect(asked.locator("input").first).to_be_focused()


@pytest.mark.parametrize("id", SHAPES)
def test_a_case_is_worked_through_from_the_closed_cards_to_the_end(id, nettleser, kurs):
    """First wrong, then more is fetched for as long as a card can help, then right: as the rules have it."""
    case = kurs.by_id[id]
    desk = case.desk
    page, opened = nettleser.sak(case), 0
    for number, asking in enumerate(case.sak.sporsmal):
        asked = question(page, number)
        if isinstance(asking, Stegsporsmal):
            judged = desk.judge(asking)
            wrong = next(o for o in options(asking) if o not in judged.states[judged.index[opened]].right)
            if wrong != INNHENT:
                answer(asked, wrong)
                expect(asked.locator(".dom")).to_contain_text("Ikke i tråd.")
                asked.get_by_role("button", name="Svar en gang til").click()
            while (state := judged.states[judged.index[opened]]).helps and INNHENT in state.right:
                helping = state.helps[0]
                fetch(asked, fact_on(case, helping, asked), helping)
                expect(asked.get_by_role("status")).to_contain_text("I tråd: det trengtes mer.")
                expect(card(page, helping)).to_have_attribute("open", "")
                opened |= 1 << helping
            for n, fact in enumerate(asking.lesninger):
                right = desk.right_readings(fact, opened)[0]
                assert right in readings(desk.regelbok, fact)
                choose(asked.locator("[data-lesning]").nth(n), right)
            choose(asked.locator("[data-svar]"), state.right[0])
            submit(asked)
            first = "Kan forsvares." if state.verdict.status == "skjonn" else "I tråd."
            expect(asked.locator(".dom")).to_contain_text(first)
            if asking.lesninger:
                expect(asked.locator("[data-sagt] .toledd").first).not_to_contain_text("Kan ikke forsvares")
        else:
            answer(asked, str(next(n for n, option in enumerate(asking.valg) if not option.bryter)))
            expect(asked.locator(".dom")).to_contain_text("I tråd.")
        if number + 1 < len(case.sak.sporsmal):
            asked.get_by_role("button", name="Neste spørsmål").click()
    expect(page.get_by_role("navigation", name="Videre")).to_be_visible()


def fact_on(case, card: int, asked: Locator) -> str:
    """Something that this card can bring, among what can be chosen."""
    fetched = case.desk.closed[card]
    brought = [*fetched.fakta, *(r.fakta for r in case.sak.vurderinger if fetched.id in r.ut_fra)]
    offered = [input.get_attribute("value") for input in asked.locator("[data-hva] input").all()]
    return next(fact for fact in brought if fact in offered)
