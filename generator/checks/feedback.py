"""What is said to a wrong choice is about that choice, and says enough."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import combinations

from generator.course import Case, Course
from generator.model import Begrunnelse, Bunke, Handlingsvalg, Stegvalg
from generator.source import Problem

SHORTEST = 40
"""Letters: with fewer, one can hardly say what a choice overlooks."""
ALIKE = 0.9
"""Of two texts, the share that is the same: above it, they are one text."""
COMPARED = 500
"""Letters: texts that are longer are the same when so much of them is. To compare takes the square of it."""


def check(course: Course, case: Case) -> Iterator[Problem]:
    """Feedback that is very short, or the same for two wrong choices."""
    for i, question in enumerate(case.sak.sporsmal):
        if isinstance(question, Begrunnelse | Bunke):
            continue
        options: tuple[Stegvalg | Handlingsvalg, ...] = question.valg
        told = [(j, option.tilbakemelding) for j, option in enumerate(options) if _may_be_wrong(option)]
        wrong = [(j, words.strip()) for j, words in told if words]
        for j, words in wrong:
            if len(words) < SHORTEST:
                place = case.source.place("sporsmal", i, "valg", j, "tilbakemelding")
                hint = "skriv hva valget ser riktig, og hva det overser"
                yield Problem(place, f"tilbakemeldingen har bare {len(words)} tegn", hint)
        for (_, one), (j, other) in combinations(wrong, 2):
            if _alike(one, other):
                place = case.source.place("sporsmal", i, "valg", j, "tilbakemelding")
                hint = "skriv hva nettopp dette valget overser"
                yield Problem(place, "et annet galt valg har nesten samme tilbakemelding", hint)


def _may_be_wrong(option: Stegvalg | Handlingsvalg) -> bool:
    return isinstance(option, Stegvalg) or bool(option.bryter)


def _alike(one: str, other: str) -> bool:
    """Whether two texts are nearly the same; first by their words, which is quick."""
    mine, theirs = {*one.split()}, {*other.split()}
    if 2 * len(mine & theirs) <= max(len(mine), len(theirs)):
        return False
    return SequenceMatcher(None, one[:COMPARED], other[:COMPARED], autojunk=False).ratio() > ALIKE
