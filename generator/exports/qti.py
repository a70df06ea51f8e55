"""QTI 3: a package of items and a test, for systems that hold examinations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from generator.course import Course
from generator.exports.format import Gang, Utelatt
from generator.exports.qtipakke import write_package
from generator.exports.qtixml import Utgave
from generator.view.sprak import Tekster

SCHEMAS = "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd"
QTI3 = Utgave(
    versjon="3p0",
    skjemanavn="QTI Package",
    skjemaversjon="3.0.0",
    innhold=("http://www.imsglobal.org/xsd/imsqtiasi_v3p0", f"{SCHEMAS}/imsqti_asiv3p0_v1p0.xsd"),
    pakke=("http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1", f"{SCHEMAS}/imsqtiv3p0_imscpv1p2_v1p0.xsd"),
    merket=True,
    stil="qti-modal-feedback > qti-content-body { display: block; max-height: 60vh; overflow: auto; }\n",
)


def utelatt(course: Course, t: Tekster) -> Iterator[Utelatt]:
    """Nothing: every question becomes an item, or an item a slip."""
    return iter(())


def write(course: Course, out: BinaryIO, t: Tekster, gang: Gang) -> None:
    """Writes the package."""
    write_package(QTI3, course, out, t, gang)
