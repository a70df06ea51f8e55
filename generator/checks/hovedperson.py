"""Who a case is about: the first name that stands most often in it, and what a reader takes that name to say.

Only `navn` uses this, to look for a group of names that goes with an outcome. No reader is shown it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

import yaml

from generator.checks.personvern import steder
from generator.model import Begrunnelse, Bunke, Sak

LIST = Path(__file__).with_name("fornavn.yaml")
NORSK = "norsk"
"""The language in the list that most readers' own names are from."""
Kjonn = Literal["kvinne", "mann"]
Opphav = Literal["norsk", "annet"]

WORD = re.compile(r"(?P<inside>(?<=[\wæøå,–] |[\wæøå,]\n))?(?<!\w)[A-ZÆØÅÁÉŁŽŠİŞ][\wŋđ’-]+")
"""A word with a capital letter; `inside` a sentence, the letter says that it is a name."""
PRONOUN = re.compile(r"(?<!\w)(?:(hun|henne|hennes)|(?:han|ham|hans))(?!\w)", re.IGNORECASE)
AGE = re.compile(r"(?:\b([A-ZÆØÅ]\w+) er|\ber|,) [1-9][0-9](?= år|[ ,.]\D)")
"""«Anna er 40», and so a name, whether or not it is listed; or «Han er 40», after the name."""
OFTEN = 3
"""A name that is not listed stands at least so many times in a case about the one who has it."""
NOT_NAMES = frozenset({"Arbeid", "Arena", "De", "Den", "Det", "Du", "Han", "Hen", "Hun", "Nav", "Navs", "Vi"})
"""What has a capital letter in the files, and is nobody."""
NEAR = 120
"""How many letters after a name a pronoun may stand."""


@dataclass(frozen=True)
class Person:
    """The one a case is about; what the name does not say is None."""

    navn: str
    kjonn: Kjonn | None
    opphav: Opphav | None


def hovedperson(sak: Sak) -> Person | None:
    """Who the case is about; None where no name stands out.

    It is the last name before the first age in the story («Anna er 40»), or else the one that stands most often.
    """
    texts = [*_texts(sak)]
    name = _with_age(sak.historie) or _most_frequent(sak.historie, "\n\n".join(texts))
    if name is None:
        return None
    language, gender = _listed().get(name, (None, None))
    opphav: Opphav | None = None if language is None else "norsk" if language == NORSK else "annet"
    return Person(name, gender or _gender(name, texts), opphav)


def _with_age(story: str) -> str | None:
    age = AGE.search(story)
    if age and age[1] and age[1] not in NOT_NAMES:
        return age[1]
    before = story[: age.start()] if age else ""
    return next((name for name in reversed([*_found(before, _names(story))]) if name in _listed()), None)


def _most_frequent(story: str, text: str) -> str | None:
    """The name in the story that stands most often in the whole text, the first of several."""
    names = _names(text)
    count, in_story = Counter(_found(text, names)), [*_found(story, names)]
    name = max(in_story, key=lambda one: (count[one], one in _listed()), default="")
    return name if name in _listed() or count[name] >= OFTEN else None


def _names(text: str) -> set[str]:
    """The first names in the text: those that are listed, and other words that have a capital inside a sentence."""
    listed, inside = _listed(), {found[0] for found in WORD.finditer(text) if found["inside"] is not None}
    names = set()
    for word in {found[0] for found in WORD.finditer(text)}:
        base = word if word in listed else word.removesuffix("s")
        if base in listed:
            if word in inside or not re.search(rf"(?<!\w){base.lower()}(?!\w)", text):
                names.add(base)
        elif word in inside and word[1:].islower() and word not in steder() | NOT_NAMES:
            names.add(word)
    return names


def _found(text: str, names: set[str]) -> Iterator[str]:
    """Each of the names, once for each time it stands in the text, also with the s of a genitive."""
    for found in WORD.finditer(text):
        name = found[0] if found[0] in names else found[0].removesuffix("s")
        if name in names:
            yield name


def _gender(name: str, texts: list[str]) -> Kjonn | None:
    """That of the pronouns which come soonest after the name."""
    said: Counter[Kjonn] = Counter()
    for text in texts:
        for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            if pronoun := PRONOUN.search(text, found.end(), found.end() + NEAR):
                said["kvinne" if pronoun[1] else "mann"] += 1
    if said["kvinne"] == said["mann"]:
        return None
    return "kvinne" if said["kvinne"] > said["mann"] else "mann"


def _texts(sak: Sak) -> Iterator[str]:
    """The story, and what is asked and answered."""
    yield from (sak.tittel, sak.historie)
    for question in sak.sporsmal:
        yield question.tekst
        if isinstance(question, Begrunnelse):
            yield question.modell
        elif not isinstance(question, Bunke):
            for option in question.valg:
                yield from filter(None, (getattr(option, "tekst", None), option.tilbakemelding, option.koster))


@cache
def _listed() -> dict[str, tuple[str, Kjonn | None]]:
    """First name -> the language it is from, and its gender where it has one."""
    found: dict[str, tuple[str, Kjonn | None]] = {}
    genders: tuple[Kjonn, ...] = get_args(Kjonn)
    for language, groups in yaml.safe_load(LIST.read_text("utf-8")).items():
        for gender, names in groups.items():
            for name in names.split():
                clash = name in found and found[name][1] != gender
                found[name] = (found.get(name, (language,))[0], None if clash or gender not in genders else gender)
    return found
