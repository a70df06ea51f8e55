"""Whether a text is easy to read. Nothing here keeps a course from being built: it is advice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.course import Case, Course
from generator.lesestoff import ASKED, Stykke
from generator.model import Begrunnelse, Bunke
from generator.source import Problem, place_at

MOST_WORDS = 30
SHORT = 30
"""Words: with fewer, one long word turns a LIX."""
STORY, FEEDBACK, LESSON = 34, 40, 36
"""The LIX that a text may have. Nav's tool for letters advises against more than 34; feedback must name the rules."""

WORD = re.compile(r"[^\W\d_][\w’'-]*")
LONG = 6
SENTENCE = re.compile(r"(?:[^.!?:\n]|[.!?:](?![\s»”)]|$)|\n(?![^\S\n]*(?:\n|[-*#]|\d+\.)))+")
"""Up to what ends it: a full stop, a colon, an empty line, or the next point of a list."""

POINT = re.compile(r"(?:\A|^[^\S\n]*\n) {0,3}(\d{1,9}[.)]) (?=\S)|^ {0,3}(1[.)]) (?=\S)", re.MULTILINE)
"""What Markdown takes for the first point of a list: «12. oktober» too, where a paragraph begins with it."""
SECOND = re.compile(r"^ {0,3}2[.)] ", re.MULTILINE)

Sentence = tuple[str, list[str]]
"""As it stands, and its words."""


class Text(NamedTuple):
    """A text of a case: where it stands, and the LIX it may have."""

    path: tuple[str | int, ...]
    words: str
    most: int


def check(course: Course, case: Case) -> Iterator[Problem]:
    """Advice on a case."""
    for text in _texts(case):
        sentences = _sentences(text.words)
        for sentence, words in sentences:
            if len(words) > MOST_WORDS:
                place = case.source.place_of_text(sentence.split("\n")[0][:40], *text.path)
                yield Problem(place, *_told(words), is_advice=True)
        if (found := _lix(sentences)) > text.most:
            yield Problem(case.source.place(*text.path), *_heavy(found, text.most), is_advice=True)
    for path, shown in _paragraphs(case):
        if number := _read_as_list(shown):
            message = f"«{number}» først i et avsnitt blir lest som et punkt i en liste"
            hint = f"skriv noe foran tallet, som «Den {number}»"
            yield Problem(case.source.place_of_text(f"{number} ", *path), message, hint, is_advice=True)


def check_page(stykke: Stykke) -> Iterator[Problem]:
    """Advice on a hand-written page."""
    text = stykke.text[stykke.start :]
    sentences = _sentences(ASKED.sub("", text))
    for sentence, words in sentences:
        if len(words) > MOST_WORDS:
            place = place_at(stykke.source.file, stykke.text, stykke.start + max(text.find(sentence[:40]), 0))
            yield Problem(place, *_told(words), is_advice=True)
    if (found := _lix(sentences)) > LESSON:
        place = place_at(stykke.source.file, stykke.text, stykke.start)
        yield Problem(place, *_heavy(found, LESSON), is_advice=True)


def lix(text: str) -> float:
    """How heavy a text is to read: words a sentence, and the share of long words; 0 where it is too short to say.

    >>> round(lix("Hun vil i arbeid. " * 8))
    4
    """
    return _lix(_sentences(text))


def _lix(sentences: list[Sentence]) -> float:
    words = [word for _, words in sentences for word in words]
    if len(words) < SHORT:
        return 0
    return len(words) / len(sentences) + 100 * sum(len(word) > LONG for word in words) / len(words)


def _sentences(text: str) -> list[Sentence]:
    return [(one.strip(), words) for one in SENTENCE.findall(text) if (words := WORD.findall(one))]


def _texts(case: Case) -> Iterator[Text]:
    sak = case.sak
    yield Text(("historie",), sak.historie, STORY)
    for i, card in enumerate(sak.opplysninger):
        yield Text(("opplysninger", i, "tekst"), card.tekst, 100)
    for i, reading in enumerate(sak.vurderinger):
        yield Text(("vurderinger", i, "fordi"), reading.fordi, FEEDBACK)
    for i, question in enumerate(sak.sporsmal):
        options = () if isinstance(question, Begrunnelse | Bunke) else question.valg
        for j, option in enumerate(options):
            for field in ("tilbakemelding", "koster"):
                if words := getattr(option, field):
                    yield Text(("sporsmal", i, "valg", j, field), words, FEEDBACK)


def _paragraphs(case: Case) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The texts that are shown in paragraphs, and may have lists."""
    yield ("historie",), case.sak.historie
    for i, card in enumerate(case.sak.opplysninger):
        yield ("opplysninger", i, "tekst"), card.tekst


def _read_as_list(text: str) -> str | None:
    """A number that is read as the first point of a list, though no list of 1, 2 and so on is meant."""
    first = next((point[1] or point[2] for point in POINT.finditer(text)), None)
    return None if first and first[:-1] == "1" and SECOND.search(text) else first


def _told(words: list[str]) -> tuple[str, str]:
    return f"setningen har {len(words)} ord, og {MOST_WORDS} er mye", "del den i to"


def _heavy(found: float, most: int) -> tuple[str, str]:
    return f"teksten er tung å lese (LIX {found:.0f}, helst under {most})", "skriv kortere setninger og kortere ord"
