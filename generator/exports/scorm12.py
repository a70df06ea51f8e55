"""SCORM 1.2: a zip with one SCO, the chosen cases and their lessons in a shell of our own. Nothing is left out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from generator.course import Course
from generator.exports import skall
from generator.exports.format import BESTATT, Gang, Utelatt
from generator.exports.pakke import write_zip
from generator.view.sprak import Tekster

MANIFEST = "imsmanifest.xml"
ADAPTER = "scorm12.js"
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier={id} version="1.0"
  xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://www.imsproject.org/xsd/imscp_rootv1p1p2 imscp_rootv1p1p2.xsd
    http://www.adlnet.org/xsd/adlcp_rootv1p2 adlcp_rootv1p2.xsd">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="kurs">
    <organization identifier="kurs">
      <title>{title}</title>
      <item identifier="alt" identifierref="sco" isvisible="true">
        <title>{title}</title>
        <adlcp:masteryscore>{trengs}</adlcp:masteryscore>
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="sco" type="webcontent" adlcp:scormtype="sco" href="index.html">
"""
FOOT = """    </resource>
  </resources>
</manifest>
"""


def utelatt(course: Course, t: Tekster) -> Iterator[Utelatt]:
    """Nothing."""
    return iter(())


def write(course: Course, out: BinaryIO, t: Tekster, gang: Gang) -> None:
    """Writes the package."""
    write_zip(out, _with_manifest(course, t, gang))


def _with_manifest(course: Course, t: Tekster, gang: Gang) -> Iterator[tuple[str, str | bytes]]:
    """The files, and last the manifest that names them all."""
    names = []
    for name, content in skall.files(course, t, gang, ADAPTER):
        names.append(name)
        yield name, content
    yield MANIFEST, _manifest(course, t, names)


def _manifest(course: Course, t: Tekster, names: list[str]) -> str:
    head = HEAD.format(id=quoteattr(_identifier(course)), title=escape(skall.tittel(course, t)), trengs=BESTATT)
    return head + "".join(f"      <file href={quoteattr(name)}/>\n" for name in names) + FOOT


def _identifier(course: Course) -> str:
    """The same as long as the chosen cases are: a platform then takes a later edition for the same course."""
    return f"enhetlig-{hashlib.sha256(skall.valgte(course).encode()).hexdigest()[:12]}"
