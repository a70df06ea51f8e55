"""A sound case, and ways to spoil it."""

from __future__ import annotations

import re
from pathlib import Path

import yaml
from hypothesis import strategies as st

FILE = "cases/niva/anna.yaml"
GOLDEN = Path(__file__).parent / "golden"


def sound() -> str:
    text = (GOLDEN / "a-sound-case-has-no-problems.yaml").read_text("utf-8")
    return next(yaml.safe_load_all(text))["text"]


def changed(changes: dict[str, str]) -> str:
    """The sound case with each text exchanged; each must stand there once."""
    text = sound()
    for before, after in changes.items():
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text


NAMES = "id tittel kilde fakta historie opplysninger vurderinger sporsmal valg type steg hentet str @key [key] @steg"
OTHERS = "handling utfall ja nei ukjent skjonn notat anna standardinnsats R63 S01 1 -1 true ~ <b> javascript:"
SIGNS = " ![ & * ! | > ' \" - ? : [ ] { } , # % @ ` é \t \n \u2028 \ufeff"
WORDS = st.sampled_from(re.split(" ", f"{NAMES} {OTHERS} {SIGNS}"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | WORDS,
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(WORDS, inside, max_size=4),
    max_leaves=12,
)


@st.composite
def rewritten(draw: st.DrawFn) -> str:
    """The sound case with some of its lines and words changed."""
    lines = sound().splitlines()
    for _ in range(draw(st.integers(1, 4))):
        number = draw(st.integers(0, len(lines) - 1))
        words = lines[number].split(" ")
        words[draw(st.integers(0, len(words) - 1))] = draw(WORDS)
        other = [lines[draw(st.integers(0, len(lines) - 1))]]
        lines[number : number + 1] = draw(st.sampled_from([[], [" ".join(words)], [lines[number]] * 2, other]))
    return "\n".join(lines)


@st.composite
def refilled(draw: st.DrawFn) -> dict[str, object]:
    """The data of the sound case with one value, at any depth, taken out, exchanged or renamed."""
    whole = here = yaml.safe_load(sound())
    while True:
        key = draw(st.sampled_from(list(here) if isinstance(here, dict) else range(len(here))))
        if isinstance(here[key], dict | list) and here[key] and draw(st.integers(0, 3)):
            here = here[key]
            continue
        value = here.pop(key)
        if draw(st.booleans()):
            value = draw(VALUES)
        if isinstance(here, list):
            here[key:key] = draw(st.sampled_from([[], [value]]))
        elif draw(st.integers(0, 3)):
            here[draw(st.just(key) | WORDS)] = value
        return whole
