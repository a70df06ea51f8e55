"""A zip that is the same bytes for the same files, written file by file."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from typing import BinaryIO

ALWAYS = (1980, 1, 1, 0, 0, 0)
"""The first moment a zip can name: one that no clock decides."""


def write_zip(out: BinaryIO, files: Iterable[tuple[str, str | bytes]]) -> None:
    """Writes the files, as (path, content), in their order."""
    with zipfile.ZipFile(out, "w") as archive:
        for path, content in files:
            archive.writestr(entry(path), content)


def entry(path: str) -> zipfile.ZipInfo:
    """The place of a file in the zip."""
    place = zipfile.ZipInfo(path, ALWAYS)
    place.compress_type = zipfile.ZIP_DEFLATED
    place.external_attr = 0o644 << 16
    place.create_system = 3  # or it says on which kind of machine it was written
    return place
