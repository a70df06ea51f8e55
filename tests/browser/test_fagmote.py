"""A fagmøte with phones, in real browsers, on a real server: leader, projector and phones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from generator.live.skjerm import spaced
from tests.browser.conftest import Nettleser, Opened, opened
from tests.browser.test_every_page import AXE, OVERFLOW
from tests.live.tjener import Leder, Tjener, tjener

SAK = "elektrikeren-med-fire-tomme-ar"
"""A case with a twin that asks the same, a reading, and cards on both sides of the office."""
RETT, IKKE, MER = "Standardinnsats", "Situasjonsbestemt innsats", "Trenger flere opplysninger først"


class Rommet:
    """A meeting room: each screen in a browser of its own."""

    def __init__(self, nettleser: Nettleser, server: Tjener) -> None:
        self.nettleser, self.server = nettleser, server

    def skjerm(self, path: str = "", width: int = 360, **settings: object) -> Page:
        return self.nettleser.page(path, viewport={"width": width, "height": 800}, **settings)  # type: ignore[arg-type]

    def leder(self, **settings: object) -> Page:
        """The leader, in a meeting of their own where nothing is chosen."""
        page = self.skjerm(f"m/leder#{self.server.hemmelig}", **{"width": 1000, **settings})  # type: ignore[arg-type]
        press(page, "Nytt møte")
        expect(page.get_by_role("heading", name="Velg sak")).to_be_visible()
        return page

    def telefon(self, kode: str, **settings: object) -> Page:
        page = self.skjerm(f"m/{kode}", **settings)  # type: ignore[arg-type]
        press(page, "Bli med")
        expect(page.locator(".steg")).to_contain_text(spaced(kode))
        return page


@pytest.fixture(scope="module")
def server(bygd, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tjener]:
    folder = tmp_path_factory.mktemp("fagmote")
    with tjener(folder, f"sqlite:///{folder / 'fagmote.sqlite'}", site=bygd.root / "site", uten_sperre=True) as running:
        yield running


@pytest.fixture
def rommet(chromium: Browser, server: Tjener, kept: dict[str, Opened]) -> Iterator[Rommet]:
    """Whatever a test does, no screen may throw, or ask another host for anything."""
    with opened(chromium, f"{server.her}/", kept) as browser:
        yield Rommet(browser, server)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def heading(page: Page):
    return page.locator("h1")


def code(page: Page) -> str:
    return page.url.split("/")[-2]


def answer(page: Page, svar: str, reading: str = "Ja", sikker: str = "Ganske sikker") -> None:
    """Fills in the form and sends it; the receipt must come."""
    if page.locator("[data-endre]:not([open])").count():
        page.locator("[data-endre] > summary").click()
    form = page.locator("form[data-svar]")
    form.get_by_label(reading, exact=True).check()
    form.get_by_label(svar, exact=True).check()
    form.get_by_label(sikker).check()
    press(page, "Gi svaret")
    expect(page.get_by_role("heading", name="Svaret er lagret.")).to_be_visible()


def start(leader: Page, sak: str = SAK) -> None:
    leader.get_by_label("Sak 1").select_option(sak)
    press(leader, "Start møtet")
    expect(heading(leader)).to_contain_text("Les")


def test_a_team_goes_from_the_code_to_the_minutes(rommet):
    leader, projector, one, two = _they_come_and_read(rommet)
    _they_judge_talk_and_judge_again(leader, projector, one, two)
    _they_write_down_what_they_do(leader, projector)
    _it_carries_over_and_ends(leader, projector, one, two)


def _they_come_and_read(rommet: Rommet) -> tuple[Page, Page, Page, Page]:
    leader = rommet.leder()
    kode = code(leader)
    projector = rommet.skjerm(f"m/{kode}/lerret", width=1440)
    assert rommet.server.hemmelig not in projector.content()
    expect(projector.locator(".kode")).to_have_text(spaced(kode))
    one = rommet.skjerm("m")
    one.get_by_label("Koden").fill(spaced(kode).lower())
    press(one, "Fortsett")
    two = rommet.telefon(kode)
    expect(projector.locator("[data-med]")).to_have_text("2")

    start(leader)
    expect(one.get_by_text("Les for deg selv")).to_be_visible()
    expect(heading(projector)).to_have_text("Les saken. Ikke si noe ennå.")
    return leader, projector, one, two


def _they_judge_talk_and_judge_again(leader: Page, projector: Page, one: Page, two: Page) -> None:
    press(leader, "Videre: Runde 1")
    answer(one, RETT)
    expect(one.get_by_text("Én holder på ennå.")).to_be_visible()
    for screen in (leader, projector):
        expect(screen.locator("[data-svart]")).to_have_text("1")
        assert RETT not in screen.locator("body").inner_text()
    answer(two, IKKE, "Nei")
    expect(one.get_by_text("Alle har svart.")).to_be_visible()
    leader.get_by_label("Tid").select_option("2")
    leader.locator("form", has=leader.get_by_label("Tid")).get_by_role("button").click()
    for screen in (leader, projector, one, two):
        expect(screen.locator("[data-frist]")).to_contain_text("igjen")

    press(leader, "Videre: Snakk sammen")
    for screen in (leader, projector, one, two):
        expect(screen.get_by_text("Dere er delt om to svar.")).to_be_visible()
        expect(screen.get_by_text("Dere leser opplysningene ulikt.")).to_be_visible()
        expect(screen.locator(".soyler")).to_have_count(0)
    expect(heading(one)).to_be_focused()

    press(leader, "Videre: Runde 2")
    for phone in (one, two):
        answer(phone, IKKE, "Nei", "Ville fattet vedtaket")
    press(leader, "Videre: Hva reglene sier")
    for screen in (projector, one):
        expect(heading(screen)).to_have_text("Dere er enige, men reglene sier noe annet.")
        expect(screen.locator(".soyler li", has_text=IKKE)).to_contain_text("fra 1 til 2. Kan ikke forsvares")
        expect(screen.locator(".soyler li", has_text=RETT)).to_contain_text("fra 1 til 0. Etter reglene")
    expect(leader.get_by_text("To svarte «Ville fattet vedtaket», ingen av dem i tråd med reglene.")).to_be_visible()
    expect(leader.locator(".matrise")).to_be_visible()


def _they_write_down_what_they_do(leader: Page, projector: Page) -> None:
    press(leader, "Videre: Vår praksis")
    leader.get_by_label("Når dette kommer, gjør vi slik").fill("Vi ringer først.")
    press(leader, "Legg til")
    expect(projector.get_by_text("Vi ringer først.")).to_be_visible()
    leader.get_by_label("Når dette kommer, gjør vi slik").fill("Vi tar bare dem som er registrert.")
    leader.get_by_label("ikke blir vurdert").check()
    press(leader, "Legg til")
    expect(projector.get_by_role("heading", name="Åpne spørsmål")).to_be_visible()
    expect(projector.get_by_text("Lik rett uansett kanal og tjeneste")).to_be_visible()


def _it_carries_over_and_ends(leader: Page, projector: Page, one: Page, two: Page) -> None:
    press(leader, "Videre: En sak til")
    for phone in (one, two):
        answer(phone, RETT)
    press(leader, "Videre: Tok vi det med oss?")
    expect(projector.locator(".soyler")).to_be_visible()
    press(leader, "Videre: Referat")
    leader.get_by_role("link", name="Se og skriv ut").click()
    expect(heading(leader)).to_have_text("Referat fra fagmøte")
    leader.go_back()
    press(leader, "Avslutt møtet")
    expect(heading(one)).to_have_text("Møtet er over")
    press(leader, "La kontorets leder se det")
    expect(leader.get_by_text("Møtet er med i oversikten.")).to_be_visible()
    assert one.evaluate("Object.keys(localStorage)") == [], "nothing of the meeting is left in the phone"


def test_a_leader_may_show_the_spread_which_says_nothing_of_the_rules(rommet):
    leader = rommet.leder()
    kode = code(leader)
    phone, projector = rommet.telefon(kode), rommet.skjerm(f"m/{kode}/lerret", width=1440)
    start(leader)
    press(leader, "Videre: Runde 1")
    answer(phone, RETT)
    press(leader, "Videre: Snakk sammen")
    leader.locator("summary", has_text="Vis fordelingen nå").click()
    press(leader, "Vis fordelingen nå")
    for screen in (leader, projector):
        expect(screen.locator(".soyler li", has_text=RETT)).to_contain_text("1")
        expect(screen.locator(".soyler .rett")).to_have_count(0)
        assert "reglene" not in screen.locator(".soyler").inner_text().lower()
    expect(phone.locator(".soyler")).to_have_count(0)


def test_what_the_leader_is_writing_stays_when_the_meeting_changes(rommet):
    leader = rommet.leder()
    start(leader)
    leader.get_by_label("Hopp til").select_option(label="6. Vår praksis")
    leader.locator("form", has=leader.get_by_label("Hopp til")).get_by_role("button").click()
    leader.get_by_label("Når dette kommer, gjør vi slik").fill("En linje til")
    other = Leder(rommet.server)
    other.kode = code(leader)
    other.gjor("skriv", rutine="Noe en annen skrev")
    expect(leader.get_by_text("Noe en annen skrev")).to_be_visible()
    expect(leader.get_by_label("Når dette kommer, gjør vi slik")).to_have_value("En linje til")
    expect(leader.get_by_label("Når dette kommer, gjør vi slik")).to_be_focused()


def test_a_network_that_is_gone_for_half_a_minute_loses_nothing(rommet):
    lead = Leder(rommet.server)
    kode = lead.nytt_mote(SAK)
    phone = rommet.telefon(kode, alone=True)
    phone.clock.install()
    lead.flytt(1)
    expect(phone.locator("form[data-svar]")).to_be_visible()
    phone.context.set_offline(True)
    form = phone.locator("form[data-svar]")
    form.get_by_label("Ja", exact=True).check()
    form.get_by_label(RETT, exact=True).check()
    press(phone, "Gi svaret")
    expect(phone.get_by_text("Nettet er borte. Svaret ligger her")).to_be_visible()
    phone.clock.run_for(30_000)
    assert rommet.server.mote(kode).svart(1) == 0
    phone.context.set_offline(False)
    phone.clock.run_for(12_000)
    expect(phone.get_by_role("heading", name="Svaret er lagret.")).to_be_visible()
    assert rommet.server.mote(kode).svart(1) == 1


def test_an_answer_given_while_the_server_is_down_comes_through_when_it_is_up(chromium, bygd, tmp_path):
    with (
        tjener(tmp_path, f"sqlite:///{tmp_path / 'fagmote.sqlite'}", site=bygd.root / "site") as server,
        opened(chromium, f"{server.her}/", {}) as browser,
    ):
        lead = Leder(server)
        kode = lead.nytt_mote(SAK)
        phone = Rommet(browser, server).telefon(kode, alone=True)
        lead.flytt(1)
        form = phone.locator("form[data-svar]")
        form.get_by_label("Ja", exact=True).check()
        form.get_by_label(MER, exact=True).check()
        server.drep()
        press(phone, "Gi svaret")
        expect(phone.get_by_text("Nettet er borte. Svaret ligger her")).to_be_visible()
        server.start()
        expect(phone.get_by_role("heading", name="Svaret er lagret.")).to_be_visible()
        assert server.mote(kode).svart(1) == 1


def test_what_is_filled_in_is_still_there_after_a_reload_and_an_answer_can_be_changed(rommet):
    lead = Leder(rommet.server)
    kode = lead.nytt_mote(SAK)
    phone = rommet.telefon(kode)
    lead.flytt(1)
    press(phone, "Gi svaret")
    expect(phone.get_by_text("Svar på spørsmålene først.")).to_be_visible()
    phone.get_by_label(IKKE, exact=True).check()
    phone.get_by_label("Hvorfor?").fill("Fordi <b>programmet</b> varer.")
    phone.reload()
    expect(phone.get_by_label(IKKE, exact=True)).to_be_checked()
    expect(phone.get_by_label("Hvorfor?")).to_have_value("Fordi <b>programmet</b> varer.")
    answer(phone, IKKE)
    expect(phone.get_by_text(f"Du svarte {IKKE}.")).to_be_visible()
    answer(phone, RETT)
    expect(phone.get_by_text(f"Du svarte {RETT}.")).to_be_visible()
    assert rommet.server.mote(kode).svart(1) == 1


SLOW = """() => {
  const real = window.fetch;
  let first = true;
  window.fetch = async (...asked) => {
    if (asked[1]?.method === "POST" && first) {
      first = false;
      await new Promise((done) => setTimeout(done, 1500));
    }
    return real(...asked);
  };
}"""
"""The first that is sent is long on its way."""


def test_who_answers_anew_while_the_first_is_on_its_way_gets_the_new_one_counted(rommet):
    lead = Leder(rommet.server)
    kode = lead.nytt_mote(SAK)
    phone = rommet.telefon(kode)
    lead.flytt(1)
    expect(phone.locator("form[data-svar]")).to_be_visible()
    phone.evaluate(SLOW)
    phone.get_by_label("Ja", exact=True).check()
    for chosen in (RETT, IKKE):
        phone.get_by_label(chosen, exact=True).check()
        press(phone, "Gi svaret")
    expect(phone.get_by_text(f"Du svarte {IKKE}.")).to_be_visible()
    (vote,) = rommet.server.mote(kode).stemmer[1].values()
    assert vote.svar == "situasjonsbestemt_innsats"


def test_a_divided_table_gives_each_phone_the_cards_of_one_side(rommet):
    lead = Leder(rommet.server)
    kode = lead.nytt_mote()
    phones = [rommet.telefon(kode) for _ in range(2)]
    lead.gjor("velg", sak=["tomreren-i-koen"], delt="ja")
    for phone, mine, theirs in (*zip(phones, ("Arena", "Sosialsystemet"), ("Sosialsystemet", "Arena"), strict=True),):
        expect(phone.locator(".stempel", has_text=mine)).to_be_visible()
        expect(phone.locator(".stempel", has_text=theirs)).to_have_count(0)
        expect(phone.get_by_text("Fortell hverandre hva dere har.")).to_be_visible()


def test_a_phone_without_scripts_takes_part(rommet):
    lead = Leder(rommet.server)
    kode = lead.nytt_mote(SAK)
    phone = rommet.telefon(kode, java_script_enabled=False)
    lead.flytt(1)
    phone.get_by_role("link", name="Se om møtet har gått videre").click()
    phone.get_by_label("Ja", exact=True).check()
    phone.get_by_label(RETT, exact=True).check()
    press(phone, "Gi svaret")
    expect(phone.get_by_role("heading", name="Svaret er lagret.")).to_be_visible()
    assert rommet.server.mote(kode).svart(1) == 1


def test_who_has_no_meeting_or_secret_is_told_so_kindly(rommet):
    page = rommet.skjerm("m")
    page.get_by_label("Koden").fill("222 222")
    press(page, "Fortsett")
    expect(page.get_by_text("Det er ikke noe møte med den koden.")).to_be_visible()
    page.goto(f"{rommet.server.her}/m/leder#feil")
    expect(page.get_by_text("Lederkoden stemmer ikke.")).to_be_visible()
    assert page.url.endswith("/m/leder"), "the secret does not stay in the address"


@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 1280)])
def test_axe_finds_nothing_on_phone_and_leader_narrow_in_light_or_on_wall_and_leader_wide_in_dark(
    scheme, width, rommet
):
    settings = {"color_scheme": scheme, "width": width, "reduced_motion": "reduce"}
    leader = rommet.leder(**settings)
    kode = code(leader)
    door = rommet.skjerm(f"m/{kode}", **settings)
    for path in (f"m/{kode}", "m", "m/222222", f"m/{kode}/lerret"):
        door.goto(f"{rommet.server.her}/{path}")
        looks_right(door)
    phone = rommet.telefon(kode, **settings)
    other = phone if scheme == "light" else door
    looks_right(leader)
    start(leader)
    steps = len(rommet.server.mote(kode).plan)
    for number in range(steps):
        for screen in (leader, phone, other):
            expect(screen.locator("#skjerm")).to_have_attribute("data-nr", str(number))
        if phone.locator("form[data-svar]").count():
            looks_right(other)
            answer(phone, RETT)
        if leader.get_by_label("Når dette kommer").count():
            leader.get_by_label("Når dette kommer").fill("Vi spør alltid om arbeid, også når noen søker om penger.")
            leader.get_by_label("av vane").check()
            press(leader, "Legg til")
            expect(other.get_by_text("Vi spør alltid om arbeid")).to_be_visible()
        for screen in (leader, other):
            looks_right(screen)
        if number + 1 < steps:
            press(leader, "Videre:")
    for path in (f"m/{kode}/referat", "m/oversikt", "m/leder"):
        leader.goto(f"{rommet.server.her}/{path}")
        looks_right(leader)


def looks_right(page: Page) -> None:
    found = Axe().run(page, options={"runOnly": AXE, "resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate(OVERFLOW) == [False]
