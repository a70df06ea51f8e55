"""The interface's own words, in bokmål and nynorsk: one file of strings each."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

Malform = Literal["nb", "nn"]
MALFORMER: tuple[Malform, ...] = get_args(Malform)
FILES = Path(__file__).parents[1] / "sprak"


class Tekster(dict[str, Any]):
    """The texts of one målform. There is one of each, so that what was said with it can be remembered by it."""

    __hash__ = object.__hash__  # type: ignore[assignment]


def malform(t: Tekster) -> Malform:
    """The målform that the texts are in.

    >>> malform(tekster("nn"))
    'nn'
    """
    return next(name for name in MALFORMER if tekster(name) is t)


@cache
def tekster(malform: str = "nb") -> Tekster:
    """Every text of the interface, section by section; bokmål where `malform` is none of ours.

    >>> tekster("nn")["dom"]["gra"]
    'Kan forsvarast'
    """
    name = malform if malform in MALFORMER else "nb"
    text = (FILES / f"{name}.yaml").read_text(encoding="utf-8")
    return Tekster(yaml.load(text, yaml.CBaseLoader))  # every word is a text, «no» and «1» too
