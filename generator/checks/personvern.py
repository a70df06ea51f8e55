"""No real person gets in: no number that may be somebody's, no address, and no office that can be found on a map.

The whole file is looked through, comments too. What is found is never repeated in what the author is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

import yaml

from generator.checks.numre import CERTAIN, numbers
from generator.course import Case, Course
from generator.source import MAX_TOLD, Problem, place_at

LISTS = Path(__file__).with_name("institusjoner.yaml")
OUT = "ta det bort; saken trenger det ikke"
MONTHS = "jan|feb|mars|apr|mai|juni|juli|aug|sep|okt|nov|des"
ROADS = "vei|veien|veg|vegen|gate|gata|gaten|allé|alléen|torg|torget"


class Shape(NamedTuple):
    """How something is written that points to somebody."""

    what: str
    sign: re.Pattern[str]
    """Begins with what is rare, and so soon tells that there is none in a text."""
    whole: re.Pattern[str]
    hint: str = OUT


SHAPES = (
    Shape(
        "en e-postadresse",
        re.compile("@"),
        re.compile(
            r"(?<![\w.+-])[\w.+-]+@(?!(?:[\w-]+\.)*(?:example\.(?:com|net|org|no)|example|test|invalid)(?![\w.-]*\w))"
            r"(?:[\w-]+\.)+[A-Za-z]{2,}"
        ),
        "skriv en på example.com, eller ta den bort",
    ),
    Shape(
        "en gateadresse",
        re.compile(r"[0-9](?<=(?:vei|ien|veg|gen|ate|ata|ten|llé|éen|org|get|ken|gge|ass)\s[0-9])"),
        re.compile(
            rf"\b[A-ZÆØÅ](?:[\wé-]*?(?:{ROADS}|bakken|svingen|stien|brygge)|[\w.-]+\s(?:{ROADS}|plass))\s[0-9]{{1,3}}"
            r"\s?[A-Za-z]?(?!\w)"
        ),
    ),
    Shape("et bilnummer", re.compile(r"[0-9]{5}"), re.compile(r"\b[A-Z]{2}\s?[0-9]{5}(?![\w-])")),
    Shape(
        "en fødselsdato",
        re.compile(r"ød(?:t|selsdato)|[Ff]\.\s?[0-9]"),
        re.compile(
            r"\b(?:[Ff]ødt(?:\sden)?|[Ff]\.|[Ff]ødselsdato(?:en)?(?:\ser|:)?)\s*[0-9]{1,2}\.\s?"
            rf"(?:[0-9]{{1,2}}\.\s?|(?:{MONTHS})[a-z]*\.?\s)[0-9]{{2,4}}(?!\w)"
        ),
        "skriv alderen i stedet",
    ),
)
POSTCODE = re.compile(r"[0-9]{4}(?= [A-ZÆØÅ])(?:(?<=, [0-9]{4})|(?<![\w.,-][0-9]{4})(?<!19[0-9]{2})(?<!20[0-9]{2}))")
"""Before a place. A year is one only after a comma, as in an address."""
WORD = re.compile(r"[^\W\d_][\w.-]*\w|[^\W\d_]")
PLACE = re.compile(r"\s+[A-ZÆØÅ][\w.-]*\w(?: \w[\w.-]*\w| i){0,3}")
"""What may be a place: no name of one has more words."""


def check(course: Course, case: Case) -> Iterator[Problem]:
    """Numbers with the right check digits: those of persons, and of accounts."""
    text = case.source.text
    certain = (number for number in numbers(text) if number.slag in CERTAIN)
    for number in islice(certain, MAX_TOLD):
        message = f"her står et gyldig {number.slag}, og det kan tilhøre noen"
        yield Problem(place_at(case.source.file, text, number.at), message, OUT)


def advise(course: Course, case: Case) -> Iterator[Problem]:
    """What only may be of a real person or a real place."""
    text = case.source.text
    for at, message, hint in islice(chain(_numbers(text), _shapes(text), _real(text)), MAX_TOLD):
        yield Problem(place_at(case.source.file, text, at), message, hint)


Found = tuple[int, str, str]
"""The letter it begins at, what it is, and what to do."""


def _numbers(text: str) -> Iterator[Found]:
    for number in numbers(text):
        if number.slag == "lik":
            yield number.at, "tallet ser ut som et fødselsnummer eller et kontonummer", OUT
        elif number.slag not in CERTAIN:
            yield number.at, f"her står det som kan være et {number.slag}", OUT


def _shapes(text: str) -> Iterator[Found]:
    for shape in SHAPES:
        if shape.sign.search(text):
            for found in shape.whole.finditer(text):
                yield found.start(), f"her står det som kan være {shape.what}", shape.hint
    for found in POSTCODE.finditer(text):
        if _place_after(text, found.end()):
            yield found.start(), "her står det som kan være en postadresse", "nøy deg med stedet"


def _real(text: str) -> Iterator[Found]:
    """Offices and institutions that there are: «Nav Frogner», «Halden fengsel», «Ullevål»."""
    lists, names, others = _lists()
    for found in [*names.finditer(text), *others.finditer(text)]:
        word, (start, end) = found[1], found.span(1)
        if text[start - 1 : start].isalnum():
            continue
        if word in lists["navn"]:
            yield _told(text, start, end)
        elif word in lists["etter"] and (at := _place_before(text, start)) is not None:
            yield _told(text, at, end)
        elif {word, word[0].lower() + word[1:]} & lists["foran"] and (length := _place_after(text, end)):
            yield _told(text, start, end + length)


def _told(text: str, start: int, end: int) -> Found:
    name = " ".join(text[start:end].split())
    return start, f"«{name}» finnes, og noen kan bli kjent igjen", "finn på et navn, eller skriv hva slags sted det er"


def _place_after(text: str, at: int) -> int:
    """How many letters from this one it takes to the end of a real place; none where there is none."""
    place = PLACE.match(text, at)
    words = [*WORD.finditer(place[0])] if place else []
    for last in reversed(words):
        name = " ".join(place[0][: last.end()].split()) if place else ""
        for said in (name, name.removesuffix("s")):
            if (said.title() if said.isupper() else said) in steder():
                return last.end()
    return 0


def _place_before(text: str, at: int) -> int | None:
    """The letter where the real place begins that stands right before this one."""
    start = max(at - 40, 0)
    before = text[start:at].rstrip()
    words = [*WORD.finditer(before)][-3:] if before[-1:].isalpha() else []
    for i, first in enumerate(words):
        if " ".join(word[0] for word in words[i:]) in steder():
            return start + first.start()
    return None


@cache
def _lists() -> tuple[dict[str, frozenset[str]], re.Pattern[str], re.Pattern[str]]:
    """The lists by name, and what finds their words that are not places: with a capital letter, and the others."""
    given: dict[str, str] = yaml.safe_load(LISTS.read_text("utf-8"))
    lists = {name: frozenset(word.strip() for word in words.split(",")) for name, words in given.items()}
    words = {*lists["navn"], *lists["etter"], *lists["foran"]} | {word.capitalize() for word in lists["foran"]}
    capital = _any_of(word for word in words if word[0].isupper())
    other = _any_of(word for word in words if word[0].islower())
    return lists, re.compile(rf"({capital})(?!\w)"), re.compile(rf"[\s(«]({other})(?!\w)")


def _any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


@cache
def steder() -> frozenset[str]:
    """The names of Norway's municipalities, towns, districts and counties, and of the parts of its largest cities."""
    return frozenset().union(*(_lists()[0][kind] for kind in ("kommuner", "bydeler", "byer", "egner", "fylker")))
