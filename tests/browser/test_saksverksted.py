"""Saksverksted: who has never seen YAML makes a case that holds, and what was made before is opened and kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from generator import checks
from generator.course import load
from generator.rules import assess
from generator.source import Source

STORY = (
    "Runa er 41 år og kjørte varebil for et bakeri i Larvik. Bakeriet la ned i januar. Nå står hun i skranken med"
    " lua i hånda. «Jeg vil kjøre igjen,» sier hun. «Men jeg har sendt fire søknader, og ingen har svart.»\n\n"
    "Odd ved siden av deg ser på skjermen. «Hun har lappen og har kjørt i ti år,» sier han lavt. «Gi henne et svar"
    " nå, så er det gjort. Hun klarer seg.» Runa hører det ikke. Hun ser på klokka over døra.\n\n"
    "Bak henne har køen vokst. En gutt sparker i en søppelbøtte. Du har ti minutter før lunsj, og et rom ledig."
)
WRONG = "Fire søknader uten svar kan ligne på noe større. Men ingen har sett annet enn at hun venter på et svar."
HOSTILE = (
    "<img src=x onerror=\"globalThis.rammet=1\"> </script><script>rammet=1</script> : - # &anker *a !!js/function 'x'"
)


@pytest.fixture
def verksted(nettleser) -> Page:
    """The page, ready to write in."""
    page = nettleser.page("saksverksted/")
    expect(page.get_by_label("Tittel", exact=True)).to_be_visible()
    return page


def press(button: Locator) -> None:
    """As one does by keyboard."""
    button.focus()
    button.press("Enter")


def card(page: Page, name: str, text: str, facts: dict[str, str], *, hent: str = "") -> None:
    """Adds a card as its fields are read from the top."""
    press(page.get_by_role("button", name="Legg til et kort"))
    number, kilde = name.split(": ")
    page.get_by_role("group", name=f"{number}: ").get_by_label("Hvor står det?").select_option(label=kilde)
    one = page.get_by_role("group", name=name)
    one.get_by_label("Dato").fill("20. april 2026")
    if hent:
        one.get_by_label("Det må hentes").check()
        one.get_by_label("Hva skal til for å hente det?").fill(hent)
    one.get_by_label("Hva står der?").fill(text)
    for question, value in facts.items():
        one.get_by_label("Legg til noe kortet slår fast").select_option(label=question)
        press(one.get_by_role("button", name="Legg til det som er valgt"))
        one.get_by_label(question).select_option(label=value)


def judge(page: Page, question: str, value: str, why: str, *cards: str) -> None:
    page.get_by_role("combobox", name=question).select_option(label=value)
    one = page.get_by_role("group").filter(has=page.get_by_role("combobox", name=question))
    one.get_by_label("Fordi").fill(why)
    for name in cards:
        one.get_by_label(name).check()


def answer(page: Page, state: str) -> Locator:
    """What the rules say beside the form, with these cards."""
    beside = page.get_by_role("complementary", name="Hva reglene sier")
    beside.get_by_label(state).check()
    return beside.locator(".svar-ark__svar")


def downloaded(page: Page, folder: Path) -> Path:
    with page.expect_download() as waited:
        press(page.get_by_role("button", name="Last ned saksfila"))
    path = folder / waited.value.suggested_filename
    waited.value.save_as(path)
    return path


def opened(page: Page, name: str, text: str | bytes) -> None:
    raw = text if isinstance(text, bytes) else text.encode()
    page.set_input_files("[data-fil]", {"name": name, "mimeType": "application/yaml", "buffer": raw})


def test_a_case_made_from_nothing_by_keyboard_holds_as_it_is(verksted, bygd, tmp_path):
    page = verksted
    page.get_by_label("Tittel", exact=True).fill("Runa og varebilen")
    page.get_by_label("Modul").select_option(label="Opplysninger og samtale")
    page.get_by_label("Hvem er du i saken?").select_option(label="Mottak")
    page.get_by_role("textbox", name="Historien").fill(STORY)
    page.get_by_label("Hvilket steg spør du om?").select_option("behovsvurdering")
    page.get_by_label("Spørsmålet, slik leseren får det").fill("Hva ender vurderingen av Runa i?")
    asks = {
        "Har personen henvendt seg til Nav?": "ja",
        "Ber personen om hjelp til å skaffe eller beholde arbeid?": "ja",
    }
    card(page, "Kort 1: Henvendelse", "«Kan dere hjelpe meg å finne noe?» Skrevet på en lapp.", asks)
    talked = "Har personen vært til samtale med en veileder?"
    card(page, "Kort 2: Arena", "Ingen samtale er ført.", {talked: "nei"})
    expect(page.locator(".svar-ark__svar")).to_have_text("Trenger flere opplysninger først")
    tells = {
        talked: "ja",
        "Kom samtalen inn på arbeid og veien dit?": "ja",
        "Sier to kilder ulike ting om noe som betyr noe?": "nei",
    }
    said = "To har ringt henne siden fredag, og den ene vil ha henne til uka. Det hun sier, stemmer med lappen."
    card(page, "Kort 3: Samtale", said, tells, hent="Be henne inn på rommet.")
    page.get_by_label("Dette kortet går foran kort 2").check()
    judge(
        page,
        "Trengs det en bredere vurdering av muligheter og behov?",
        "nei",
        "Hun er frisk og vil kjøre.",
        "Kort 3: Samtale",
    )
    soon = "Kan personen ventes i arbeid innen kort tid ved egen innsats?"
    judge(page, soon, "ja", "To har ringt, og den ene vil ha henne til uka.", "Kort 3: Samtale")
    expect(answer(page, "Alt er hentet")).to_have_text("Standardinnsats")
    expect(page.locator(".fristelse").filter(has_text="Behov for arbeidsevnevurdering")).to_contain_text(
        "ville fulgt hvis «behov for en bredere vurdering» var ja, ikke nei. Eksempel på: Å se gruppen, ikke personen."
    )
    press(page.get_by_role("button", name="Legg til: Behov for arbeidsevnevurdering"))
    page.keyboard.type(WRONG)
    expect(page.get_by_text("Saken er ferdig. Ingenting mangler.")).to_be_visible()
    path = downloaded(page, tmp_path)
    assert path.name == "runa-og-varebilen.yaml"
    course = load(bygd.root, files=[path])
    assert checks.problems(course) == []
    assert checks.advice(course) == []
    (case,) = course.cases
    assert [(one.utfall, one.strategi) for one in case.sak.stegsporsmal[0].valg] == [
        ("standardinnsats", ()),
        ("arbeidsevnevurdering", ("M14",)),
    ]
    assert [(one.hentet, one.utfall) for one in case.sak.forventet] == [
        ((), ("innhent_opplysninger",)),
        (("samtale",), ("standardinnsats",)),
    ]


def test_what_the_page_says_is_what_kurs_vurder_says(verksted, kurs):
    case = kurs.by_id["rad-ni"]
    opened(verksted, "rad-ni.yaml", case.source.text)
    for state, cards in {"Det på bordet": 0, "Alt er hentet": case.desk.all_open}.items():
        said = assess(kurs.regelbok, case.desk.facts(cards)).steg["behovsvurdering"]
        shown = answer(verksted, state)
        names = kurs.regelbok.steg["behovsvurdering"].utfall
        lacks = said.verdict.status == "mangler_opplysninger"
        expect(shown).to_have_text("Trenger flere opplysninger" if lacks else names[said.verdict.utfall[0]])
        beside = verksted.get_by_role("complementary", name="Hva reglene sier")
        for fact in said.verdict.mangler:
            expect(beside).to_contain_text(kurs.regelbok.fakta[fact].sporsmal)
        for rule in said.begrunnelse:
            if rule.utslag == "anvendt" and rule.regel.gives():
                expect(beside).to_contain_text(rule.regel.tekst)
        for outcome in said.vendepunkt:
            expect(beside.get_by_role("listitem").filter(has_text=names[outcome])).to_have_count(1)


def test_an_opened_case_keeps_what_the_form_does_not_edit(verksted, kurs, tmp_path):
    case = kurs.by_id["rad-ni"]
    opened(verksted, "rad-ni.yaml", f"# en merknad\n{case.source.text}")
    status = verksted.locator("[data-beskjed]")
    expect(status).to_contain_text("«rad-ni.yaml» er åpnet. Kommentarene i fila")
    expect(verksted.get_by_text("Saken er ferdig. Ingenting mangler.")).to_be_visible()
    verksted.get_by_label("Tittel", exact=True).fill("Rad ti")
    written = load(kurs.root, files=[downloaded(verksted, tmp_path)]).cases[0].sak
    assert written == replace(case.sak, tittel="Rad ti")


@pytest.mark.parametrize("id", ["ti-for-kaffen", "brevet-om-det-som-ikke-kom"])
def test_questions_that_are_not_made_here_are_kept_and_said_to_be(id, verksted, kurs, tmp_path):
    case = kurs.by_id[id]
    opened(verksted, f"{id}.yaml", case.source.text)
    expect(verksted.get_by_text("Dette spørsmålet kan ikke endres her.").first).to_be_visible()
    assert load(kurs.root, files=[downloaded(verksted, tmp_path)]).cases[0].sak == case.sak


BROKEN = {
    b"id: a\nhistorie: Hun sa: ja: nei\n": "Se linje 2",
    b"id: a\nid: b\n": "Se linje 2: det samme feltet",
    b"a: &b [*b]\n": "Se linje 1: & og *",
    b"- en liste\n": "ikke bygd opp som en sak",
    b"opplysninger: {a: b}\n": "har en form skjemaet ikke kan vise",
    b"opplysninger:\n  - tekst: [en, to]\n": "har en form skjemaet ikke kan vise",
    b"forventet:\n  - {steg: samtale, hentet: a, utfall: [b]}\n": "har en form skjemaet ikke kan vise",
    b"vurderinger:\n  - verdi: ja\n": "har en form skjemaet ikke kan vise",
    b"": "den er tom",
    "tittel: På".encode("latin-1"): "ikke lagret som UTF-8",
}


def test_a_file_that_cannot_be_opened_is_told_and_nothing_is_lost(verksted):
    title, status = verksted.get_by_label("Tittel", exact=True), verksted.locator("[data-beskjed]")
    for broken, says in BROKEN.items():
        title.fill("Det jeg holder på med")
        opened(verksted, "gal.yaml", broken)
        expect(status).to_contain_text("«gal.yaml» kan ikke åpnes")
        expect(status).to_contain_text(says)
        expect(title).to_have_value("Det jeg holder på med")
    verksted.reload()
    expect(title).to_have_value("Det jeg holder på med")


MISTYPED = {
    "    steg: behovsvurdering\n": ("    steg: behovsvurderin\n", "Velg hvilket steg du spør om"),
    "utfall: [samtale_forst]": ("utfal: [samtale_forst]", "Saken venter seg et annet svar"),
    "modul: opplysninger-og-samtale": ("modul: opplysninger", "Kurset kjenner ikke «opplysninger». Velg noe annet"),
    "avvik: b": ("avvik: q", "Kurset kjenner ikke «q». Velg noe annet"),
}


@pytest.mark.parametrize("old", MISTYPED)
def test_a_mistyped_word_is_named_and_the_rest_of_the_case_is_there(old, verksted, kurs):
    new, says = MISTYPED[old]
    opened(verksted, "rad-ni.yaml", kurs.by_id["rad-ni"].source.text.replace(old, new, 1))
    title = verksted.get_by_label("Tittel", exact=True)
    expect(title).to_have_value("Rad ni")
    expect(verksted.get_by_text(says).first).to_be_visible()
    verksted.reload()
    expect(title).to_have_value("Rad ni")
    expect(verksted.get_by_text(says).first).to_be_visible()


def test_feedback_that_is_left_empty_is_yet_to_be_written(verksted, kurs):
    text = kurs.by_id["rad-ni"].source.text.replace(
        "        tilbakemelding: >-", "        tilbakemelding:\n        koster: >-", 1
    )
    text = text.replace(
        "        koster: Hun kan være i fjellet på mandag, og blir bedt om å fylle ut et skjema om hva hun tåler.\n", ""
    )
    opened(verksted, "rad-ni.yaml", text)
    expect(verksted.get_by_text("Skriv hva dette svaret overser: Behov for arbeidsevnevurdering")).to_be_visible()


def test_a_draft_that_cannot_be_shown_can_be_taken_out_and_lies_there_until_something_is_written(verksted, tmp_path):
    draft = '{"sak": {"tittel": "Det gamle", "opplysninger": [{"tekst": ["a", "b"]}]}}'
    verksted.evaluate("draft => localStorage.setItem('enhetlig.verksted', draft)", draft)
    for _ in range(2):
        verksted.reload()
        expect(verksted.locator("[data-beskjed]")).to_contain_text("Last det ned før du skriver noe nytt")
        expect(verksted.get_by_label("Tittel", exact=True)).to_have_value("")
    verksted.get_by_label("Tittel", exact=True).fill("Det nye")
    with verksted.expect_download() as waited:
        press(verksted.get_by_role("button", name="Last ned utkastet"))
    waited.value.save_as(tmp_path / "utkast.yaml")
    assert "tittel: Det gamle" in (tmp_path / "utkast.yaml").read_text("utf-8")


def test_a_tab_in_which_nothing_was_written_leaves_the_draft_of_another_alone(verksted):
    other = verksted.context.new_page()
    other.goto(verksted.url)
    other.get_by_label("Tittel", exact=True).fill("Skrevet i den andre")
    other.goto("about:blank")
    verksted.reload()
    expect(verksted.get_by_label("Tittel", exact=True)).to_have_value("Skrevet i den andre")


def test_a_new_case_is_told_that_its_name_is_taken_and_an_opened_one_is_not(verksted, kurs):
    taken = verksted.get_by_text("En sak heter alt det")
    verksted.get_by_label("Tittel", exact=True).fill("Rad ni")
    expect(taken).to_be_visible()
    opened(verksted, "rad-ni.yaml", kurs.by_id["rad-ni"].source.text)
    expect(taken).to_have_count(0)


def test_another_step_can_be_undone_with_all_that_was_written_for_the_first(verksted, kurs, tmp_path):
    case = kurs.by_id["rad-ni"]
    opened(verksted, "rad-ni.yaml", case.source.text)
    verksted.get_by_label("Hvilket steg spør du om?").select_option("samtale")
    expect(verksted.locator("[data-beskjed]")).to_contain_text("svarene til det forrige er lagt bort")
    press(verksted.get_by_role("button", name="Angre"))
    assert load(kurs.root, files=[downloaded(verksted, tmp_path)]).cases[0].sak == case.sak


def test_a_card_laid_on_the_table_and_away_again_says_how_it_is_fetched(verksted, kurs):
    opened(verksted, "rad-ni.yaml", kurs.by_id["rad-ni"].source.text)
    one = verksted.get_by_role("group", name="Kort 4: Samtale")
    one.get_by_label("Det ligger på bordet").check()
    expect(one.get_by_label("Hva skal til for å hente det?")).to_have_count(0)
    one.get_by_label("Det må hentes").check()
    expect(one.get_by_label("Hva skal til for å hente det?")).to_have_value("Ring Tove.")


def test_a_card_whose_source_has_odd_letters_gets_another(verksted, nettleser):
    opened(verksted, "sak.yaml", "opplysninger:\n  - {id: a, kilde: x(, dato: i dag, tekst: b}\n")
    where = verksted.get_by_role("group", name="Kort 1: x(").get_by_label("Hvor står det?")
    expect(where).to_have_value("x(")
    where.select_option(label="Arena")
    expect(verksted.get_by_role("group", name="Kort 1: Arena")).to_be_visible()
    assert nettleser.errors == []


def test_the_tick_of_a_card_that_goes_first_follows_it_when_it_is_moved(verksted):
    asks = "Har personen henvendt seg til Nav?"
    card(verksted, "Kort 1: Henvendelse", "En lapp.", {asks: "ja"})
    card(verksted, "Kort 2: Arena", "Ingen lapp.", {asks: "nei"})
    verksted.get_by_label("Dette kortet går foran kort 1").check()
    press(verksted.get_by_role("button", name="Flytt opp: Kort 2: Arena"))
    tick = verksted.get_by_role("group", name="Kort 1: Arena").get_by_label("Dette kortet går foran kort 2")
    expect(tick).to_be_checked()
    other = verksted.get_by_role("group", name="Kort 2: Henvendelse").get_by_label("Dette kortet går foran kort 1")
    expect(other).to_have_count(0)
    tick.uncheck()
    expect(other).not_to_be_checked()


def test_the_page_says_all_that_it_has_to_say_of_comments(verksted, kurs):
    opened(verksted, "rad-ni.yaml", f"# en merknad\n{kurs.by_id['rad-ni'].source.text}")
    expect(verksted.locator("[data-beskjed]")).to_contain_text("blir ikke med når du laster ned.")


def test_what_one_does_is_asked_by_the_rules_that_each_option_follows_or_breaks(verksted, kurs, tmp_path):
    case = kurs.by_id["rad-ni"]
    opened(verksted, "rad-ni.yaml", case.source.text)
    press(verksted.get_by_role("button", name="Nytt spørsmål om hva du gjør"))
    asked = verksted.get_by_role("group", name="Spørsmål 3: hva du gjør")
    asked.get_by_label("Spørsmålet, slik leseren får det").fill("Hva gjør du nå?")
    press(asked.get_by_role("button", name="Ta bort: Svar 3"))
    for number, (text, rule, side) in enumerate(
        [("Avtal en samtale til.", "R25", "Følger den"), ("La saken ligge litt.", "R15", "Bryter den")]
    ):
        asked.get_by_role("textbox", name=f"Svar {number + 1}").fill(text)
        asked.get_by_label("Hvilken regel gjelder det?").nth(number).select_option(rule)
        press(asked.get_by_role("button", name=side).nth(number))
    asked.get_by_label("Hva taler for svaret, og hva overser det?").fill(WRONG)
    expect(verksted.get_by_text("Saken er ferdig. Ingenting mangler.")).to_be_visible()
    made = load(kurs.root, files=[downloaded(verksted, tmp_path)])
    assert checks.problems(made) == []
    added = made.cases[0].sak.sporsmal[-1]
    assert [(one.tekst, one.folger, one.bryter, one.tilbakemelding) for one in added.valg] == [
        ("Avtal en samtale til.", ("R25",), (), None),
        ("La saken ligge litt.", (), ("R15",), WRONG),
    ]


def test_a_hostile_text_is_text_and_runs_nothing(verksted, tmp_path):
    press(verksted.get_by_role("button", name="Legg til et kort"))
    verksted.get_by_label("Tittel", exact=True).fill(HOSTILE)
    verksted.get_by_role("textbox", name="Historien").fill(HOSTILE)
    verksted.get_by_label("Hva står der?").fill(HOSTILE)
    verksted.get_by_text("Se fila", exact=True).click()
    expect(verksted.locator(".fila")).to_contain_text("<img src=x")
    path = downloaded(verksted, tmp_path)
    data = Source.parse(path.name, path.read_text("utf-8")).data
    said = [data["tittel"], data["historie"], data["opplysninger"][0]["tekst"]]
    assert [" ".join(text.split()) for text in said] == [HOSTILE] * 3
    opened(verksted, path.name, path.read_text("utf-8"))
    expect(verksted.get_by_label("Tittel", exact=True)).to_have_value(HOSTILE)
    expect(verksted.get_by_text("Her står HTML, et bilde eller en lenke").first).to_be_visible()
    assert verksted.evaluate("globalThis.rammet") is None


def test_a_draft_is_there_when_one_comes_back_until_it_is_thrown_away_and_even_then(verksted):
    title = verksted.get_by_label("Tittel", exact=True)
    title.fill("Utkastet")
    verksted.reload()
    expect(title).to_have_value("Utkastet")
    expect(verksted.locator("[data-beskjed]")).to_contain_text("Du fortsetter på utkastet")
    verksted.get_by_role("button", name="Begynn på nytt").click()
    verksted.get_by_role("button", name="Behold utkastet").click()
    expect(title).to_have_value("Utkastet")
    verksted.get_by_role("button", name="Begynn på nytt").click()
    verksted.get_by_role("dialog").get_by_role("button", name="Begynn på nytt").click()
    expect(title).to_have_value("")
    verksted.get_by_role("button", name="Angre").click()
    expect(title).to_have_value("Utkastet")


def test_a_card_taken_away_by_mistake_comes_back_with_all_that_named_it(verksted, kurs, tmp_path):
    case = kurs.by_id["rad-ni"]
    opened(verksted, "rad-ni.yaml", case.source.text)
    press(verksted.get_by_role("button", name="Ta bort: Kort 2: Arena"))
    expect(verksted.get_by_role("group", name="Kort 2: Sosialsystemet")).to_be_visible()
    press(verksted.get_by_role("button", name="Angre"))
    assert load(kurs.root, files=[downloaded(verksted, tmp_path)]).cases[0].sak == case.sak


def test_what_is_left_to_do_leads_to_its_field(verksted):
    press(verksted.get_by_role("button", name="Legg til et kort"))
    press(verksted.get_by_role("link", name="Skriv en dato på kort 1"))
    expect(verksted.get_by_label("Dato, som")).to_be_focused()
    press(verksted.get_by_role("link", name="Skriv scenariet saken ligner på"))
    expect(verksted.get_by_role("textbox", name="Scenario")).to_be_focused()


def test_an_opened_case_whose_answer_has_turned_can_be_made_to_expect_the_new_one(verksted, kurs, tmp_path):
    opened(verksted, "rad-ni.yaml", kurs.by_id["rad-ni"].source.text)
    verksted.get_by_role("combobox", name="Trengs det en bredere vurdering").select_option("ja")
    press(verksted.get_by_role("button", name="Skriv det på nytt av reglene"))
    expect(verksted.get_by_text("Saken venter seg et annet svar")).to_have_count(0)
    written = load(kurs.root, files=[downloaded(verksted, tmp_path)]).cases[0].sak
    assert written.forventet[-1].utfall == ("arbeidsevnevurdering",)


def test_without_javascript_the_page_says_where_else_a_case_is_made(nettleser):
    page = nettleser.page("saksverksted/", java_script_enabled=False)
    expect(page.get_by_text("Skjemaet trenger JavaScript.")).to_be_visible()
    expect(page.get_by_role("article").get_by_role("link", name="Slik lager du en sak").first).to_be_visible()
    expect(page.get_by_role("button", name="Åpne en saksfil")).to_be_hidden()
