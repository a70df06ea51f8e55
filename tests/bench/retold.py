"""The texts of a case in other names, dates and words, of about the same length."""

from __future__ import annotations

import itertools
import random
import re
from typing import Any

SECRET = "xq"
"""How every invented word begins in a text that gives the key away; no other word does."""

KEY = {"fordi", "tilbakemelding", "koster", "modell"}
PROSE = KEY | {"tittel", "historie", "dato", "tekst", "hent", "drofting", "kanal"}

MONTHS = "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
DATE = re.compile(rf"\b\d{{1,2}}\. (?:{MONTHS})\b")
NAME = re.compile(r"(?<=[a-zæøå,»] )(?!Nav\b|Arena\b)[A-ZÆØÅ][a-zæøå]+\b")
WORD = re.compile(r"(?<= )[a-zæøå]{5,}(?=[ ,.])")
ONE_WORD_IN = 6


class Retold:
    """One retelling; a name that comes again gets the same new name."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.names: dict[str, str] = {}

    def case(self, case: dict[str, Any]) -> dict[str, Any]:
        return self._any(case, "", is_key=False)

    def _any(self, data: Any, field: str, is_key: bool) -> Any:
        if isinstance(data, dict):
            closed = "hent" in data
            return {
                key: self._any(value, key, key in KEY or (closed and key == "tekst")) for key, value in data.items()
            }
        if isinstance(data, list):
            return [self._any(item, field, is_key) for item in data]
        return self._text(data, field, is_key) if field in PROSE else data

    def _text(self, text: str, field: str, is_key: bool) -> str:
        text = DATE.sub(lambda _: f"{self.chance.randint(1, 28)}. {self.chance.choice(MONTHS.split('|'))}", text)
        if field == "dato":
            return text
        text = NAME.sub(lambda name: self.names.setdefault(name[0], self._invented(len(name[0])).capitalize()), text)
        if field == "tittel":
            return f"{text} i {self._invented(7).capitalize()}"
        words = list(WORD.finditer(text))
        chosen = set(self.chance.sample(range(len(words)), -(-len(words) // ONE_WORD_IN)))
        number = itertools.count()
        return WORD.sub(lambda word: self._other(word[0], is_key) if next(number) in chosen else word[0], text)

    def _other(self, word: str, is_key: bool) -> str:
        return SECRET + self._invented(len(word) - len(SECRET)) if is_key else self._invented(len(word))

    def _invented(self, length: int) -> str:
        return "".join(self.chance.choice("bdfghjklmnprstv" if n % 2 else "aeiouyøå") for n in range(length))
