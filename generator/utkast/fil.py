"""Files of cases: a new one is written whole or not at all, and never over another."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from generator.utkast import Avslag


def write_new(path: Path, text: str) -> None:
    """Writes the file.

    Raises:
        Avslag: there is one already, or it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as out:
            try:
                out.write(text)
                out.flush()
            except BaseException:
                path.unlink()
                raise
    except FileExistsError:
        raise Avslag(f"«{path.as_posix()}» finnes fra før; velg en annen id") from None
    except OSError as error:
        raise Avslag(f"«{path.as_posix()}» kan ikke skrives: {error.strerror}") from None


def rewrite(path: Path, text: str) -> None:
    """Writes a file anew, so that it is always either as it was or as it is to be."""
    half = path.with_name(f".{path.name}.ny")
    try:
        half.write_bytes(text.encode())
        os.replace(half, path)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise Avslag(f"«{path.as_posix()}» kan ikke skrives: {error.strerror}") from None


def free_id(wanted: str, taken: Iterable[str]) -> str:
    """`wanted-2`, or with the next number that is free.

    >>> free_id("anna", ["anna", "anna-2"])
    'anna-3'
    """
    ids, number = set(taken), 2
    while f"{wanted}-{number}" in ids:
        number += 1
    return f"{wanted}-{number}"
