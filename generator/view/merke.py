"""The mark of a question: the same as long as what decides it is the same, whatever the words."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from weakref import WeakKeyDictionary

from generator import model
from generator.desk import Desk

LETTERS = 8
PROSE = {"tekst", "tilbakemelding", "koster", "avvik", "strategi", "fordi", "modell", "kanal"}


def hash_of(desk: Desk, question: model.Sporsmal) -> str:
    """Eight hexadecimal digits over what decides: kind, step, options, cards' facts and verdicts; not the prose.

    What someone answered before still counts while this is the same.
    """
    known = _MARKS.setdefault(desk, {})
    if question.id not in known:
        known[question.id] = _hash(desk, question)
    return known[question.id]


_MARKS: WeakKeyDictionary[Desk, dict[str, str]] = WeakKeyDictionary()
"""Worked out once: a page and the list of cases both ask."""


def _hash(desk: Desk, question: model.Sporsmal) -> str:
    decides: dict[str, Any] = {"sporsmal": _bare(question)}
    if isinstance(question, model.Stegsporsmal):
        judged = desk.judge(question)
        decides["kort"] = {card.id: [card.fakta, bool(card.hent)] for card in desk.sak.opplysninger}
        decides["dom"] = [repr(judged.states), judged.index]
    if isinstance(question, model.Bunke):
        decides["dom"] = [desk.starts(slip) for slip in question.lapper]
    text = json.dumps(decides, sort_keys=True, default=list)
    return hashlib.sha256(text.encode()).hexdigest()[:LETTERS]


def _bare(data: Any) -> Any:
    """The same as plain data, without what is only prose."""
    if isinstance(data, list | tuple):
        return [_bare(value) for value in data]
    fields = data if isinstance(data, dict) else getattr(data, "__dict__", None)
    return data if fields is None else {key: _bare(value) for key, value in fields.items() if key not in PROSE}
