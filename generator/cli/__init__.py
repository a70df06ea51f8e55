"""The command `kurs`. Each command loads, calls and says; what it does is a function elsewhere."""

from __future__ import annotations

from typing import NoReturn

from generator.cli import bygg, dekning, eksport, fagmote, forfatter, regelbok, sjekk  # noqa: F401 (each adds its commands)
from generator.cli.kjerne import kurs

__all__ = ["kurs", "main"]


def main() -> NoReturn:
    """The command line's door."""
    kurs.run()
