"""Pictures of the hand-written pages: PNG files in course/bilder/."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

FOLDER = "bilder"
"""Below course/."""
PNG = b"\x89PNG\r\n\x1a\n"


def names(root: Path) -> Iterator[str]:
    """The names of the pictures of the course in this folder."""
    return (path.stem for path in sorted((root / "course" / FOLDER).glob("*.png")))


def size(root: Path, name: str) -> tuple[int, int] | None:
    """The picture's width and height in pixels; nothing where the file is not a PNG."""
    with (root / "course" / FOLDER / f"{name}.png").open("rb") as opened:
        head = opened.read(24)
    if len(head) < 24 or not head.startswith(PNG):
        return None
    width, height = struct.unpack(">II", head[16:])
    return width, height
