"""What a format is: it writes a course to a file, and says what it leaves out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol
from uuid import NAMESPACE_URL, uuid5

from generator.course import Case, Course
from generator.view.sprak import Tekster

Gang = Callable[[Sequence[Case]], Iterable[Case]]
"""Goes through the cases, and perhaps shows how far it has come."""

BESTATT = 80
"""The share of the points, in per cent, that passes."""
OURS = uuid5(NAMESPACE_URL, "enhetlig")
"""What the ids that others want of us follow from: we own no host that they could stand below."""


@dataclass(frozen=True)
class Utelatt:
    """Something of a case that the format cannot carry: the question it is, and why."""

    case: Case
    sporsmal: str
    hvorfor: str


class Format(Protocol):
    """What a module of a format must have. No clock: the same course gives the same bytes."""

    def utelatt(self, course: Course, t: Tekster) -> Iterator[Utelatt]:
        """What it leaves out of the cases."""

    def write(self, course: Course, out: BinaryIO, t: Tekster, gang: Gang) -> None:
        """Writes all cases of the course to `out`, in the language of `t`; case by case, so that memory is bounded."""
