"""The package as a learner meets it in a platform: the score arrives, nothing is lost, and nobody is trapped."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from generator.course import Case
from generator.desk import options
from tests.exports.scorm12_lms import (
    Vindu,
    igjen,
    lapper,
    neste,
    sporsmal,
    svar,
)

MOST = 4096
RIGHT, WRONG = "I tråd.", "Ikke i tråd."
TIMESPAN = r"\d{4}:\d\d:\d\d\.\d\d"


def says(window: Vindu, far: str, score: str) -> None:
    """What stands at the top of the page."""
    expect(window.kurs.locator("[data-svart]")).to_have_text(far)
    expect(window.kurs.locator("[data-poeng]")).to_have_text(score)


def core(window: Vindu) -> tuple[str, str, str]:
    """Score, status and exit, as the platform stored them."""
    kept = window.cmi["core"]
    return kept["score"]["raw"], kept["lesson_status"], kept["exit"]


def every_wrong_choice_has_its_own_feedback(window: Vindu, case: Case, id: str) -> None:
    """Answers with each option that is wrong, and looks for what its author wrote of it."""
    asked = sporsmal(window.kurs, id)
    question = next(one for one in case.sak.sporsmal if one.id == id)
    is_step = question.type == "steg"
    wrong = [(str(n), one) for n, one in enumerate(question.valg) if not is_step and one.bryter]
    if is_step:
        right = case.desk.judge(question).states[-1].right
        own = {one.utfall: one for one in question.valg}
        wrong = [(outcome, own[outcome]) for outcome in options(question) if outcome not in right]
    assert wrong
    for value, option in wrong:
        svar(asked, value)
        expect(asked.locator(".dom")).to_contain_text(WRONG)
        expect(asked.locator("[data-sagt]")).to_contain_text(" ".join(option.tilbakemelding.split()))
        igjen(asked)


def test_a_whole_course_is_played_with_a_reload_in_the_middle(tre, vindu, kurset):  # noqa: PLR0915 -- a whole course
    window: Vindu = vindu(tre).open("plattform.html")
    kurs = window.kurs
    cases = kurset.by_id
    says(window, "0 av 6 spørsmål", "0 prosent så langt, 80 trengs")
    assert core(window) == ("", "incomplete", "suspend")

    # The first case: wrong in every way, then right.
    kurs.get_by_role("link", name="Telefonen fem på tolv").click()
    expect(kurs.get_by_role("heading", level=1)).to_have_text("Telefonen fem på tolv")
    expect(kurs.get_by_role("heading", level=1)).to_be_focused()
    expect(kurs.get_by_role("button", name="Bruk i fagmøte")).to_have_count(0)
    expect(kurs.locator(".historie").first).to_contain_text("å")
    first = cases["telefonen-fra-hotellet"]
    every_wrong_choice_has_its_own_feedback(window, first, "rett")
    says(window, "1 av 6 spørsmål", "0 prosent så langt, 80 trengs")
    assert core(window) == ("0", "incomplete", "suspend")
    svar(sporsmal(kurs, "rett"), "har_rett")
    says(window, "1 av 6 spørsmål", "17 prosent så langt, 80 trengs")
    asked = sporsmal(kurs, "rett")
    igjen(asked)
    svar(asked, "ikke_rett")
    says(window, "1 av 6 spørsmål", "17 prosent så langt, 80 trengs")  # a point is never lost again
    neste(asked)
    several = sporsmal(kurs, "boka")
    svar(several, "1", "0")
    for number, option in enumerate(first.sak.sporsmal[1].valg):
        said = several.locator("[data-sagt] .toledd > div", has_text=option.tekst.strip()[:40])
        expect(said, str(number)).to_contain_text(" ".join(option.tilbakemelding.split()))
    igjen(several)
    svar(several, "0", "2", "4")
    expect(several.locator(".dom")).to_contain_text(RIGHT)
    says(window, "2 av 6 spørsmål", "33 prosent så langt, 80 trengs")

    # The pile, where nine of ten are in line.
    kurs.get_by_role("link", name="Neste sak").click()
    expect(kurs.get_by_role("heading", level=1)).to_have_text("Ti henvendelser før kaffen")
    pile = cases["ti-for-kaffen"]
    right = [pile.desk.starts(slip) for slip in pile.sak.lapper]
    lapper(kurs, [next(value for value in ("ikke_rett", "har_rett") if value != right[0]), *right[1:]])
    says(window, "3 av 6 spørsmål", "48 prosent så langt, 80 trengs")
    assert window.cmi["core"]["lesson_location"] == "saker/ti-for-kaffen.html"
    assert len(window.cmi["suspend_data"]) <= MOST

    # The platform's page is loaded anew.
    calls = [*window.calls]
    window.page.reload()
    expect(kurs.get_by_role("heading", level=1)).to_have_text("Samme sak, samme svar?")
    says(window, "3 av 6 spørsmål", "48 prosent så langt, 80 trengs")
    expect(kurs.locator("[data-punkt='telefonen-fra-hotellet']")).to_have_text("Besvart, 2 av 2 poeng")
    expect(kurs.locator("[data-punkt='ti-for-kaffen']")).to_have_text("Besvart, 0,9 av 1 poeng")
    expect(kurs.locator("[data-punkt='lappen-av-kalenderen']")).to_have_text("")
    expect(kurs.locator("[data-videre-tittel]")).to_have_text("Lappen fra kalenderen")
    assert core(window)[:2] == ("48", "incomplete")
    kurs.get_by_role("link", name="Telefonen fem på tolv").click()
    expect(kurs.locator(".sist")).to_contain_text("Du har svart på denne før: ikke i tråd")
    kurs.get_by_role("link", name="Innhold", exact=True).click()
    kurs.get_by_role("link", name="Ta saken").click()

    # The last case: the course is passed before everything is answered, and that stands.
    every_wrong_choice_has_its_own_feedback(window, cases["lappen-av-kalenderen"], "rett")
    svar(sporsmal(kurs, "rett"), "har_rett")
    says(window, "4 av 6 spørsmål", "65 prosent så langt, 80 trengs")
    calls += window.calls
    window.page.reload()  # where something is left to do, one is back at once
    expect(kurs.get_by_role("heading", level=1)).to_have_text("Lappen fra kalenderen")
    svar(sporsmal(kurs, "rett"), "har_rett")
    neste(sporsmal(kurs, "rett"))
    every_wrong_choice_has_its_own_feedback(window, cases["lappen-av-kalenderen"], "lappen-videre")
    svar(sporsmal(kurs, "lappen-videre"), "0")
    says(window, "5 av 6 spørsmål", "Bestått, 82 prosent")
    expect(kurs.locator("[data-si=nytt]")).to_contain_text("Du har 82 prosent av poengene, og kurset er bestått.")
    assert core(window) == ("82", "passed", "suspend")
    neste(sporsmal(kurs, "lappen-videre"))
    writing = sporsmal(kurs, "meldingen")
    writing.locator("textarea").fill("Hei, jeg så lappen. Skal vi snakke sammen på torsdag?")
    writing.get_by_role("button", name="Sammenlign").click()
    says(window, "6 av 6 spørsmål", "Bestått, 98 prosent")
    assert core(window) == ("98", "passed", "")
    everything_was_told_as_scorm_has_it(calls + window.calls)
    assert "torsdag" not in str(window.cmi)


def everything_was_told_as_scorm_has_it(calls: list[tuple[str, list[str], str, str]]) -> None:
    """No call was refused; ids, times and texts are of the kinds that the standard names."""
    assert [call for call in calls if call[3] != "0"] == []
    told = {}
    for name, given, _, _ in calls:
        if name == "SetValue":
            element, value = given
            told.setdefault(re.sub(r"\d+", "n", element), []).append(value)
            assert len(value) <= (MOST if element == "cmi.suspend_data" else 255)
            assert value.isascii()
    assert all(re.fullmatch("[A-Za-z0-9_]+", id) for id in told["cmi.interactions.n.id"])
    assert {"telefonen_fra_hotellet__rett", "ti_for_kaffen__bunken", "lappen_av_kalenderen__meldingen"} <= {
        *told["cmi.interactions.n.id"]
    }
    assert {*told["cmi.interactions.n.type"]} == {"choice", "matching", "performance"}
    assert {*told["cmi.interactions.n.result"]} == {"correct", "wrong", "neutral"}
    assert all(
        re.fullmatch(r"[a-z](,[a-z])*|\d\.[a-c](,\d\.[a-c])*", one)
        for one in told["cmi.interactions.n.student_response"]
    )
    assert "a,c,e" in told["cmi.interactions.n.correct_responses.n.pattern"]
    assert all(
        re.fullmatch(TIMESPAN, time) for time in told["cmi.core.session_time"] + told["cmi.interactions.n.latency"]
    )
    assert all(re.fullmatch(r"\d\d:\d\d:\d\d\.\d\d", time) for time in told["cmi.interactions.n.time"])
    assert {*told["cmi.core.score.min"]} | {*told["cmi.core.score.max"]} == {"0", "100"}
    assert {*told["cmi.core.lesson_status"]} == {"incomplete", "passed"}


def test_what_was_said_of_certainty_is_there_after_a_reload(seks, vindu):
    window: Vindu = vindu(seks).open("plattform.html")
    window.kurs.get_by_role("link", name="Sykepleieren med ferskt vitnemål").click()
    question = window.kurs.locator(".sporsmal").first
    svar(question, "situasjonsbestemt_innsats", readings=("nei",), certain="90")
    window.page.reload()
    expect(window.kurs.get_by_role("heading", level=1)).to_have_text("Sykepleieren med ferskt vitnemål")
    expect(window.kurs.locator(".sist")).to_contain_text("Du har svart på denne før: ikke i tråd")
    lager = "const { Lager } = await import('/kurs/assets/lager.js'); return [...new Lager().all()];"
    ((case, attempts),) = window.page.frames[1].evaluate(f"(async () => {{ {lager} }})()")
    assert case == "nyutdannet-sykepleier"
    assert [(one["dom"], one["sikker"], one["nr"]) for one in attempts] == [("feil", 90, 1)]


def test_the_next_at_the_same_machine_sees_nothing_of_it(seks, vindu):
    window: Vindu = vindu(seks).open("plattform.html")
    window.kurs.get_by_role("link", name="Telefonen fem på tolv").click()
    svar(sporsmal(window.kurs, "rett"), "har_rett")
    kept = window.page.frames[1].evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert kept == ["cmi"]  # the platform's own
    window.open("plattform.html?en-annen")
    says(window, "0 av 12 spørsmål", "0 prosent så langt, 80 trengs")


def test_back_and_forth_is_within_the_course_and_the_session_is_one(seks, vindu):
    window: Vindu = vindu(seks).open("plattform.html")
    kurs, page = window.kurs, window.page
    heading = kurs.get_by_role("heading", level=1)
    kurs.get_by_role("link", name="Rad ni").click()
    expect(heading).to_have_text("Rad ni")
    expect(heading).to_be_focused()
    kurs.get_by_role("link", name="Innhold", exact=True).click()
    kurs.get_by_role("link", name="Ordliste").click()
    expect(heading).to_have_text("Ordliste")
    page.evaluate("history.back()")
    expect(heading).to_have_text("Samme sak, samme svar?")
    page.evaluate("history.back()")
    expect(heading).to_have_text("Rad ni")
    page.evaluate("history.forward()")
    expect(heading).to_have_text("Samme sak, samme svar?")
    kurs.get_by_role("link", name="Ordliste").click()
    kurs.locator("main a[href*='#R']").first.click()
    expect(kurs.locator(".regel:target")).to_be_focused()
    assert window.cmi["core"]["lesson_location"] == "saker/rad-ni.html"  # what is looked up is not where one was
    assert [name for name, *_ in window.calls if name in ("Initialize", "Finish")] == ["Initialize"]


def test_a_number_chooses_once_though_other_cases_were_opened_before(seks, vindu):
    window: Vindu = vindu(seks).open("plattform.html")
    kurs = window.kurs
    for title in ("Rad ni", "Lappen fra kalenderen", "Telefonen fem på tolv"):
        kurs.get_by_role("link", name="Innhold", exact=True).click()
        kurs.get_by_role("link", name=title).click()
        expect(kurs.get_by_role("heading", level=1)).to_have_text(title)
    svar(sporsmal(kurs, "rett"), "har_rett")
    neste(sporsmal(kurs, "rett"))
    several = sporsmal(kurs, "boka")
    several.locator("input").first.focus()
    window.page.keyboard.press("1")
    expect(several.locator("input").first).to_be_checked()


def test_who_has_answered_all_and_not_enough_is_failed_and_can_go_on_until_it_is_passed(tre, vindu, kurset):
    window: Vindu = vindu(tre).open("plattform.html")
    kurs = window.kurs
    kurs.get_by_role("link", name="Telefonen fem på tolv").click()
    svar(sporsmal(kurs, "rett"), "ikke_rett")
    neste(sporsmal(kurs, "rett"))
    svar(sporsmal(kurs, "boka"), "1")
    kurs.get_by_role("link", name="Neste sak").click()
    pile = kurset.by_id["ti-for-kaffen"]
    lapper(kurs, [pile.desk.starts(slip) for slip in pile.sak.lapper])
    kurs.get_by_role("link", name="Neste sak").click()
    svar(sporsmal(kurs, "rett"), "har_rett")
    neste(sporsmal(kurs, "rett"))
    svar(sporsmal(kurs, "lappen-videre"), "1")
    neste(sporsmal(kurs, "lappen-videre"))
    writing = sporsmal(kurs, "meldingen")
    writing.locator("textarea").fill("Hei, jeg så lappen.")
    writing.get_by_role("button", name="Sammenlign").click()
    assert core(window) == ("50", "failed", "suspend")
    expect(kurs.locator("[data-si=nytt]")).to_contain_text("Nå har du svart på alt, og har 50 prosent av poengene.")
    window.page.reload()
    expect(kurs.locator("[data-videre-tittel]")).to_have_text("Ta en gang til det som ikke var i tråd")
    assert core(window) == ("50", "failed", "suspend")
    kurs.get_by_role("link", name="Telefonen fem på tolv").click()
    svar(sporsmal(kurs, "rett"), "har_rett")
    neste(sporsmal(kurs, "rett"))
    svar(sporsmal(kurs, "boka"), "0", "2", "4")
    assert core(window) == ("83", "passed", "")
    svar_igjen(window)
    assert core(window) == ("83", "passed", "")
    kurs.get_by_role("link", name="Innhold", exact=True).click()
    expect(kurs.locator("[data-videre-tittel]")).to_have_text("Kurset er bestått")


def svar_igjen(window: Vindu) -> None:
    """Answers the last question again, and wrongly."""
    igjen(sporsmal(window.kurs, "boka"))
    svar(sporsmal(window.kurs, "boka"), "1")


def test_the_session_is_ended_once_and_begun_anew_when_the_page_comes_back(seks, vindu):
    """A page that the browser had laid aside comes back as it was, with a session that is over."""
    window: Vindu = vindu(seks).open("plattform.html")
    kurs, sco = window.kurs, window.page.frames[1]
    kurs.get_by_role("link", name="Telefonen fem på tolv").click()
    svar(sporsmal(kurs, "rett"), "har_rett")
    sco.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    sco.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    assert [name for name, *_ in window.calls].count("Finish") == 1
    window.page.evaluate("api.reset()")  # the platform lets a new session begin
    window.page.evaluate("calls.length = 0")
    sco.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(kurs.locator("[data-si=plattform]")).to_have_text("")
    neste(sporsmal(kurs, "rett"))
    svar(sporsmal(kurs, "boka"), "0", "2", "4")
    said = window.calls
    assert [name for name, *_ in said].count("Initialize") == 1
    assert ["cmi.core.score.raw", "17"] in [given for name, given, *_ in said if name == "SetValue"]
    assert [call for call in said if call[3] != "0"] == []


def test_a_session_that_cannot_begin_anew_is_told_and_the_course_goes_on(seks, vindu):
    window: Vindu = vindu(seks).open("plattform.html")
    kurs, sco = window.kurs, window.page.frames[1]
    kurs.get_by_role("link", name="Telefonen fem på tolv").click()
    expect(kurs.get_by_role("heading", level=1)).to_have_text("Telefonen fem på tolv")
    for event in ("pagehide", "pageshow"):
        sco.evaluate("event => dispatchEvent(new PageTransitionEvent(event, { persisted: true }))", event)
    expect(kurs.locator("[data-si=plattform]")).to_contain_text("Åpne kurset på nytt derfra")
    svar(sporsmal(kurs, "rett"), "har_rett")
    expect(sporsmal(kurs, "rett").locator(".dom")).to_contain_text(RIGHT)
    expect(kurs.locator("[data-si=plattform]")).to_contain_text("Åpne kurset på nytt derfra")


def test_who_is_quicker_than_the_scripts_is_still_in_the_same_session(seks, vindu):
    window: Vindu = vindu(seks)
    window.page.route("**/sak.js", lambda route: (window.page.wait_for_timeout(1000), route.continue_()))
    window.open("plattform.html")
    window.page.wait_for_function("calls.length > 0")
    window.kurs.get_by_role("link", name="Telefonen fem på tolv").click()
    expect(window.kurs.get_by_role("heading", level=1)).to_have_text("Telefonen fem på tolv")
    svar(sporsmal(window.kurs, "rett"), "har_rett")
    assert core(window) == ("8", "incomplete", "suspend")
    assert window.cmi["core"]["lesson_location"] == "saker/telefonen-fra-hotellet.html"
    assert [name for name, *_ in window.calls if name in ("Initialize", "Finish")] == ["Initialize"]
