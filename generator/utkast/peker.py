"""Twins know each other: the line in a case that points to its twin."""

from __future__ import annotations

from typing import Any

from generator.course import Case
from generator.model import Sak
from generator.source import Source
from generator.utkast.rediger import Redigering


def point(edit: Redigering, sak: Sak, id: str, fact: str, *, is_alone: bool = False) -> None:
    """A line that `id` is a twin; the only one, or one more."""
    pointer = {"sak": id, "skiller": fact}
    if not sak.tvillinger:
        edit.add_field((), "tvillinger", [pointer])
    elif is_alone:
        edit.only_item(("tvillinger",), pointer)
    else:
        edit.add_item(("tvillinger",), pointer)


def pointing(case: Case, id: str, fact: str) -> str | None:
    """The case's own file with a line that points to its twin, or None where that must be written by hand."""
    before = case.source
    edit = Redigering(before.text)
    point(edit, case.sak, id, fact)
    after = Source.parse(before.file, edit.text())
    data: Any = Source.parse(before.file, before.text).data
    wanted = {**data, "tvillinger": [*data.get("tvillinger", []), {"sak": id, "skiller": fact}]}
    return after.text if after.data == wanted and not after.problems else None
