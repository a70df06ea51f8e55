"""The package that `kurs eksporter cmi5` writes, and how it is played: launched by a strict platform, in Chromium."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import etree
from playwright.sync_api import Browser, Page, expect

from generator.course import Course
from generator.exports import cmi5
from generator.exports.utvalg import choose
from generator.view.sprak import tekster
from tests.browser.conftest import PATIENCE, serve
from tests.browser.test_every_page import AXE, OVERFLOW
from tests.conftest import PROJECT
from tests.exports.lrs import Lrs, Statement, platform, verb
from tests.exports.scorm12_lms import (
    THREE,
    Vindu,
    igjen,
    lapper,
    neste,
    sporsmal,
    svar,
    tool,
    unpacked,
)
from tests.exports.test_scorm12_spilt import every_wrong_choice_has_its_own_feedback, says

SCHEMA = Path(__file__).parent / "cmi5_CourseStructure.xsd"
VALIDATOR = Path(__file__).parent / "xapi_gyldig.mjs"
NS = "{https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd}"
OURS = f"{cmi5.OURS.urn}#"
GREY = "nyutdannet-sykepleier"
BACK = "Tilbake til læringsplattformen"
NOT_TAKEN = "Læringsplattformen tok ikke imot det siste. Kurset sender det igjen neste gang du svarer eller blar."
MUTE = "Læringsplattformen svarer ikke. Du kan øve som før"
ENDED = "Økten i læringsplattformen er avsluttet. Åpne kurset på nytt derfra hvis svarene skal telle."
NOISE = "Failed to load resource: "
"""What the browser itself says of an answer that is no 200, as of a state that is not there yet."""


def package(course: Course, path: Path, *cases: str, malform: str = "nb") -> Path:
    """The file that `kurs eksporter cmi5` writes of these cases."""
    with path.open("wb") as out:
        cmi5.write(choose(course, saker=cases), out, tekster(malform), iter)
    return path


def structure(file: Path) -> etree._Element:
    with zipfile.ZipFile(file) as archive:
        return etree.fromstring(archive.read("cmi5.xml"))


def wrong_in(statements: list[Statement]) -> list[str]:
    """All that a strict validator finds wrong."""
    command = ["node", str(VALIDATOR), str(tool("xapi-validation/dist/index.js"))]
    given = json.dumps(statements)
    if shutil.which("node") is None:
        pytest.fail("Testen trenger Node 20.19 eller nyere. Installer den, og se at «node --version» svarer.")
    run = subprocess.run(command, input=given, capture_output=True, text=True, encoding="utf-8", check=True)
    return list(json.loads(run.stdout))


# The package.


def test_the_structure_is_valid_and_has_one_unit_that_is_passed_at_eighty_percent(kurset, tmp_path):
    root = structure(package(kurset, tmp_path / "kurs.zip", *THREE))
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(root.getroottree())
    (unit,) = root.findall(f".//{NS}au")
    assert (unit.get("moveOn"), unit.get("masteryScore"), unit.get("launchMethod")) == ("Passed", "0.8", "AnyWindow")
    with zipfile.ZipFile(tmp_path / "kurs.zip") as archive:
        assert unit.findtext(f"{NS}url") in archive.namelist()
        assert "assets/scorm12.js" not in archive.namelist()
    assert "Øvingssaker" in root.findtext(f".//{NS}description/{NS}langstring")


def test_its_ids_follow_from_the_chosen_cases_and_nothing_else(kurset, tmp_path):
    def ids(name: str, *cases: str, malform: str = "nb") -> list[str | None]:
        root = structure(package(kurset, tmp_path / name, *cases, malform=malform))
        return [root.find(f".//{NS}{part}").get("id") for part in ("course", "au")]

    both = ids("a.zip", *THREE[:2])
    assert both == ids("b.zip", *reversed(THREE[:2]), malform="nn")
    assert len({*both, *ids("c.zip", THREE[0])}) == 4
    assert all(id.startswith("urn:uuid:") for id in both)


def test_the_same_course_gives_the_same_bytes_also_in_another_process(kurset, tmp_path):
    one, other = (package(kurset, tmp_path / name, *THREE).read_bytes() for name in ("a.zip", "b.zip"))
    chosen = [word for case in THREE for word in ("--sak", case)]
    command = [str(Path(sys.executable).parent / "kurs"), "eksporter", "cmi5", str(tmp_path / "c.zip"), *chosen]
    subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)
    assert one == other == (tmp_path / "c.zip").read_bytes()


def test_the_package_speaks_nynorsk_and_says_what_is_sent(kurset, tmp_path):
    with zipfile.ZipFile(package(kurset, tmp_path / "kurs.zip", THREE[0], malform="nn")) as archive:
        assert 'langstring lang="nn">Øvingssaker om behovsvurderinga' in archive.read("cmi5.xml").decode()
        assert "kor sikker du sa at du var" in archive.read("index.html").decode()
        assert '"malform":"nn"' in archive.read("assets/xapi.js").decode()


def test_the_validator_is_strict():
    assert wrong_in([{"id": "1", "actor": {"name": "Kari"}, "verb": {"id": "svarte"}}])


# Played.


def test_the_platform_of_these_tests_takes_what_another_client_of_cmi5_sends_and_refuses_what_is_wrong(apne, lrs):
    page = apne().open(f"borte.html{lrs.launch()}").page
    page.add_script_tag(path=tool("@xapi/cmi5/dist/Cmi5.umd.js"))
    page.evaluate(
        """async () => {
          const cmi5 = new Cmi5();
          await cmi5.initialize();
          await cmi5.pass({ scaled: 0.9 });
          await cmi5.complete();
          await cmi5.complete().catch(() => 0);
          await cmi5.terminate();
          await cmi5.progress(50).catch(() => 0);
        }"""
    )
    assert lrs.last.verbs == ["initialized", "passed", "completed", "terminated"]
    assert len(lrs.refused) == 2, lrs.refused
    lrs.refused.clear()


@dataclass
class Elev(Vindu):
    """A window with the course in it, launched by a platform; there is no frame around it."""

    lrs: Lrs = field(kw_only=True)

    @property
    def kurs(self) -> Page:  # type: ignore[override]
        return self.page

    def _heard(self, said: Any) -> None:
        if not said.text.startswith(NOISE):
            super()._heard(said)

    @property
    def elsewhere(self) -> list[str]:
        return [url for url in super().elsewhere if not url.startswith(self.lrs.address)]

    def launch(self, registration: str = "", **how: Any) -> Elev:
        self.open("index.html" + self.lrs.launch(registration, **how))
        return self

    def leave(self) -> Elev:
        """Closes the window, or goes elsewhere in it."""
        self.page.goto("about:blank")
        return self

    def told(self, *verbs: str) -> list[Statement]:
        """The statements of the last session, when their verbs are these."""
        for _ in range(100):
            if self.lrs.last.verbs == [*verbs]:
                break
            self.page.wait_for_timeout(50)
        assert self.lrs.last.verbs == [*verbs]
        return self.lrs.last.statements

    def remembers(self, **what: Any) -> None:
        """What the platform remembers of this registration, sooner or later."""
        for _ in range(100):
            if what.items() <= self.lrs.state().items():
                break
            self.page.wait_for_timeout(50)
        assert what.items() <= self.lrs.state().items()


Apne = Callable[..., Elev]


@pytest.fixture(scope="module")
def mappe(kurset: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of three cases, laid out."""
    folder = tmp_path_factory.mktemp("cmi5")
    return unpacked(package(kurset, folder / "kurs.zip", *THREE), folder / "kurs")


@pytest.fixture(scope="module")
def adresse(mappe: Path) -> Iterator[str]:
    yield from serve(mappe)


@pytest.fixture
def lrs(mappe: Path) -> Iterator[Lrs]:
    """A platform that has the course. It may refuse nothing, and a strict validator must find all statements valid."""
    unit = etree.parse(mappe / "cmi5.xml").find(f".//{NS}au")
    with platform(unit.get("id")) as lrs:
        yield lrs
        assert lrs.refused == []
        assert wrong_in(lrs.statements) == []


@pytest.fixture
def apne(chromium: Browser, adresse: str, lrs: Lrs) -> Iterator[Apne]:
    """Opens a window; no script may fail in it, and no other host may be asked for anything."""
    opened: list[Elev] = []

    def new(at: str = adresse) -> Elev:
        context = chromium.new_context(locale="nb-NO")
        context.set_default_timeout(PATIENCE)
        opened.append(Elev(context.new_page(), at, lrs=lrs))
        return opened[-1]

    yield new
    for one in opened:
        one.page.context.close()
    assert [(one.elsewhere, one.wrong) for one in opened] == [([], [])] * len(opened)


def link(elev: Elev, name: str) -> None:
    elev.page.get_by_role("link", name=name, exact=True).click()


def all_of_the_first_two(elev: Elev, kurset: Course) -> None:
    """Every question of the first two cases, in line."""
    page = elev.page
    link(elev, "Telefonen fem på tolv")
    svar(sporsmal(page, "rett"), "har_rett")
    neste(sporsmal(page, "rett"))
    svar(sporsmal(page, "boka"), "0", "2", "4")
    link(elev, "Neste sak")
    pile = kurset.by_id["ti-for-kaffen"]
    lapper(page, [pile.desk.starts(slip) for slip in pile.sak.lapper])


def the_last(elev: Elev, right: str, after: str) -> None:
    """The three questions of the last case."""
    page = elev.page
    svar(sporsmal(page, "rett"), right)
    neste(sporsmal(page, "rett"))
    svar(sporsmal(page, "lappen-videre"), after)
    neste(sporsmal(page, "lappen-videre"))
    writing = sporsmal(page, "meldingen")
    writing.locator("textarea").fill("Hei, jeg så lappen. Skal vi snakke sammen på torsdag?")
    writing.get_by_role("button", name="Sammenlign").click()


def test_a_whole_course_is_played_with_a_reload_in_the_middle(apne, lrs, kurset, adresse):
    elev = apne().launch(back=adresse + "kilder.html")
    says(elev, "0 av 6 spørsmål", "0 prosent så langt, 80 trengs")
    elev.told("initialized")
    link(elev, "Telefonen fem på tolv")
    every_wrong_choice_has_its_own_feedback(elev, kurset.by_id["telefonen-fra-hotellet"], "rett")
    tries = len(lrs.last.verbs) - 1
    svar(sporsmal(elev.page, "rett"), "har_rett")
    neste(sporsmal(elev.page, "rett"))
    svar(sporsmal(elev.page, "boka"), "0", "2", "4")
    says(elev, "2 av 6 spørsmål", "33 prosent så langt, 80 trengs")

    elev.page.reload()  # of a page within the course: the address no longer says who launched it
    assert "registration" not in elev.page.url
    expect(elev.page.get_by_role("heading", level=1)).to_have_text("Telefonen fem på tolv")
    says(elev, "2 av 6 spørsmål", "33 prosent så langt, 80 trengs")
    expect(elev.page.locator("[data-si=plattform]")).to_have_text("")
    link(elev, "Innhold")
    link(elev, "Ti henvendelser før kaffen")
    pile = kurset.by_id["ti-for-kaffen"]
    right = [pile.desk.starts(slip) for slip in pile.sak.lapper]
    lapper(elev.page, ["ikke_rett" if right[0] != "ikke_rett" else "har_rett", *right[1:]])
    says(elev, "3 av 6 spørsmål", "48 prosent så langt, 80 trengs")
    link(elev, "Neste sak")
    the_last(elev, "har_rett", "0")
    says(elev, "6 av 6 spørsmål", "Bestått, 98 prosent")
    igjen(sporsmal(elev.page, "rett"))
    svar(sporsmal(elev.page, "rett"), "ikke_rett")  # after it is passed: an answer, and nothing more
    answers = ["answered"] * (tries + 4)
    before = ["initialized", *answers, "answered", "passed", "answered", "completed", "answered"]
    elev.told(*before)

    link(elev, BACK)
    expect(elev.page.get_by_role("heading", level=1)).to_have_text("Kilder")
    statements = elev.told(*before, "terminated")
    passed = next(one for one in statements if verb(one) == "passed")
    assert passed["result"]["score"] == {"scaled": 0.82, "raw": 82, "min": 0, "max": 100}
    whole = json.dumps(statements, ensure_ascii=False)
    assert "Har Torunn rett til å få vurdert hva hun trenger" in whole
    assert "torsdag" not in whole  # what one writes is one's own
    assert "torsdag" not in json.dumps(lrs.state())
    assert [one for one in lrs.asked if "fetch" in one] == [f"POST /fetch/{lrs.last.id}"]


def test_what_was_answered_is_told_with_all_that_was_chosen(apne, lrs, kurset):
    elev = apne().launch()
    all_of_the_first_two(elev, kurset)
    _, steg, flere, bunke = elev.told("initialized", "answered", "answered", "answered")
    assert steg["object"]["id"] == f"{OURS}telefonen-fra-hotellet.rett"
    about = steg["object"]["definition"]
    assert (about["interactionType"], about["correctResponsesPattern"]) == ("choice", ["har_rett"])
    assert about["name"] == {"nb": "Telefonen fem på tolv"}
    assert {"id": "har_rett", "description": {"nb": "Har rett til vurdering"}} in about["choices"]
    assert (steg["result"]["response"], steg["result"]["success"]) == ("har_rett", True)
    assert steg["context"]["contextActivities"]["parent"] == [{"objectType": "Activity", "id": lrs.activity}]
    assert steg["context"]["extensions"]["https://lms.example.no/æøå"] == "står"
    assert (flere["result"]["response"], flere["object"]["definition"]["correctResponsesPattern"]) == (
        "0[,]2[,]4",
        ["0[,]2[,]4"],
    )
    assert bunke["object"]["definition"]["interactionType"] == "matching"
    assert bunke["result"]["score"] == {"scaled": 1}
    assert bunke["result"]["response"].startswith("0[.]")
    assert bunke["result"]["response"].count("[,]") == 9


def test_misreadings_certainty_cards_and_what_can_be_defended_are_told_besides(apne, lrs, kurset, tmp_path):
    folder = unpacked(package(kurset, tmp_path / "kurs.zip", GREY, THREE[0]), tmp_path / "kurs")
    lrs.publisher = structure(tmp_path / "kurs.zip").find(f".//{NS}au").get("id")
    for address in serve(folder):
        elev = apne(address).launch()
        link(elev, "Telefonen fem på tolv")
        svar(sporsmal(elev.page, "rett"), "ikke_rett", certain="90")
        link(elev, "Innhold")
        link(elev, "Sykepleieren med ferskt vitnemål")
        elev.page.locator("details.kort > summary").first.click()
        svar(sporsmal(elev.page, "gruppe"), "innhent_opplysninger", readings=("nei",))
        _, missed, *_, grey = elev.told("initialized", "answered", "answered")
        own = missed["result"]["extensions"]
        assert missed["result"]["success"] is False
        assert (own[f"{OURS}avvik"], own[f"{OURS}sikkerhet"], own[f"{OURS}kort"]) == (["a"], 90, [])
        own = grey["result"]["extensions"]
        assert grey["result"]["success"] is True
        assert "innhent_opplysninger" in grey["object"]["definition"]["correctResponsesPattern"]
        assert own[f"{OURS}kan-forsvares"] is True
        assert own[f"{OURS}kort"] == [kurset.by_id[GREY].desk.closed[0].id]
        assert [*own[f"{OURS}lesninger"].values()] == ["nei"]
        assert f"{OURS}avvik" not in own


def test_a_new_session_goes_on_where_the_last_one_was_and_the_score_arrives(apne, lrs, kurset):
    first = apne().launch()
    all_of_the_first_two(first, kurset)
    first.told("initialized", "answered", "answered", "answered")
    says(first, "3 av 6 spørsmål", "50 prosent så langt, 80 trengs")
    first.leave()
    other = apne().launch(lrs.last.registration)  # another machine
    says(other, "3 av 6 spørsmål", "50 prosent så langt, 80 trengs")
    link(other, "Ta saken")
    the_last(other, "har_rett", "0")
    says(other, "6 av 6 spørsmål", "Bestått, 100 prosent")
    other.told("initialized", "answered", "answered", "passed", "answered", "completed")
    other.leave()  # by closing the window: all is answered, and the session ends
    other.told("initialized", "answered", "answered", "passed", "answered", "completed", "terminated")
    third = apne().launch(lrs.last.registration)
    says(third, "6 av 6 spørsmål", "Bestått, 100 prosent")
    link(third, "Telefonen fem på tolv")
    svar(sporsmal(third.page, "rett"), "har_rett")
    third.told("initialized", "answered")  # passed and completed are told once for good


def test_another_registration_begins_anew(apne, lrs, kurset):
    elev = apne().launch()
    all_of_the_first_two(elev, kurset)
    elev.told("initialized", "answered", "answered", "answered")
    elev.launch()  # in the same window
    says(elev, "0 av 6 spørsmål", "0 prosent så langt, 80 trengs")
    elev.told("initialized")
    elev.remembers(husk="", sted="", sendt=[])


def test_who_has_answered_all_and_not_enough_fails_when_leaving_and_passes_in_the_next_session(apne, lrs, kurset):
    elev = apne().launch()
    all_of_the_first_two(elev, kurset)
    link(elev, "Neste sak")
    the_last(elev, "ikke_rett", "1")
    says(elev, "6 av 6 spørsmål", "67 prosent så langt, 80 trengs")
    before = ["initialized", *["answered"] * 6, "completed"]
    elev.told(*before)  # as long as one can still pass, nobody has failed
    elev.leave()
    *_, failed, _ = elev.told(*before, "failed", "terminated")
    assert failed["result"]["score"]["scaled"] == 0.67
    elev.launch(lrs.last.registration)
    link(elev, "Lappen fra kalenderen")
    svar(sporsmal(elev.page, "rett"), "har_rett")
    says(elev, "6 av 6 spørsmål", "Bestått, 83 prosent")
    elev.told("initialized", "answered", "passed")


def test_who_passes_after_all_is_answered_has_not_failed(apne, lrs, kurset):
    elev = apne().launch()
    all_of_the_first_two(elev, kurset)
    link(elev, "Neste sak")
    the_last(elev, "ikke_rett", "1")
    igjen(sporsmal(elev.page, "rett"))
    svar(sporsmal(elev.page, "rett"), "har_rett")
    elev.leave()
    elev.told("initialized", *["answered"] * 6, "completed", "answered", "passed", "terminated")


def test_the_platform_says_how_much_is_needed(apne, kurset):
    elev = apne().launch(mastery=0.5)
    all_of_the_first_two(elev, kurset)
    says(elev, "3 av 6 spørsmål", "Bestått, 50 prosent")
    elev.told("initialized", "answered", "answered", "answered", "passed")


def test_a_platform_without_a_mastery_score_gets_ours(apne, kurset):
    elev = apne().launch(mastery=None)
    all_of_the_first_two(elev, kurset)
    says(elev, "3 av 6 spørsmål", "50 prosent så langt, 80 trengs")
    link(elev, "Neste sak")
    the_last(elev, "har_rett", "0")
    elev.told("initialized", *["answered"] * 5, "passed", "answered", "completed")


@pytest.mark.parametrize("mode", ["Browse", "Review"])
def test_who_only_looks_around_is_not_judged(mode, apne, lrs, kurset):
    elev = apne().launch(mode=mode)
    expect(elev.page.locator("[data-si=plattform]")).to_contain_text("åpnet kurset til gjennomsyn")
    all_of_the_first_two(elev, kurset)
    says(elev, "3 av 6 spørsmål", "50 prosent så langt, 80 trengs")
    elev.leave()
    elev.told("initialized", "terminated")
    assert lrs.state() == {}


# Trouble.


def test_who_is_quicker_than_the_platform_loses_nothing(apne, lrs):
    elev = apne()
    query = lrs.launch()
    with lrs.lock:  # it answers nothing
        elev.page.goto(f"{elev.address}index.html{query}")
        link(elev, "Telefonen fem på tolv")
        expect(elev.page.get_by_role("heading", level=1)).to_have_text("Telefonen fem på tolv")
    says(elev, "0 av 6 spørsmål", "0 prosent så langt, 80 trengs")
    svar(sporsmal(elev.page, "rett"), "har_rett")
    elev.told("initialized", "answered")


def test_a_platform_that_goes_down_stops_nobody_and_gets_what_it_missed(apne, lrs, kurset):
    elev = apne().launch()
    elev.told("initialized")
    link(elev, "Telefonen fem på tolv")
    lrs.is_down = True
    svar(sporsmal(elev.page, "rett"), "har_rett")
    expect(sporsmal(elev.page, "rett").locator(".dom")).to_contain_text("I tråd.")
    expect(elev.page.locator("[data-si=plattform]")).to_have_text(NOT_TAKEN)
    neste(sporsmal(elev.page, "rett"))
    svar(sporsmal(elev.page, "boka"), "0", "2", "4")
    elev.page.reload()  # also what waits is still there
    says(elev, "2 av 6 spørsmål", "33 prosent så langt, 80 trengs")
    expect(elev.page.locator("[data-si=plattform]")).to_have_text(NOT_TAKEN)
    lrs.is_down = False
    expect(elev.page.locator("[data-si=plattform]")).to_have_text("")  # without anything being done
    elev.told("initialized", "answered", "answered")
    elev.remembers(sted="saker/telefonen-fra-hotellet.html")
    assert lrs.state()["husk"].startswith("1K")


def test_a_session_that_another_ended_is_told_of_and_the_course_goes_on(apne, lrs):
    elev = apne().launch()
    link(elev, "Telefonen fem på tolv")
    lrs.last.is_open = False
    svar(sporsmal(elev.page, "rett"), "har_rett")
    expect(elev.page.locator("[data-si=plattform]")).to_have_text(NOT_TAKEN)
    expect(sporsmal(elev.page, "rett").locator(".dom")).to_contain_text("I tråd.")
    assert lrs.last.verbs == ["initialized"]
    assert all("the session is open" in why for why in lrs.refused)
    lrs.refused.clear()


@pytest.mark.parametrize("gives_tags", [True, False])
def test_two_windows_of_one_registration_lose_nothing_of_each_other(gives_tags, apne, lrs, kurset):
    lrs.gives_tags = gives_tags
    first = apne().launch()
    link(first, "Lappen fra kalenderen")
    svar(sporsmal(first.page, "rett"), "har_rett")
    first.told("initialized", "answered")
    second = apne().launch(lrs.last.registration)
    for session in lrs.sessions:
        session.is_open = True  # a platform that lets both go on
    says(second, "1 av 6 spørsmål", "17 prosent så langt, 80 trengs")
    link(second, "Innhold")
    all_of_the_first_two(second, kurset)
    second.told("initialized", "answered", "answered", "answered")
    neste(sporsmal(first.page, "rett"))
    svar(sporsmal(first.page, "lappen-videre"), "0")
    first.page.wait_for_timeout(300)
    third = apne().launch(lrs.last.registration)
    says(third, "5 av 6 spørsmål", "Bestått, 83 prosent")


def test_who_leaves_in_the_middle_and_comes_back_goes_on_in_the_same_session(apne, lrs):
    """As with the browser's own way back, to a page that it had laid aside."""
    elev = apne().launch()
    link(elev, "Telefonen fem på tolv")
    svar(sporsmal(elev.page, "rett"), "har_rett")
    for event in ("pagehide", "pageshow"):
        elev.page.evaluate("event => dispatchEvent(new PageTransitionEvent(event, { persisted: true }))", event)
    neste(sporsmal(elev.page, "rett"))
    svar(sporsmal(elev.page, "boka"), "0", "2", "4")
    elev.told("initialized", "answered", "answered")
    expect(elev.page.locator("[data-si=plattform]")).to_have_text("")


def test_what_was_answered_the_moment_the_window_is_closed_arrives(apne, lrs):
    elev = apne().launch()
    link(elev, "Telefonen fem på tolv")
    elev.told("initialized")
    svar(sporsmal(elev.page, "rett"), "har_rett")
    elev.page.close()
    other = apne()
    for _ in range(40):
        if lrs.last.verbs == ["initialized", "answered"] and lrs.state()["husk"]:
            break
        other.page.wait_for_timeout(50)
    other.launch(lrs.last.registration)
    says(other, "1 av 6 spørsmål", "17 prosent så langt, 80 trengs")


def works_alone(elev: Elev, said: str) -> None:
    expect(elev.page.locator("[data-si=plattform]")).to_contain_text(said)
    link(elev, "Telefonen fem på tolv")
    svar(sporsmal(elev.page, "rett"), "har_rett")
    expect(sporsmal(elev.page, "rett").locator(".dom")).to_contain_text("I tråd.")
    says(elev, "1 av 6 spørsmål", "17 prosent så langt, 80 trengs")
    expect(elev.page.locator("[data-si=plattform]")).to_contain_text(said)


def test_without_a_launch_the_course_works_alone_and_says_so(apne):
    works_alone(apne().open("index.html"), "Kurset finner ingen læringsplattform.")


@pytest.mark.parametrize("actor", ["", "{", "Kari"])
def test_a_launch_that_makes_no_sense_is_none(actor, apne):
    asked = f"?endpoint=x&fetch=y&registration=z&activityId=w&actor={actor}"
    works_alone(apne().open(f"index.html{asked}"), "Kurset finner ingen læringsplattform.")


def test_a_platform_that_is_down_from_the_start_is_told_of(apne, lrs):
    lrs.is_down = True
    works_alone(apne().launch(), MUTE)


def test_a_key_that_is_used_up_is_told_of(apne, lrs):
    address = "index.html" + lrs.launch()
    lrs.last.is_fetched = True
    works_alone(apne().open(address), MUTE)
    assert lrs.refused == ["the token was asked for twice"]
    lrs.refused.clear()


def test_a_platform_that_does_not_say_what_it_must_is_told_of(apne, lrs):
    address = "index.html" + lrs.launch()
    lrs.states[lrs.last.registration, "LMS.LaunchData"] = "[]"
    works_alone(apne().open(address), MUTE)


def test_a_memory_that_is_rubbish_is_begun_anew(apne, lrs, kurset):
    address = "index.html" + lrs.launch()
    lrs.states[lrs.last.registration, "enhetlig.husk"] = '{"husk": [1], "sted": {"a": 1}, "sendt": 7}'
    elev = apne().open(address)
    all_of_the_first_two(elev, kurset)
    says(elev, "3 av 6 spørsmål", "50 prosent så langt, 80 trengs")
    elev.told("initialized", "answered", "answered", "answered")
    elev.remembers(sted="saker/ti-for-kaffen.html", sendt=[])
    assert lrs.state()["husk"].startswith("1K")


def test_a_session_that_is_over_shows_what_was_answered_and_says_so(apne, lrs, kurset):
    elev = apne().launch()
    all_of_the_first_two(elev, kurset)
    link(elev, "Neste sak")
    the_last(elev, "har_rett", "0")
    before = ["initialized", *["answered"] * 5, "passed", "answered", "completed"]
    elev.told(*before)
    elev.page.reload()
    says(elev, "6 av 6 spørsmål", "Bestått, 100 prosent")
    expect(elev.page.locator("[data-si=plattform]")).to_have_text(ENDED)
    link(elev, "Innhold")
    link(elev, "Telefonen fem på tolv")
    svar(sporsmal(elev.page, "rett"), "har_rett")
    expect(sporsmal(elev.page, "rett").locator(".dom")).to_contain_text("I tråd.")
    elev.told(*before, "terminated")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//lms.example.no", ""])
def test_a_way_back_that_is_no_address_is_not_offered(address, apne):
    elev = apne().launch(back=address)
    says(elev, "0 av 6 spørsmål", "0 prosent så langt, 80 trengs")
    expect(elev.page.get_by_role("link", name=BACK)).to_have_count(0)


def test_the_way_back_fits_at_every_width_and_axe_finds_nothing(apne, adresse):
    elev = apne().launch(back=adresse + "kilder.html")
    expect(elev.page.get_by_role("link", name=BACK)).to_be_visible()
    for scheme, width in (("light", 320), ("dark", 1280)):
        elev.page.set_viewport_size({"width": width, "height": 900})
        elev.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # nothing half-way between two colours
        assert elev.page.evaluate(OVERFLOW) == [False]
        found = Axe().run(elev.page, options={"runOnly": AXE})
        assert [one["id"] for one in found.response["violations"]] == []
