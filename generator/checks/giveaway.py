"""What is read before one answers does not give the answer away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from generator.course import Case, Course
from generator.model import Flersporsmal, Handlingssporsmal, Regelbok
from generator.source import Problem

RULE = re.compile(r"\bR\d{2}\b")
"""The number of a rule; a section of the law (§ 14 a) is another matter."""
WHOLE = 3
"""Words: an option that is shorter may well be said by someone in the story."""

Said = tuple[tuple[str | int, ...], str]
"""A text of a case: where it stands, and what it says."""


def check(course: Course, case: Case) -> Iterator[Problem]:
    """The name of an outcome, the number of a rule, or an option word for word, before the answer."""
    names = _names(course.regelbok, frozenset(question.steg for question in case.sak.stegsporsmal))
    options = [_flat(option.tekst).rstrip(" .") for question in _cited(case) for option in question.valg]
    whole = [words for words in options if len(words.split()) >= WHOLE]
    for path, said in _told(case):
        flat = _flat(said)
        if any(name in flat for name in names.words):
            yield from _found(case, path, names.pattern.search(said), "si det som ligger bak, med andre ord")
        yield from _found(case, path, RULE.search(said), "la regelen stå i tilbakemeldingen; si det som skjedde, her")
        for words in whole:
            if words in flat:
                hint = "si det på en annen måte her, eller skriv valget om"
                yield from _found(case, path, re.search(_any([words]), said, re.IGNORECASE), hint)
    for path, said in _asked(case):
        hint = "skriv reglene i «folger» og «bryter», og si her hva man gjør"
        yield from _found(case, path, RULE.search(said), hint)


def _found(case: Case, path: tuple[str | int, ...], at: re.Match[str] | None, hint: str) -> Iterator[Problem]:
    if at:
        place = case.source.place_of_text(at[0].split("\n")[0], *path)
        yield Problem(place, f"«{' '.join(at[0].split())}» gir bort svaret", hint)


class Names(NamedTuple):
    """Names to look for: in lower case, to rule most texts out by, and the pattern that tells where they stand."""

    words: tuple[str, ...]
    pattern: re.Pattern[str]


@cache
def _names(regelbok: Regelbok, steps: frozenset[str]) -> Names:
    """The groups by their old names, inflected too, and today's; and the outcomes of the steps that are asked about."""
    groups = [regelbok.steg["innsatsgruppe"].utfall[name] for name in regelbok.hode.i_dag]
    others = [name for step in sorted(steps) for name in regelbok.steg[step].utfall.values()]
    others += [today.navn for today in regelbok.hode.i_dag.values()]
    pattern = re.compile(rf"\b(?:{_any(groups)}|(?:{_any(others)})\b)", re.IGNORECASE)
    return Names(tuple({_flat(name) for name in [*groups, *others]}), pattern)


def _flat(text: str) -> str:
    """The text on one line, in lower case."""
    return " ".join(text.lower().split())


def _any(texts: list[str]) -> str:
    """A pattern for any of the texts, wherever the lines are broken."""
    return "|".join(r"\s+".join(map(re.escape, text.split())) for text in sorted(texts, key=len, reverse=True))


def _told(case: Case) -> Iterator[Said]:
    """The story, the cards, and the slips of a pile."""
    yield ("historie",), case.sak.historie
    for i, card in enumerate(case.sak.opplysninger):
        yield ("opplysninger", i, "tekst"), card.tekst
    for i, question in enumerate(case.sak.sporsmal):
        for j, slip in enumerate(getattr(question, "lapper", ())):
            yield ("sporsmal", i, "lapper", j, "tekst"), slip.tekst


def _asked(case: Case) -> Iterator[Said]:
    """The questions, and the options that are written out."""
    for i, question in enumerate(case.sak.sporsmal):
        yield ("sporsmal", i, "tekst"), question.tekst
        if isinstance(question, Handlingssporsmal | Flersporsmal):
            for j, option in enumerate(question.valg):
                yield ("sporsmal", i, "valg", j, "tekst"), option.tekst


def _cited(case: Case) -> list[Handlingssporsmal | Flersporsmal]:
    return [question for question in case.sak.sporsmal if isinstance(question, Handlingssporsmal | Flersporsmal)]
