"""Does many things that are alike on all cores, where the system lets processes share what has been read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from threading import active_count
from typing import Any, TypeVar

WORTH_IT = 100
"""With fewer things than this, starting processes takes longer than they save."""
AT_A_TIME = 20

T = TypeVar("T")
R = TypeVar("R")


class _Shared:
    """What a process was given when it was forked."""

    work: Callable[[Any], Any]
    things: Sequence[Any]


def each(work: Callable[[T], R], things: Sequence[T]) -> Iterator[R]:
    """What `work` makes of each thing, in the same order. It begins at once, and goes on while others do theirs."""
    if sys.platform != "linux" or len(things) < WORTH_IT or active_count() > 1:  # threads do not survive a fork
        return map(work, things)
    pool = ProcessPoolExecutor(mp_context=get_context("fork"), initializer=_share, initargs=(work, things))
    results = pool.map(_one, range(len(things)), chunksize=AT_A_TIME)
    pool.shutdown(wait=False)  # nothing more will be asked of it
    return results


def _share(work: Callable[[Any], Any], things: Sequence[Any]) -> None:
    _Shared.work, _Shared.things = staticmethod(work), things


def _one(number: int) -> Any:
    return _Shared.work(_Shared.things[number])
