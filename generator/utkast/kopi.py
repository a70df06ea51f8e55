"""A case copied: its cards, facts, judgements and questions stay, and all that is read is to be written anew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator.course import Case
from generator.source import Source
from generator.utkast import Sti, Utkast, ord

LEFT_OUT = ("tvillinger", "godtatt")
"""What is true of the original only."""
GIST = 100
"""The letters of the original that a comment repeats."""


def copied(case: Case, id: str, tittel: str, changes: dict[str, Any]) -> Utkast:
    """The draft; `changes` are the fields of the case that the author has said otherwise."""
    data: Any = Source.parse(case.source.file, case.source.text).data
    notes: dict[Sti, str] = {}
    sak = {
        key: _emptied(value, (key,), notes, case.sak.id)
        for key, value in {**data, "id": id, "tittel": tittel, **changes}.items()
        if key not in LEFT_OUT
    }
    return Utkast(sak, notes)


def _emptied(value: Any, at: Sti, notes: dict[Sti, str], id: str) -> Any:
    """The value without prose; `notes` gets the gist of what stood there."""
    if isinstance(value, dict):
        in_line = {"tilbakemelding": ord.RETT} if "folger" in value and "bryter" not in value else {}
        emptied = {key: _emptied(one, (*at, key), notes, id) for key, one in value.items()}
        return {key: in_line.get(key, one) for key, one in emptied.items()}
    if isinstance(value, list):
        return [_emptied(one, (*at, number), notes, id) for number, one in enumerate(value)]
    to_write = next(_to_write(at), None)
    if to_write is None or not isinstance(value, str):
        return value
    if at[-1] != "dato":
        notes[at] = f"I «{id}»: {gist(value)}"
    return to_write


def _to_write(at: Sti) -> Iterator[str]:
    """What the author is to write at this place, if it is prose."""
    match at:
        case ("sporsmal", _, "tekst"):
            yield ord.SPORSMALSTEKST
        case ("sporsmal", _, "valg", _, "tekst"):
            yield ord.VALGTEKST
        case ("drofting", _):
            yield ord.DROFTING[0]
        case _ if isinstance(at[-1], str) and at[-1] in ord.FELT:
            yield ord.FELT[at[-1]]


def gist(text: str) -> str:
    """The first sentence of a text, and not more than fits on a line.

    >>> gist("Hun ringer. Det er\\nmandag.")
    'Hun ringer.'
    """
    whole = " ".join(text.split())
    first = re.split(r"(?<=[.!?»]) ", whole)[0]
    return first if len(first) <= GIST else first[: GIST - 1].rsplit(" ", 1)[0] + " …"
