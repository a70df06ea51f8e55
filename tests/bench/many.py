"""Makes many cases of the sixteen: a whole course root with cases that differ in facts and in text.

Every text gets other names, dates and words, so that nothing done for one case can be had again
from another. Facts are changed at random, then `kurs sjekk` says which cases no longer hold; those
are tried again with fewer changes, and at last only with facts that have no bearing.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from generator.course import load_regelbok
from generator.model import Faktum
from tests.bench.measure import KURS, ROOT

SECRET = "xq"
"""How every invented word in a text that is part of the key begins; no other word does."""

KEY = {"fordi", "tilbakemelding", "koster"}
PROSE = KEY | {"tittel", "historie", "dato", "tekst", "hent", "drofting"}

MONTHS = "januar februar mars april mai juni juli august september oktober november desember".split()
DATE = re.compile(rf"\b\d{{1,2}}\. ({'|'.join(MONTHS)})\b")
NAME = re.compile(r"(?<=[a-zæøå,»] )(?!Nav\b|Arena\b)[A-ZÆØÅ][a-zæøå]+\b")
WORD = re.compile(r"(?<= )[a-zæøå]{5,}(?=[ ,.])")
ONE_WORD_IN = 6

Data = dict[str, Any]


class _Dumper(yaml.CSafeDumper):
    """Writes as authors do: texts of several lines as blocks, keys in their own order."""


def _text(dumper: _Dumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else ">" if len(text) > 80 else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


_Dumper.add_representer(str, _text)


def make_root(root: Path, count: int) -> None:
    """A copy of the project at `root`, with `count` cases of its own that `kurs sjekk` finds sound."""
    copy_root(root)
    families = _families()
    tries: dict[tuple[str, int], int] = {}
    todo = range(count)
    while todo:
        for number in todo:
            path, case = _source(number)
            round_ = number // len(_sources())
            case = _varied(case, round_, tries.get((families[case["id"]], round_), 0))
            file = root / "cases" / path.parent.name / f"{case['id']}.yaml"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(yaml.dump(case, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110), "utf-8")
        again = {(families[name], round_) for name, round_ in _unsound(root)}
        for family in again:
            tries[family] = tries.get(family, 0) + 1
        todo = [n for n in range(count) if (families[_source(n)[1]["id"]], n // len(_sources())) in again]


def copy_root(root: Path) -> None:
    """The project without its cases and without what is not the course."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", *NOT_THE_COURSE))


NOT_THE_COURSE = ("build", "cases", "site", "tests")


@cache
def _sources() -> list[tuple[Path, str]]:
    return [(path, path.read_text("utf-8")) for path in sorted((ROOT / "cases").glob("*/*.yaml"))]


def _source(number: int) -> tuple[Path, Data]:
    path, text = _sources()[number % len(_sources())]
    return path, yaml.load(text, yaml.CBaseLoader)


@cache
def _families() -> dict[str, str]:
    """Case -> the name of its family: twins differ in one fact, so they must be changed alike."""
    families: dict[str, str] = {}
    for _, text in _sources():
        case = yaml.load(text, yaml.CBaseLoader)
        family = {case["id"], *(twin["sak"] for twin in case.get("tvillinger", ()))}
        names = family | {families[name] for name in family if name in families}
        families |= {name: min(names) for name in family}
        families = {name: min(names) if head in names else head for name, head in families.items()}
    return families


def _unsound(root: Path) -> Iterator[tuple[str, int]]:
    said = subprocess.run([KURS, "sjekk", "--format", "json"], cwd=root, capture_output=True, text=True, check=False)
    if not said.stdout:
        raise RuntimeError(said.stderr)
    for problem in json.loads(said.stdout):
        name, _, round_ = Path(problem["file"]).stem.rpartition("-")
        yield name, int(round_)


@cache
def _facts() -> dict[str, Faktum]:
    return load_regelbok(ROOT).fakta


def _varied(case: Data, round_: int, tries: int) -> Data:
    _change_facts(case, _changes(round_, tries), round_)
    case = _Retold(random.Random(f"{case['id']} {round_}")).data(case, "", is_key=False)
    case["id"] += f"-{round_}"
    case["vanskegrad"] = int(case["vanskegrad"])
    for twin in case.get("tvillinger", ()):
        twin["sak"] += f"-{round_}"
    return case


@cache
def _changes(round_: int, tries: int) -> dict[str, str]:
    """Facts and their new values, the same for every case of a round: fewer at each try."""
    if tries > MOST:
        raise ValueError(f"round {round_} is not sound even when only facts without bearing change")
    chance = random.Random(f"{round_} {tries}")
    facts = _facts()
    free = [key for key, fact in facts.items() if fact.uten_betydning and chance.random() < 0.7]
    bearing = [key for key, fact in facts.items() if not fact.uten_betydning]
    chosen = free + chance.sample(bearing, MOST - tries)
    return {key: chance.choice([*facts[key].verdier, "ukjent", "skjonn"]) for key in chosen}


MOST = 6
"""Facts that bear on a verdict and are changed at the first try."""


def _change_facts(case: Data, changes: dict[str, str], round_: int) -> None:
    readings = {reading["fakta"]: reading for reading in case.get("vurderinger", ())}
    for fact, value in changes.items():
        if fact in readings:
            readings[fact]["verdi"] = value
        elif _facts()[fact].type == "opplysning":
            given = [card for card in case["opplysninger"] if fact in card.get("fakta", {})]
            for card in given or [case["opplysninger"][round_ % len(case["opplysninger"])]]:
                card.setdefault("fakta", {})[fact] = value


class _Retold:
    """A case's texts in other words, of about the same length."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.names: dict[str, str] = {}

    def data(self, data: Any, field: str, is_key: bool) -> Any:
        if isinstance(data, dict):
            closed = "hent" in data
            return {key: self.data(value, key, key in KEY or (closed and key == "tekst")) for key, value in data.items()}
        if isinstance(data, list):
            return [self.data(item, field, is_key) for item in data]
        return self.text(data, field, is_key) if field in PROSE else data

    def text(self, text: str, field: str, is_key: bool) -> str:
        text = DATE.sub(lambda _: f"{self.chance.randint(1, 28)}. {self.chance.choice(MONTHS)}", text)
        text = NAME.sub(lambda name: self.names.setdefault(name[0], self.invented(len(name[0])).capitalize()), text)
        if field == "tittel":
            return f"{text} i {self.invented(7).capitalize()}"
        words = [] if field == "dato" else list(WORD.finditer(text))
        for word in sorted(self.chance.sample(words, -(-len(words) // ONE_WORD_IN)), key=re.Match.start, reverse=True):
            new = SECRET * is_key + self.invented(len(word[0]) - len(SECRET) * is_key)
            text = text[: word.start()] + new + text[word.end() :]
        return text

    def invented(self, length: int) -> str:
        letters = (self.chance.choice("bdfghjklmnprstv" if n % 2 else "aeiouyøå") for n in range(length))
        return "".join(letters)
