"""A learning platform to play packages in: scorm-again, with the package in a frame of its page."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, FrameLocator, Locator, Page, expect

from generator.course import Course, load
from generator.exports import scorm12
from generator.exports.utvalg import choose
from generator.view.sprak import tekster
from tests.browser.conftest import PATIENCE, serve
from tests.conftest import PROJECT

TOOLS = PROJECT / ".cache" / "verktoy" / "node_modules"
MISSING = "{} mangler. Kjør «sh tests/verktoy.sh», som henter det som trengs, eller sier hva du må installere."
THREE = ("telefonen-fra-hotellet", "ti-for-kaffen", "lappen-av-kalenderen")
"""Cases with every kind of question: six in all."""
SIX = (*THREE, "nyutdannet-sykepleier", "rad-ni", "sykepleieren-som-krysset-av")
"""Also with readings, cards that count, twins, and a lesson that works one of them through."""

PLATFORM = """<!doctype html>
<html lang="nb"><meta charset="utf-8"><title>Plattform</title><link rel="icon" href="data:,">
<style>body { margin: 0; height: 100vh } iframe { border: 0; width: 100%; height: 100% }</style>
<script src="scorm12.min.js"></script>
<script>
const key = `cmi${location.search}`; // the address may say who it is
const kept = JSON.parse(localStorage.getItem(key) ?? "{}");
const api = new Scorm12API({ autocommit: false, logLevel: 5 });
api.loadFromJSON({ ...kept, core: { credit: "credit", ...kept.core, entry: kept.core ? "resume" : "ab-initio" },
  student_data: { mastery_score: "80" } }, "cmi");
function keep() {
  const { cmi } = api.renderCMIToJSONObject();
  localStorage.setItem(key, JSON.stringify(cmi));
}
api.on("LMSCommit", keep);
api.on("LMSFinish", keep);
window.calls = [];
window.API = {};
const names = "Initialize Finish GetValue SetValue Commit GetLastError GetErrorString GetDiagnostic";
for (const name of names.split(" "))
  API["LMS" + name] = (...given) => {
    const said = api["LMS" + name](...given);
    calls.push([name, given, said, name.startsWith("Get") && name !== "GetValue" ? "0" : api.LMSGetLastError()]);
    return said;
  };
</script>
<iframe src="kurs/index.html" title="Kurset"></iframe></html>
"""


def tool(name: str) -> Path:
    """A file among the tools from npm."""
    path = TOOLS / name
    if not path.exists():
        pytest.fail(MISSING.format(name), pytrace=False)
    return path


def package(course: Course, path: Path, *cases: str, malform: str = "nb") -> Path:
    """The file that `kurs eksporter scorm12` writes of these cases; of all where none is named."""
    with path.open("wb") as out:
        scorm12.write(choose(course, saker=cases), out, tekster(malform), iter)
    return path


def unpacked(file: Path, folder: Path) -> Path:
    """The package as a platform lays it out."""
    with zipfile.ZipFile(file) as archive:
        archive.extractall(folder)
    return folder


def platform(course: Course, folder: Path, *cases: str) -> Path:
    """A folder with a platform, and the package of these cases in it."""
    unpacked(package(course, folder / "kurs.zip", *cases), folder / "kurs")
    shutil.copy(tool("scorm-again/dist/scorm12.min.js"), folder)
    (folder / "plattform.html").write_text(PLATFORM, "utf-8")
    return folder


@dataclass
class Vindu:
    """A window with the package in it, and all that went wrong in it or went out of it."""

    page: Page
    address: str
    wrong: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.context.on("request", lambda request: self.requests.append(request.url))

    def _heard(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.wrong.append(said.text)

    def open(self, path: str) -> Vindu:
        self.page.goto(self.address + path)
        return self

    @property
    def kurs(self) -> FrameLocator:
        """The course in the platform's frame."""
        return self.page.frame_locator("iframe")

    @property
    def cmi(self) -> dict[str, Any]:
        """What the platform has stored."""
        return self.page.evaluate("JSON.parse(localStorage.getItem('cmi') ?? '{}')")

    @property
    def calls(self) -> list[tuple[str, list[str], str, str]]:
        """What the platform was asked for since its page was opened: what, with what, what it said, and its error."""
        return [tuple(call) for call in self.page.evaluate("calls")]

    @property
    def elsewhere(self) -> list[str]:
        return [url for url in self.requests if not url.startswith((self.address, "data:", "blob:"))]


@pytest.fixture(scope="session")
def kurset() -> Course:
    """The course as it stands."""
    return load(PROJECT)


@pytest.fixture(scope="session")
def tre(kurset: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a platform with three cases."""
    yield from serve(platform(kurset, tmp_path_factory.mktemp("tre"), *THREE))


@pytest.fixture(scope="session")
def seks_mappe(kurset: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a platform that has six cases."""
    return platform(kurset, tmp_path_factory.mktemp("seks"), *SIX)


@pytest.fixture(scope="session")
def seks(seks_mappe: Path) -> Iterator[str]:
    """The address of that platform."""
    yield from serve(seks_mappe)


@pytest.fixture
def vindu(chromium: Browser) -> Iterator[Any]:
    """Opens a window on an address. Whatever a test does, no other host may be asked, and no script may fail."""
    opened: list[Vindu] = []

    def new(address: str, **settings: Any) -> Vindu:
        context = chromium.new_context(**{"locale": "nb-NO", **settings})
        context.set_default_timeout(PATIENCE)
        opened.append(Vindu(context.new_page(), address))
        return opened[-1]

    yield new
    for one in opened:
        one.page.context.close()
    assert [(one.elsewhere, one.wrong) for one in opened] == [([], [])] * len(opened)


# What a learner does.


def sporsmal(kurs: FrameLocator | Page, id: str) -> Locator:
    """The question with this id."""
    return kurs.locator(f"[data-sporsmal='{id}']")


def svar(asked: Locator, *values: str, readings: tuple[str, ...] = (), certain: str = "") -> None:
    """Chooses, says how certain, and sends; a first miss is followed to the key."""
    asked.get_by_role("button", name="Se hva reglene sier").wait_for()  # `all` does not wait for the page
    for part, reading in zip(asked.locator("[data-lesning]").all(), readings, strict=True):
        part.locator(f"input[value='{reading}']").check()
    for value in values:
        asked.locator(f"[data-svar] input[value='{value}']").check()
    if certain:
        asked.locator(f"input[name=sikker][value='{certain}']").check()
    asked.get_by_role("button", name="Se hva reglene sier").click()
    expect(asked.locator("[data-dom], [data-hint]").locator("visible=true")).to_have_count(1)
    if asked.locator("[data-vis]").is_visible():
        asked.locator("[data-vis]").click()


def igjen(asked: Locator) -> None:
    asked.get_by_role("button", name="Svar en gang til").click()


def neste(asked: Locator) -> None:
    asked.get_by_role("button", name="Neste spørsmål").click()


def lapper(kurs: FrameLocator | Page, answers: list[str]) -> None:
    """Sorts the pile, and sends it."""
    for number, value in enumerate(answers):
        kurs.locator(f"[data-lapp='{number}'] input[value='{value}']").check()
    kurs.get_by_role("button", name="Se hva reglene sier").click()
