"""The H5P package: what a site would take, what each answer gives, and what the learner is told."""

from __future__ import annotations

import io
import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from generator.course import Course, load
from generator.exports import h5p
from generator.exports.oppgave import Oppgave, oppgaver
from generator.exports.utvalg import choose
from generator.view.sprak import tekster
from tests.browser.conftest import PATIENCE, serve
from tests.conftest import PROJECT
from tests.exports import h5p_leser

TOOLS = PROJECT / ".cache" / "verktoy" / "node_modules"
MISSING = "{} mangler. Kjør «sh tests/verktoy.sh», som henter det som trengs, eller sier hva du må installere."
NB = tekster("nb")
SET, CHOICE = "H5P.QuestionSet-1.20", "H5P.MultiChoice-1.16"
PLAYED = ("batbyggeren-og-de-atte-lappene", "ti-for-kaffen")
NASTY = "<script>alert(1)</script> & «blåbærsyltetøy» \x0b\ud800 <img src=x onerror=alert(1)>"
KEPT = "<script>alert(1)</script> & «blåbærsyltetøy»"


@pytest.fixture(scope="module")
def kurset() -> Course:
    return load(PROJECT)


@pytest.fixture(scope="module")
def spurt(kurset: Course) -> list[Oppgave]:
    """What the course asks and H5P can ask."""
    return [one for case in kurset.cases for one in oppgaver(kurset, case, NB) if one.slag != "skriv"]


def written(some: Course, malform: str = "nb") -> bytes:
    out = io.BytesIO()
    h5p.write(some, out, tekster(malform), iter)
    return out.getvalue()


@pytest.fixture(scope="module")
def pakke(kurset: Course) -> tuple[dict[str, Any], dict[str, Any]]:
    """h5p.json and content.json of the whole course."""
    return h5p_leser.les(written(kurset))


@pytest.fixture(scope="module")
def asked(pakke: tuple[dict[str, Any], dict[str, Any]], spurt: list[Oppgave]) -> list[tuple[Oppgave, dict[str, Any]]]:
    """Each question, and the content it became."""
    return list(zip(spurt, (one["params"] for one in pakke[1]["questions"]), strict=True))


def text(html: str) -> str:
    return " ".join(Markup(html).striptags().split())


def pieces(html: str) -> list[str]:
    """The texts between the tags."""
    return [piece for part in re.split("<[^>]+>", html) if (piece := text(part))]


# What is in the package


def test_the_package_asks_for_the_two_libraries_it_names_and_says_its_language(pakke):
    about, _ = pakke
    assert about["mainLibrary"] == "H5P.QuestionSet"
    assert [tuple(one.values()) for one in about["preloadedDependencies"]] == [
        ("H5P.QuestionSet", 1, 20),
        ("H5P.MultiChoice", 1, 16),
    ]
    assert (about["title"], about["language"], about["license"]) == ("Enhetlig", "nb", "U")


def test_every_question_is_carried_or_told_of(pakke, kurset, spurt):
    left_out = {(one.case.sak.id, one.sporsmal) for one in h5p.utelatt(kurset, NB)}
    carried = {(one.case.sak.id, one.id.split(".")[1]) for one in spurt}
    assert left_out
    for case in kurset.cases:
        for question in case.sak.sporsmal:
            is_left_out = bool({(case.sak.id, question.tekst), (case.sak.id, "")} & left_out)
            assert is_left_out != ((case.sak.id, question.id) in carried), (case.sak.id, question.id)
    assert {one.hvorfor for one in h5p.utelatt(kurset, NB)} == {NB["eksport"]["h5p"]["skrives"]}


def test_a_pile_is_asked_slip_by_slip_with_the_reason_behind_each(asked, kurset):
    pile = kurset.by_id["ti-for-kaffen"].sak.sporsmal[0]
    slips = [(one, params) for one, params in asked if one.id.startswith("ti-for-kaffen.bunken.")]
    assert len(slips) == 10
    for (_, params), slip in zip(slips, pile.lapper, strict=True):
        assert text(slip.tekst) in text(params["question"])
        assert len(params["answers"]) == 3
        for answer in params["answers"]:
            told = text(answer["tipsAndFeedback"]["chosenFeedback"])
            assert text(slip.fordi) in told
            assert not (answer["correct"] and "Valget er et eksempel på" in told)  # it is that of who missed


def test_the_story_and_every_card_stand_before_the_question(asked):
    for one, params in asked:
        said = text(params["question"])
        assert said.startswith(text(one.foran)[:40])
        assert one.tekst in said
        assert all(piece in said for piece in pieces(one.foran))


def test_ids_are_uuids_that_follow_from_the_question_alone(pakke, kurset):
    ids = [one["subContentId"] for one in pakke[1]["questions"]]
    assert len(set(ids)) == len(ids)
    _, alone = h5p_leser.les(written(choose(kurset, saker=["rad-ni"])))
    of_case = {one["subContentId"]: one for one in pakke[1]["questions"]}
    assert all(of_case[one["subContentId"]] == one for one in alone["questions"])


def test_the_title_says_which_theme_where_there_is_one(kurset):
    about, _ = h5p_leser.les(written(choose(kurset, moduler=["niva"])))
    assert about["title"] == f"Enhetlig: {NB['moduler']['niva']}"


def test_the_package_speaks_nynorsk_where_the_course_does(kurset):
    about, content = h5p_leser.les(written(choose(kurset, saker=["ti-for-kaffen"]), "nn"))
    words = tekster("nn")
    assert (about["language"], about["defaultLanguage"]) == ("nn", "nn")
    assert content["introPage"]["startButtonText"] == words["eksport"]["h5p"]["begynn"]
    assert words["eksport"]["prove"]["lapp"] in text(content["questions"][0]["params"]["question"])


# What an answer gives


def sets(one: Oppgave) -> Iterator[tuple[int, ...]]:
    most = len(one.valg) if one.slag == "flere" else 1
    for count in range(most + 1):
        yield from itertools.combinations(range(len(one.valg)), count)


def test_every_answer_that_can_be_defended_has_the_point_and_of_several_all_or_nothing(asked):
    grey = 0
    for one, params in asked:
        right = {number for number, choice in enumerate(one.valg) if choice.dom != "feil"}
        grey += one.slag == "en" and len(right) > 1
        for chosen in sets(one):
            is_right = {*chosen} == right if one.slag == "flere" else bool({*chosen} & right)
            assert h5p_leser.poeng(params, chosen) == (int(is_right), 1), (one.id, chosen)
    assert grey > 20


def test_each_answer_has_its_own_feedback_and_below_it_what_is_said_of_all(asked):
    for one, params in asked:
        said = [text(answer["tipsAndFeedback"]["chosenFeedback"]) for answer in params["answers"]]
        for choice, told in zip(one.valg, said, strict=True):
            assert told.startswith(text(choice.sagt))
            if not one.punktvis:
                assert all(piece in told for piece in pieces(one.forklaring))


def test_who_chose_wrong_is_also_told_of_what_would_have_been_right(asked):
    for one, params in asked:
        not_chosen = [text(answer["tipsAndFeedback"]["notChosenFeedback"]) for answer in params["answers"]]
        if not one.punktvis:
            assert set(not_chosen) == {""}
            continue
        for choice, told in zip(one.valg, not_chosen, strict=True):
            is_told = one.slag == "flere" or choice.dom != "feil"
            assert told == (text(choice.sagt) if is_told else "")


# What it is made of


@pytest.mark.parametrize("slag", ["en", "flere"])
def test_whatever_authors_write_is_text(slag, spurt):
    one = next(one for one in spurt if one.slag == slag)
    ugly = replace(
        one,
        foran=Markup("<p>{}</p>").format(NASTY),
        tekst=NASTY,
        valg=tuple(replace(choice, tekst=NASTY, sagt=Markup("<p>{}</p>").format(NASTY)) for choice in one.valg),
        forklaring=Markup("<ul><li>{}</li></ul>").format(NASTY),
    )
    params = json.loads(h5p._json(h5p.question(ugly, NB)))["params"]
    h5p_leser.check(h5p_leser.SEMANTICS["H5P.MultiChoice 1.16"], params, "")
    for told in (params["question"], params["answers"][0]["text"]):
        assert KEPT in Markup(told).unescape()


BROKEN: dict[str, tuple[str, str]] = {
    "a list in a feedback": ("<p><strong>Ikke i tråd", "<ul><li>x</li></ul><p><strong>Ikke i tråd"),
    "an unknown tag": ("<h2>Bilag", "<h4>Bilag"),
    "a tag that is left open": ("</h2>", ""),
    "an attribute": ("<h2>Bilag", "<h2 onclick='x'>Bilag"),
    "a field too much": ('"progressType":', '"farge":"rosa","progressType":'),
    "a field too little": ('"showRetryButton":true,', ""),
    "a choice that is none": ('"type":"single"', '"type":"radio"'),
    "a number that is too large": ('"passPercentage":80', '"passPercentage":101'),
    "markup where only text is taken": ('"prevButton":"', '"prevButton":"<b>x</b>'),
    "a library in another version": ("H5P.MultiChoice 1.16", "H5P.MultiChoice 1.17"),
    "an id that is no UUID": ('"subContentId":"', '"subContentId":"x'),
}


@pytest.mark.parametrize("how", BROKEN)
def test_the_reader_of_these_tests_refuses(how, kurset):
    out = io.BytesIO()
    good = written(choose(kurset, saker=["rad-ni"]))
    with h5p.zipfile.ZipFile(io.BytesIO(good)) as old, h5p.zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            whole = old.read(name).decode()
            new.writestr(name, whole.replace(*BROKEN[how], 1) if name == "content/content.json" else whole)
    h5p_leser.les(good)
    with pytest.raises(h5p_leser.Feil):
        h5p_leser.les(out.getvalue())


# H5P's own core, without the libraries that no registry has

PAGE = """<!doctype html><html lang="nb"><meta charset="utf-8"><link rel="icon" href="data:,"><title>H5P</title>
<script src="/h5p-standalone/dist/main.bundle.js"></script>
<div id="her"></div>
<script>
new H5PStandalone.H5P(document.getElementById("her"), {
  h5pJsonPath: "/pakke", librariesPath: "/biblioteker", embedType: "div", id: "kurset",
  frameJs: "/h5p-standalone/dist/frame.bundle.js", frameCss: "/h5p-standalone/dist/styles/h5p.css",
}).then(() => { window.ferdig = true });
</script></html>"""
LISTS = """H5P.QuestionSet = function (params, id, extras) {
  H5P.EventDispatcher.call(this);
  this.attach = $where => params.questions.forEach(question => {
    const $one = H5P.jQuery("<article>").appendTo($where);
    H5P.newRunnable(question, id, $one, true, { parent: this });
  });
};"""
SHOWS = """H5P.MultiChoice = function (params, id, extras) {
  H5P.EventDispatcher.call(this);
  this.attach = $where => $where.html(params.question).append(params.answers.map(one => `<p>${one.text}</p>`))
    .attr("data-id", extras.subContentId ?? this.subContentId).attr("title", extras.metadata.title);
};"""
"""Two libraries that show what the core hands them; those of H5P have the same names."""


@pytest.fixture
def mappe(kurset: Course, tmp_path: Path) -> Path:
    """A folder with H5P's core, the package, and a place for libraries."""
    core = TOOLS / "h5p-standalone"
    if not core.exists():
        pytest.fail(MISSING.format("h5p-standalone"), pytrace=False)
    (tmp_path / "h5p-standalone").symlink_to(core)
    (tmp_path / "side.html").write_text(PAGE, "utf-8")
    with h5p.zipfile.ZipFile(io.BytesIO(written(choose(kurset, saker=PLAYED)))) as archive:
        archive.extractall(tmp_path / "pakke")
    for name, code in ((SET, LISTS), (CHOICE, SHOWS)):
        machine, _, version = name.rpartition("-")
        major, minor = map(int, version.split("."))
        folder = tmp_path / "biblioteker" / name
        folder.mkdir(parents=True)
        library = {"machineName": machine, "majorVersion": major, "minorVersion": minor, "patchVersion": 0}
        library |= {"title": machine, "runnable": 1, "preloadedJs": [{"path": "kode.js"}]}
        (folder / "library.json").write_text(json.dumps(library))
        (folder / "kode.js").write_text(code, "utf-8")
    return tmp_path


@pytest.fixture
def adresse(mappe: Path) -> Iterator[str]:
    yield from serve(mappe)


def test_the_core_of_h5p_hands_every_question_to_the_libraries_that_the_package_names(adresse, chromium, spurt):
    expected = [one for one in spurt if one.case.sak.id in PLAYED]
    context = chromium.new_context()
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    wrong: list[str] = []
    requests: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
    context.on("request", lambda request: requests.append(request.url.removeprefix(adresse)))
    page.goto(f"{adresse}side.html")
    page.wait_for_function("window.ferdig")
    shown = page.locator("article")
    assert shown.count() == len(expected)
    for number, one in enumerate(expected):
        said = " ".join(shown.nth(number).inner_text().split())
        assert one.tekst in said
        assert all(choice.tekst in said for choice in one.valg)
        assert shown.nth(number).get_attribute("title") == f"{one.case.sak.tittel}: {one.tekst}"
    context.close()
    needed = {f"biblioteker/{name}/{file}" for name in (SET, CHOICE) for file in ("library.json", "kode.js")}
    assert {url for url in requests if url.startswith("biblioteker/")} == needed
    assert ([url for url in requests if url.startswith("http")], wrong) == ([], [])
