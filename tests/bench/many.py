"""Makes many cases of the course's own: a whole course root with cases that differ in facts and in text.

Every text gets other names, dates and words, so that nothing done for one case can be had again
for another. Facts are changed at random and checked as `kurs sjekk` does; where the case does not
hold any more, fewer are changed, and at last only those that have no bearing.
"""

from __future__ import annotations

import itertools
import random
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from generator import checks, course
from generator.model import Regelbok
from tests.bench.measure import ROOT
from tests.bench.retold import Retold

MOST = 6
"""Facts that bear on a verdict and are changed at the first try."""

ROUNDS = 63
"""After a thousand cases the changes that bear come again, with other texts and other facts without bearing."""

NOT_THE_COURSE = ("build", "cases", "site", "tests")

Data = dict[str, Any]
Family = tuple[Path, ...]


class _Dumper(yaml.CSafeDumper):
    """Writes as authors do: long texts as blocks, keys in their own order."""


def _text(dumper: _Dumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else ">" if len(text) > 80 else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


_Dumper.add_representer(str, _text)


def make_root(root: Path, count: int) -> None:
    """A copy of the project at `root`, with `count` sound cases of its own."""
    copy_root(root)
    left = count
    for round_ in itertools.count():
        for family in _families():
            if len(family) <= left:
                _write(root, family, round_)
                left -= len(family)
        if not left:
            return


def copy_root(root: Path) -> None:
    """The project at `root`, without its cases and without what is not the course."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", *NOT_THE_COURSE))


@cache
def _families() -> list[Family]:
    """The cases, twins together: they differ in one fact, so they must be changed alike. Large families first."""
    families: list[set[str]] = []
    files = {path.stem: path for path in (ROOT / "cases").glob("*/*.yaml")}
    for name, path in sorted(files.items()):
        family = {name, *(twin["sak"] for twin in _read(path).get("tvillinger", ()))}
        families = [other for other in families if not other & family] + [
            family.union(*(other for other in families if other & family))
        ]
    return sorted((tuple(files[name] for name in sorted(family)) for family in families), key=lambda f: (-len(f), f))


def _read(path: Path) -> Data:
    return yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)


def _write(root: Path, family: Family, round_: int) -> None:
    if round_ >= ROUNDS:
        _try(root, family, round_, _tries_needed[family, round_ % ROUNDS])
        return
    for tries in range(MOST + 1):
        files = _try(root, family, round_, tries)
        found = checks.problems(course.load(root, _regelbok(), files))
        if not found:
            _tries_needed[family, round_] = tries
            return
    raise ValueError(f"{family[0]} is not sound even when only facts without bearing change: {found[0]}")


_tries_needed: dict[tuple[Family, int], int] = {}


def _try(root: Path, family: Family, round_: int, tries: int) -> list[Path]:
    """The family's cases with this round's changes, written."""
    files = []
    for path in family:
        case = _varied(_read(path), round_, tries)
        file = root / "cases" / path.parent.name / f"{case['id']}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        text = yaml.dump(case, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
        file.write_text(f"# yaml-language-server: $schema=../sak.schema.json\n{text}", "utf-8")
        files.append(file)
    return files


def _varied(case: Data, round_: int, tries: int) -> Data:
    _change_facts(case, _changes(round_, tries), round_ % ROUNDS)
    case = Retold(random.Random(f"{case['id']} {round_}")).case(case)
    suffix = f"-{round_}" if round_ else ""  # the lessons name the cases of the first round
    case["id"] += suffix
    case["vanskegrad"] = int(case["vanskegrad"])
    for twin in case.get("tvillinger", ()):
        twin["sak"] += suffix
    return case


@cache
def _regelbok() -> Regelbok:
    return course.load_regelbok(ROOT)


@cache
def _changes(round_: int, tries: int) -> dict[str, str]:
    """Facts and their new values, the same for every case of a round: fewer that bear at each try."""
    facts = _regelbok().fakta
    chance = random.Random(f"bearing {round_ % ROUNDS} {tries}")
    bearing = chance.sample([key for key, fact in facts.items() if not fact.uten_betydning], MOST - tries)
    changes = {key: chance.choice([*facts[key].verdier, "ukjent", "skjonn"]) for key in bearing}
    chance = random.Random(f"without bearing {round_}")
    free = [key for key, fact in facts.items() if fact.uten_betydning and chance.random() < 0.7]
    return changes | {key: chance.choice([*facts[key].verdier, "ukjent", "skjonn"]) for key in free}


def _change_facts(case: Data, changes: dict[str, str], round_: int) -> None:
    cards = case.get("opplysninger", ())
    readings = {reading["fakta"]: reading for reading in case.get("vurderinger", ())}
    for fact, value in changes.items():
        if fact in readings:
            readings[fact]["verdi"] = value
        elif cards and _regelbok().fakta[fact].type == "opplysning":
            given = [card for card in cards if fact in card.get("fakta", {})]
            for card in given or [cards[round_ % len(cards)]]:
                card.setdefault("fakta", {})[fact] = value
