"""Whether two groups differ by more than chance gives: Fisher's exact test, and Holm's correction for many tests."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb


def fisher(a: int, b: int, c: int, d: int) -> float:
    """How likely a table as skewed as [[a, b], [c, d]] is, its sums given: Fisher's exact test, two-sided.

    >>> round(fisher(3, 1, 1, 3), 4)
    0.4857
    """
    ways = _ways(a, b, c, d)
    return sum(way for way in ways if way <= ways[a]) / sum(ways)


def least(a: int, b: int, c: int, d: int) -> float:
    """What Fisher's test says of the most skewed table with the same sums."""
    ways = _ways(a, b, c, d)
    rarest = min(filter(None, ways))
    return ways.count(rarest) * rarest / sum(ways)


def _ways(a: int, b: int, c: int, d: int) -> list[int]:
    """In how many ways each number can come to stand where `a` does, its sums given."""
    return [comb(a + b, k) * comb(c + d, a + c - k) for k in range(min(a + b, a + c) + 1)]


def holm(ps: Sequence[float], level: float) -> list[bool]:
    """Which of several tests still say something when all of them are made: Holm's step-down.

    >>> holm([0.03, 0.001, 0.04], 0.05)
    [False, True, False]
    """
    told, holds = [False] * len(ps), True
    for rank, i in enumerate(sorted(range(len(ps)), key=ps.__getitem__)):
        holds = holds and ps[i] < level / (len(ps) - rank)
        told[i] = holds
    return told
