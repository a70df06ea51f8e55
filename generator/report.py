"""What is wrong, as a person, GitHub or a program wants to read it: one function a format."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict

from generator.source import Problem


def as_text(problems: list[Problem]) -> str:
    return "\n".join(map(str, problems))


def as_github(problems: list[Problem]) -> str:
    """Workflow commands, which GitHub shows beside the line."""
    return "\n".join(
        f"::{'warning' if p.is_advice else 'error'} "
        f"file={_escaped(p.place.file)},line={p.place.line},col={p.place.column}::"
        + _escaped(f"{p.message}\n{p.hint}".strip())
        for p in problems
    )


def as_json(problems: list[Problem]) -> str:
    """A list of {file, line, column, message, hint, advice, check}."""
    rows = [
        {**asdict(p.place), "message": p.message, "hint": p.hint, "advice": p.is_advice, "check": p.sjekk}
        for p in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


FORMATS: dict[str, Callable[[list[Problem]], str]] = {
    "tekst": as_text,
    "github": as_github,
    "json": as_json,
}
