"""What the browser says of a set of facts is what `kurs vurder --json` says, to the letter."""

from __future__ import annotations

import json
import math
import random
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator import vurder
from generator.model import SKJONN, UKJENT, Faktum, Regelbok, Umulig
from generator.rules import Given, ImpossibleFacts, assess
from generator.rules.kart import as_data

WALKER = Path(__file__).parent / "skript" / "vurder.js"
CHUNKS, WALKS, STEPS = range(4), 50, 10
"""Two thousand sets of facts; `make bench` takes ten times as many. A walk changes a fact a step, so that the engine
remembers."""


def value(chance: random.Random, fact: Faktum) -> str | list[str]:
    """One of its values mostly; or several, or what nobody knows, or what can be read both ways."""
    values = list(fact.verdier)
    several = chance.sample(values, chance.randint(1, len(values)))
    return chance.choices([chance.choice(values), several, UKJENT, SKJONN], [80, 8, 4, 8])[0]


def walks(regelbok: Regelbok, chance: random.Random, count: int = WALKS) -> Iterator[dict[str, str | list[str]]]:
    """Sets of facts, from none to all of them, in any order: some cannot hold, some facts have no bearing."""
    for _ in range(count):
        known = 1 - 0.9 * chance.random() ** 2
        keys = chance.sample(list(regelbok.fakta), len(regelbok.fakta))
        state = {key: value(chance, regelbok.fakta[key]) for key in keys if chance.random() < known}
        for _ in range(STEPS):
            yield dict(state)
            key = chance.choice(keys)
            state.pop(key, None)
            if chance.random() < known:
                state[key] = value(chance, regelbok.fakta[key])


def python(regelbok: Regelbok, facts: Given) -> dict[str, Any]:
    try:
        said = assess(regelbok, facts)
    except ImpossibleFacts as impossible:
        return {"umulig": impossible.reasons}
    steps = vurder.as_data(regelbok, vurder.Answer("", said))["steg"]
    return {"steg": steps, "uten_betydning": said.uten_betydning}


def as_text(said: Any) -> str:
    """As the browser writes it."""
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def browser(regelbok: Regelbok, all_facts: list[Any], folder: Path) -> list[str]:
    node, file = shutil.which("node"), folder / "regelkart.json"
    assert node, "Denne testen trenger Node."
    file.write_text(json.dumps(as_data(regelbok)), "utf-8")
    lines = "\n".join(json.dumps(facts) for facts in all_facts)
    command = [node, str(WALKER), str(file)]
    run = subprocess.run(command, input=lines, capture_output=True, text=True, encoding="utf-8", check=False)
    assert run.stderr == ""
    return run.stdout.splitlines()


@pytest.mark.parametrize("chunk", CHUNKS)
def test_the_browser_says_what_the_command_says(chunk, regelbok, tmp_path):
    states = list(walks(regelbok, random.Random(chunk)))
    met: Counter[str] = Counter()
    for facts, said in zip(states, browser(regelbok, states, tmp_path), strict=True):
        expected = python(regelbok, facts)
        assert said == as_text(expected), facts
        met.update({"umulig"} & expected.keys())
        met.update(step["status"] for step in expected.get("steg", {}).values())
    assert min(met[kind] for kind in ("umulig", "avgjort", "mangler_opplysninger", "skjonn")) > len(states) // 10


def test_the_browser_says_all_that_touches_where_no_combination_alone_is_to_blame(regelbok, tmp_path):
    other = Umulig(fakta={"apenbart_standard": "ja", "arbeid_snart_ved_egen_innsats": "ja"}, fordi="Fordi vi sier det.")
    book = replace(regelbok, hode=replace(regelbok.hode, umulig=(*regelbok.hode.umulig, other)))
    expected = python(book, {"apenbart_standard": "ja"})
    assert expected["umulig"][-1] == other.fordi
    assert [json.loads(said) for said in browser(book, [{"apenbart_standard": "ja"}], tmp_path)] == [expected]


def test_every_count_of_worlds_is_exact_in_a_browser(regelbok):
    worlds = math.prod(len(fact.verdier) for fact in regelbok.fakta.values() if not fact.uten_betydning)
    assert worlds < 2**53


def test_the_map_is_light_to_load(regelbok):
    assert len(as_text(as_data(regelbok)).encode()) < 50_000
