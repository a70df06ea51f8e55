"""The interface speaks bokmål and nynorsk, and says the same in both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from generator import pages
from generator.course import load
from generator.view.sprak import MALFORMER, tekster
from tests.conftest import PROJECT


def texts(words: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Each text with the way to it."""
    if isinstance(words, dict):
        for key, inner in words.items():
            yield from texts(inner, f"{path}.{key}")
    elif isinstance(words, list):
        for number, inner in enumerate(words):
            yield from texts(inner, f"{path}.{number}")
    else:
        yield path, words


BOKMAL, NYNORSK = (dict(texts(tekster(malform))) for malform in MALFORMER)


def test_each_text_is_there_in_both():
    assert BOKMAL.keys() == NYNORSK.keys()
    assert [path for path, text in {**BOKMAL, **NYNORSK}.items() if not isinstance(text, str) or not text.strip()] == []


@pytest.mark.parametrize("path", BOKMAL)
def test_a_text_has_the_same_holes_in_both(path):
    holes = [sorted(re.findall(r"\{\w*\}", words[path])) for words in (BOKMAL, NYNORSK)]
    assert holes[0] == holes[1]


def test_nynorsk_uses_no_word_that_is_only_bokmal():
    only = re.compile(r"\b(ikke|jeg|hva|hvor|hvorfor|noe|noen|saker?en|fra først|en gang|dere|mer enn|fortsatt)\b")
    wrong = {path: found[0] for path, text in NYNORSK.items() if (found := only.search(text.lower()))}
    assert wrong == {}


def test_every_page_can_be_made_in_nynorsk():
    course = load(PROJECT)
    said = " ".join(side.html() for side in pages.render(course, "nn"))
    assert "Sjå kva reglane seier" in pages.files(course, "nn")["assets/tekster.js"]
    assert "Svaret, og reglane bak" in said
    assert "Svaret, og reglene bak" not in said
