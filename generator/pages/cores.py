"""Makes many pages on all cores, where the system lets processes share what has been read."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from generator.pages import Side

WORTH_IT = 100
"""With fewer pages than this, starting processes takes longer than they save."""


class _Shared:
    """What a process was given when it was forked."""

    sides: Sequence[Side]


def made(sides: Sequence[Side]) -> Iterator[str]:
    """The HTML of each page, in the same order. The work begins at once, and goes on while others do theirs."""
    if sys.platform != "linux" or len(sides) < WORTH_IT:
        return (side.html() for side in sides)
    pool = ProcessPoolExecutor(mp_context=get_context("fork"), initializer=_share, initargs=(sides,))
    pages = pool.map(_html, range(len(sides)), chunksize=20)
    pool.shutdown(wait=False)  # nothing more will be asked of it
    return pages


def _share(sides: Sequence[Side]) -> None:
    _Shared.sides = sides


def _html(number: int) -> str:
    return _Shared.sides[number].html()
