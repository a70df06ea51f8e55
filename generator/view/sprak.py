"""The interface's own words, in bokmål and nynorsk: one file of strings each."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

Malform = Literal["nb", "nn"]
MALFORMER: tuple[Malform, ...] = get_args(Malform)
FILES = Path(__file__).parents[1] / "sprak"


@cache
def tekster(malform: str = "nb") -> dict[str, Any]:
    """Every text of the interface, section by section; bokmål where `malform` is none of ours.

    >>> tekster("nn")["dom"]["gra"]
    'Kan forsvarast'
    """
    name = malform if malform in MALFORMER else "nb"
    text = (FILES / f"{name}.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, yaml.CBaseLoader)  # every word is a text, «no» and «1» too
    return loaded
