"""A draft as YAML, in the shape that the cases have: prose folded, short lists on a line, comments above."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator
from typing import Any

from generator.source import Source
from generator.utkast import Sti, Utkast

MODELINE = "# yaml-language-server: $schema=../sak.schema.json"
WIDTH = 118
LITERAL = ("historie", "modell")
ON_A_LINE = ("kilde", "forventet", "tvillinger")
"""What is written in braces, each on its line."""


def written(draft: Utkast) -> str:
    """The whole file."""
    return "\n".join([MODELINE, *_fields(draft.sak, draft, (), 0)]) + "\n"


def _fields(data: dict[str, Any], draft: Utkast, at: Sti, indent: int) -> Iterator[str]:
    for key, value in data.items():
        path = (*at, key)
        yield from _comment(draft.merknader.get(path), indent)
        yield from _field(key, value, draft, path, indent)


def _field(key: str, value: Any, draft: Utkast, path: Sti, indent: int) -> Iterator[str]:
    pad = " " * indent
    if isinstance(value, str):
        yield from _text(key, value, path, indent)
    elif isinstance(value, dict) and key not in ON_A_LINE:
        yield f"{pad}{key}:"
        yield from _fields(value, draft, path, indent + 2)
    elif isinstance(value, list | tuple) and any(isinstance(item, dict) or " " in str(item) for item in value):
        yield f"{pad}{key}:"
        for number, item in enumerate(value):
            yield from _item(key, item, draft, (*path, number), indent + 2)
    else:
        yield f"{pad}{key}: {inline(value)}"


def _item(key: str, item: Any, draft: Utkast, path: Sti, indent: int) -> Iterator[str]:
    yield from _comment(draft.merknader.get(path), indent)
    pad = " " * indent
    if isinstance(item, dict) and key not in ON_A_LINE:
        first, *rest = _fields(item, draft, path, indent + 2)
        while first.lstrip().startswith("#"):
            yield pad + first.lstrip()
            first, *rest = rest
        yield f"{pad}- {first.lstrip()}"
        yield from rest
    else:
        yield f"{pad}- {inline(item, is_alone=True)}"


def _text(key: str, value: str, path: Sti, indent: int) -> Iterator[str]:
    pad, inner = " " * indent, " " * (indent + 2)
    card = len(path) == 3 and path[0] == "opplysninger" and key == "tekst"
    if key in LITERAL or card:
        yield f"{pad}{key}: |"
        for paragraph in value.strip().split("\n"):
            yield from textwrap.wrap(paragraph, WIDTH, initial_indent=inner, subsequent_indent=inner) or [""]
    elif " " in value and (len(pad + key + value) > WIDTH or (": " in value and len(value) > 30)):
        yield f"{pad}{key}: >-"
        yield from textwrap.wrap(value, WIDTH, initial_indent=inner, subsequent_indent=inner)
    else:
        yield f"{pad}{key}: {inline(value, is_alone=True)}"


def _comment(text: str | None, indent: int) -> Iterator[str]:
    if text:
        lead = " " * indent + "# "
        yield from textwrap.wrap(text, WIDTH, initial_indent=lead, subsequent_indent=lead)


def inline(value: Any, *, is_alone: bool = False) -> str:
    """A value on one line, quoted where it must be: inside brackets, or alone after a colon.

    >>> inline({"sak": "anna", "a": ["1.2", "b, c", 3]}), inline("b, c", is_alone=True)
    ('{sak: anna, a: ["1.2", "b, c", 3]}', 'b, c')
    """
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {inline(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(inline, value)) + "]"
    text = str(value)
    if not isinstance(value, str) or _reads_as(text, "a: {}\n" if is_alone else "a: {{b: {}}}\n"):
        return text
    return json.dumps(text, ensure_ascii=False)


def _reads_as(text: str, inside: str) -> bool:
    """Whether the bare text is read as itself there."""
    if re.fullmatch("[0-9.]+", text):
        return False  # an editor takes it for a number
    source = Source.parse("", inside.format(text))
    return not source.problems and source.data in ({"a": text}, {"a": {"b": text}})
