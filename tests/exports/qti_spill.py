"""The course in QTI, read; and two real players of QTI 3 to play it in: qti-components and qti3-item-player."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup
from playwright.sync_api import Browser, ConsoleMessage, Page

from generator.course import Course, load
from generator.exports import qti, qti21
from generator.exports.oppgave import Oppgave, oppgaver
from generator.exports.qti import QTI3
from generator.exports.qtipakke import item
from generator.exports.utvalg import choose
from generator.view.sprak import tekster
from tests.browser.conftest import PATIENCE, serve
from tests.conftest import PROJECT
from tests.exports import qti_leser

TOOLS = PROJECT / ".cache" / "verktoy" / "node_modules"
LIBRARIES = ("@citolab/qti-components", "qti3-item-player", "vue")
MISSING = "{} mangler. Kjør «sh tests/verktoy.sh», som henter det som trengs, eller sier hva du må installere."
NB = tekster("nb")
PLAYED = (
    "batbyggeren-og-de-atte-lappene.behov.bord",  # from the table alone, where one must ask first
    "batbyggeren-og-de-atte-lappene.behov",
    "batbyggeren-og-de-atte-lappene.lappene",  # several that belong
    "brevet-om-det-som-ikke-kom.hvor",  # two that can be defended
    "rad-ni.regnearket",  # an action, with two that follow the rules
    "ti-for-kaffen.bunken.3",  # a slip in a pile
    "ferga-gar-tirsdag.behov",  # two that the rules leave open
)
WRITTEN = "brevet-om-det-som-ikke-kom.brevet-tilbake"
UGLY = (PLAYED[2], PLAYED[3])
"""Those that are also played with nasty texts, as `….stygg`."""
NASTY = "{{ 6 * 7 }} {{{ nei }}} <script>alert(1)</script> & «blåbærsyltetøy» ]]> \x0b\ud800 $& --> "
KEPT = "<script>alert(1)</script> & «blåbærsyltetøy» ]]>"

COMPONENTS = """<!doctype html><html lang="nb"><meta charset="utf-8"><link rel="icon" href="data:,"><title>1</title>
<script type="module" src="/@citolab/qti-components/cdn/index.js"></script>
<body>{}</body></html>"""
ONE_ITEM = "<qti-item><item-container></item-container></qti-item>"
WHOLE_TEST = """<qti-test navigate="item"><test-navigation><test-container test-url="/pakke/prove.xml"></test-container>
<test-next>Neste</test-next><test-end-attempt>Svar</test-end-attempt></test-navigation></qti-test>"""
PLAYER = """<!doctype html><html lang="nb"><meta charset="utf-8"><link rel="icon" href="data:,"><title>2</title>
<link rel="stylesheet" href="/qti3-item-player/dist/qti3Player.css">
<script src="/vue/dist/vue.min.js"></script><script src="/qti3-item-player/dist/qti3Player.umd.min.js"></script>
<div id="app"></div>
<script>
const app = new Vue({
  components: { Spiller: qti3Player },
  template: `<Spiller @notifyQti3PlayerReady="one => spiller = one" @notifyQti3ItemReady="klar = true"
    @notifyQti3EndAttemptCompleted="said => svart = said"/>`,
  data: { spiller: null, klar: false, svart: null },
}).$mount("#app");
const control = { max_attempts: 0, show_feedback: true, validate_responses: false };
</script></html>"""


@pytest.fixture(scope="session")
def kurset() -> Course:
    return load(PROJECT)


@pytest.fixture(scope="session")
def spurt(kurset: Course) -> dict[str, Oppgave]:
    """What the course asks, by id."""
    return {one.id: one for case in kurset.cases for one in oppgaver(kurset, case, NB)}


def written(form: Any, some: Course, malform: str = "nb") -> bytes:
    out = io.BytesIO()
    form.write(some, out, tekster(malform), iter)
    return out.getvalue()


@pytest.fixture(scope="session")
def noen(kurset: Course) -> qti_leser.Pakke:
    """The cases that are played, in QTI 3, read."""
    return qti_leser.unpack(written(qti, choose(kurset, saker={id.partition(".")[0] for id in PLAYED})))


@pytest.fixture(scope="session")
def pakke(kurset: Course) -> qti_leser.Pakke:
    """The whole course in QTI 3, read."""
    return qti_leser.unpack(written(qti, kurset))


@pytest.fixture(scope="session")
def pakke21(kurset: Course) -> qti_leser.Pakke:
    """The whole course in QTI 2.1, read."""
    return qti_leser.unpack(written(qti21, kurset))


def chosen(id: str) -> str:
    return f"valg-{id}"


def nasty(one: Oppgave) -> Oppgave:
    """The question with what no reader may take for its own in every text."""
    return replace(
        one,
        foran=Markup("<p>{}</p>\n{}").format(NASTY, one.foran),
        tekst=NASTY,
        valg=tuple(
            replace(choice, tekst=f"{NASTY}{choice.id}", sagt=Markup("<p>{}</p>{}").format(NASTY, choice.sagt))
            for choice in one.valg
        ),
        forklaring=Markup("<p>{}</p>").format(NASTY),
    )


class Spiller:
    """A player in a page of its own, and what its console says that it should not."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.wrong = page, list[str]()
        page.set_default_timeout(PATIENCE)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.goto(f"{address}pakke/oppgaver/{type(self).__name__}.html")

    def _heard(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.wrong.append(said.text)

    def play(self, id: str, answer: Sequence[str]) -> tuple[float, list[str]]:
        """The score, and the dialogues that are shown, the one on top first."""
        raise NotImplementedError


class Components(Spiller):
    """@citolab/qti-components."""

    def open(self, id: str) -> None:
        self.page.evaluate(
            """path => new Promise(done => {
                 document.addEventListener("qti-assessment-item-connected", done, { once: true });
                 document.querySelector("item-container").setAttribute("item-url", path);
               })""",
            f"/pakke/oppgaver/{id}.xml?{next(TICKET)}",
        )

    def play(self, id: str, answer: Sequence[str]) -> tuple[float, list[str]]:
        self.open(id)
        for choice in answer:
            self.page.locator(f'qti-simple-choice[identifier="{choice}"]').press("Space")
        return self.end()

    def end(self) -> tuple[float, list[str]]:
        score = self.page.evaluate(
            """async () => {
                 const item = document.querySelector("item-container").shadowRoot.querySelector("qti-assessment-item");
                 item.processResponse();
                 await item.updateComplete;
                 return item.variables.find(one => one.identifier === "SCORE")?.value ?? 0;
               }"""
        )
        return float(score), self.dialogues()

    def dialogues(self) -> list[str]:
        shown = self.page.locator("qti-modal-feedback").filter(has=self.page.locator("qti-content-body:visible"))
        return [text for text in shown.all_inner_texts() if text][::-1]

    def write(self, id: str, text: str) -> list[str]:
        self.open(id)
        self.page.locator("textarea").fill(text)
        self.page.locator("textarea").press("Space")
        return self.end()[1]

    def close(self) -> None:
        self.page.locator("qti-modal-feedback button:visible").last.click()


class Player(Spiller):
    """qti3-item-player."""

    def open(self, id: str) -> None:
        self.page.evaluate(
            """async id => {
                 const xml = await (await fetch(`${id}.xml`)).text();
                 app.spiller.resetItem();
                 await app.$nextTick();
                 Object.assign(app, { klar: false, svart: null });
                 app.spiller.loadItemFromXml(xml, { guid: id, status: "interacting", sessionControl: control });
               }""",
            id,
        )
        self.page.wait_for_function("app.klar")

    def play(self, id: str, answer: Sequence[str]) -> tuple[float, list[str]]:
        self.open(id)
        for choice in answer:
            self.page.locator(f'[data-identifier="{choice}"]').click()
        return self.end()

    def end(self) -> tuple[float, list[str]]:
        self.page.evaluate("app.spiller.endAttempt('')")
        self.page.wait_for_function("app.svart")
        score = self.page.evaluate("app.svart.state.outcomeVariables.find(one => one.identifier === 'SCORE').value")
        return float(score), self.dialogues()

    def dialogues(self) -> list[str]:
        return self.page.locator(".qti3-player-modal.show .qti3-player-modal-body").all_inner_texts()[::-1]

    def write(self, id: str, text: str) -> list[str]:
        self.open(id)
        self.page.locator("textarea").press_sequentially(text)
        return self.end()[1]

    def close(self) -> None:
        self.page.locator(".qti-modal-feedback-ok:visible").last.click()


TICKET = itertools.count()
"""A new address each time: a player does not open the same one again."""


@pytest.fixture(scope="session")
def mappe(noen: qti_leser.Pakke, spurt: dict[str, Oppgave], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the players, the package, and a page for each beside its items."""
    root = tmp_path_factory.mktemp("qti")
    for name in LIBRARIES:
        if not (TOOLS / name).exists():
            pytest.fail(MISSING.format(name), pytrace=False)
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).symlink_to(TOOLS / name)
    for path, data in noen.filer.items():
        (root / "pakke" / path).parent.mkdir(parents=True, exist_ok=True)
        (root / "pakke" / path).write_bytes(data)
    items = root / "pakke" / "oppgaver"
    (items / "Components.html").write_text(COMPONENTS.format(ONE_ITEM), "utf-8")
    (items / "Player.html").write_text(PLAYER, "utf-8")
    (root / "pakke" / "prove.html").write_text(COMPONENTS.format(WHOLE_TEST), "utf-8")
    for id in UGLY:
        (items / f"{id}.stygg.xml").write_text(item(QTI3, nasty(spurt[id]), NB), "utf-8")
    return root


@pytest.fixture(scope="session")
def adresse(mappe: Path) -> Iterator[str]:
    yield from serve(mappe)


@pytest.fixture(scope="module")
def spillere(chromium: Browser, adresse: str) -> Iterator[list[Spiller]]:
    """Both players; nothing may go wrong in them."""
    context = chromium.new_context()
    both = [Components(context.new_page(), adresse), Player(context.new_page(), adresse)]
    yield both
    context.close()
    assert [one.wrong for one in both] == [[], []]
