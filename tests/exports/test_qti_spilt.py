"""QTI 3 as it is played: the same scores in both players, each wrong answer its feedback, no error in the console."""

# ruff: noqa: F401, F811 -- fixtures are imported

from __future__ import annotations

import pytest
from markupsafe import Markup

from tests.browser.conftest import PATIENCE
from tests.exports.qti_spill import (
    KEPT,
    PLAYED,
    UGLY,
    WRITTEN,
    adresse,
    chosen,
    kurset,
    mappe,
    noen,
    spillere,
    spurt,
)


@pytest.mark.parametrize("id", PLAYED)
def test_both_players_give_each_answer_the_same_score_and_its_own_feedback(id, spillere, spurt, noen):
    one = spurt[id]
    tried = [([], 0.0), *(([chosen(choice.id)], 0.0 if choice.dom == "feil" else 1.0) for choice in one.valg)]
    if one.slag == "flere":
        right = [chosen(choice.id) for choice in one.rette]
        wrong = next(chosen(choice.id) for choice in one.valg if choice.dom == "feil")
        tried = [*((answer, 0.0) for answer, _ in tried), (right, 1.0), ([*right, wrong], 0.0), (right[1:], 0.0)]
    for answer, points in tried:
        expected = [" ".join(said.split()) for said in reversed(noen.oppgaver[f"sak-{id}"].sagt(answer))]
        for spiller in spillere:
            score, shown = spiller.play(id, answer)
            said = [" ".join(text.split()) for text in shown]
            assert (score, [without_spaces(one) for one in said]) == (
                points,
                [without_spaces(one) for one in expected],
            ), (type(spiller).__name__, answer)


def without_spaces(text: str) -> str:
    return "".join(text.split())


def test_both_players_show_the_story_the_cards_and_the_choices_with_their_norwegian_letters(spillere, spurt):
    for id in PLAYED:
        one = spurt[id]
        texts = [Markup(part).striptags() for part in (one.foran, one.tekst, *(choice.tekst for choice in one.valg))]
        for spiller in spillere:
            spiller.open(id)
            body = spiller.page.locator("qti-item-body, .qti-item-body").first.inner_text()
            for text in texts:
                for line in text.split("\n"):
                    assert without_spaces(line) in without_spaces(body), (type(spiller).__name__, id)


def test_whoever_writes_is_shown_how_it_can_be_written_and_has_no_points(spillere, spurt, noen):
    expected = without_spaces(spurt[WRITTEN].forklaring.striptags())
    for spiller in spillere:
        (said,) = spiller.write(WRITTEN, "Kjære Bodil! Du har rett.")
        assert without_spaces(said) == expected
    assert "SCORE" not in noen.oppgaver[f"sak-{WRITTEN}"].declared


def test_the_longest_explanation_can_be_read_and_closed_in_both_players(spillere, spurt, noen):
    there = [one for one in spurt.values() if one.slag == "en" and f"sak-{one.id}" in noen.oppgaver]
    longest = max(there, key=lambda one: len(one.forklaring))
    wrong = next(choice for choice in longest.valg if choice.dom == "feil")
    for spiller in spillere:
        _, shown = spiller.play(longest.id, [chosen(wrong.id)])
        assert len(shown) == 2
        for left in (1, 0):
            spiller.close()
            spiller.page.wait_for_timeout(400)
            assert len(spiller.dialogues()) == left, type(spiller).__name__


@pytest.mark.parametrize("id", [f"{id}.stygg" for id in UGLY])
def test_author_text_is_text_in_both_players_whatever_it_looks_like(id, spillere):
    for spiller in spillere:
        spiller.open(id)
        body = spiller.page.locator("qti-item-body, .qti-item-body").first.inner_text()
        assert body.count(KEPT) >= 3
        assert "42" not in body
        choices = spiller.page.locator("qti-simple-choice, .qti-simple-choice")
        choices.last.click()
        _, shown = spiller.end()
        assert shown
        assert all(KEPT in text and "42" not in text for text in shown)


def test_the_whole_test_can_be_taken_in_a_player_and_its_points_arrive(chromium, adresse, noen, spurt):
    context = chromium.new_context()
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.goto(f"{adresse}pakke/prove.html")
    points = 0
    for number, one in enumerate([spurt[name.removeprefix("sak-")] for name in [*noen.oppgaver][:4]]):
        page.locator("qti-prompt", has_text=one.tekst).wait_for()
        choice = one.rette[-1] if number % 2 == 0 else next(one for one in one.valg if one.dom == "feil")
        points += choice.dom != "feil"
        page.locator(f'qti-simple-choice[identifier="{chosen(choice.id)}"]').click()
        page.get_by_text("Svar", exact=True).click()
        for _ in range(page.locator("qti-modal-feedback button:visible").count()):
            page.locator("qti-modal-feedback button:visible").last.click()
        page.get_by_text("Neste", exact=True).click()
    total = page.evaluate(
        """() => document.querySelector("qti-test").testContext.items.flatMap(item => item.variables)
             .filter(one => one.identifier === "SCORE").reduce((sum, one) => sum + Number(one.value ?? 0), 0)"""
    )
    context.close()
    assert (float(total), wrong) == (points, [])
