"""QTI 2.1: the same package as QTI 3, for systems that read the older version."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from generator.course import Course
from generator.exports.format import Gang, Utelatt
from generator.exports.qtipakke import write_package
from generator.exports.qtixml import Utgave
from generator.view.sprak import Tekster

SCHEMAS = "http://www.imsglobal.org/xsd/qti/qtiv2p1"
QTI21 = Utgave(
    versjon="2p1",
    skjemanavn="QTIv2.1 Package",
    skjemaversjon="1.0.0",
    innhold=("http://www.imsglobal.org/xsd/imsqti_v2p1", f"{SCHEMAS}/imsqti_v2p1.xsd"),
    pakke=("http://www.imsglobal.org/xsd/imscp_v1p1", f"{SCHEMAS}/qtiv2p1_imscpv1p2_v1p0.xsd"),
    merket=False,
)


def utelatt(course: Course, t: Tekster) -> Iterator[Utelatt]:
    """Nothing: every question becomes an item, or an item a slip."""
    return iter(())


def write(course: Course, out: BinaryIO, t: Tekster, gang: Gang) -> None:
    """Writes the package."""
    write_package(QTI21, course, out, t, gang)
