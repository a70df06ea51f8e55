"""Drafts: a good start on a case, and the same case with one fact changed. Nothing here asks or tells anyone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Sti = tuple[str | int, ...]
"""Where in a case a value stands."""


class Avslag(ValueError):
    """The draft cannot be made. The message is told as it stands."""


@dataclass(frozen=True)
class Utkast:
    """A case as data, in the order it is written in, and the comments above its values."""

    sak: dict[str, Any]
    merknader: dict[Sti, str] = field(default_factory=dict)
