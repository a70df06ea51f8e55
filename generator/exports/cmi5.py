"""cmi5: a zip with one assignable unit, the chosen cases and their lessons in our own shell. Nothing is left out.

Its ids are names that follow from ours, as `urn:uuid`: we own no host that they could stand below. What belongs to the
course as such, whatever the package (a question, a word of ours in a statement), is a part of one such name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO
from uuid import uuid5
from xml.sax.saxutils import escape, quoteattr

from generator.course import Case, Course
from generator.desk import INNHENT, options
from generator.exports import skall
from generator.exports.format import BESTATT, OURS, Gang, Utelatt
from generator.exports.pakke import write_zip
from generator.model import Begrunnelse, Bunke, Sporsmal, Stegsporsmal
from generator.pages.side import as_json
from generator.view.sporsmal import LAPPESVAR, starter
from generator.view.sprak import Tekster, malform

STRUCTURE = "cmi5.xml"
ADAPTER = "cmi5.js"
XAPI = "assets/xapi.js"
"""What the adapter tells of the questions."""
WHOLE = """<?xml version="1.0" encoding="utf-8"?>
<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
  <course id={course}>
    <title><langstring lang={lang}>{title}</langstring></title>
    <description><langstring lang={lang}>{om}</langstring></description>
  </course>
  <au id={au} moveOn="Passed" masteryScore="{mastery}" launchMethod="AnyWindow">
    <title><langstring lang={lang}>{title}</langstring></title>
    <description><langstring lang={lang}>{om}</langstring></description>
    <url>index.html</url>
  </au>
</courseStructure>
"""


def utelatt(course: Course, t: Tekster) -> Iterator[Utelatt]:
    """Nothing."""
    return iter(())


def write(course: Course, out: BinaryIO, t: Tekster, gang: Gang) -> None:
    """Writes the package."""
    write_zip(out, _files(course, t, gang))


def _files(course: Course, t: Tekster, gang: Gang) -> Iterator[tuple[str, str | bytes]]:
    yield STRUCTURE, _structure(course, t)
    yield from skall.files(course, t, gang, ADAPTER)
    yield XAPI, f"export default {as_json(_told(course, t))};\n"


def _structure(course: Course, t: Tekster) -> str:
    """The course and its only unit; passed is what one must be to move on, as the course itself tells the learner."""
    chosen = skall.valgte(course)
    return WHOLE.format(
        course=quoteattr(uuid5(OURS, f"kurs {chosen}").urn),
        au=quoteattr(uuid5(OURS, f"enhet {chosen}").urn),
        lang=quoteattr(malform(t)),
        title=escape(skall.tittel(course, t)),
        om=escape(t["eksport"]["cmi5"]["om"]),
        mastery=BESTATT / 100,
    )


def _told(course: Course, t: Tekster) -> dict[str, Any]:
    return {
        "enhetlig": OURS.urn,
        "malform": malform(t),
        "lappesvar": {outcome: starter(outcome, t) for outcome in LAPPESVAR},
        "saker": {
            case.sak.id: {
                "tittel": case.sak.tittel,
                "sporsmal": {question.id: _question(course, case, question, t) for question in case.sak.sporsmal},
            }
            for case in course.cases
        },
    }


def _question(course: Course, case: Case, question: Sporsmal, t: Tekster) -> dict[str, Any]:
    """What is asked, the text of each choice, and the misreading that it stands for: both by what a page calls it."""
    valg: dict[str, str] = {}
    avvik: dict[str, str | None] = {}
    match question:
        case Begrunnelse():
            pass
        case Bunke():
            valg = {str(number): slip.tekst for number, slip in enumerate(question.lapper)}
            avvik = {str(number): slip.avvik for number, slip in enumerate(question.lapper)}
        case Stegsporsmal():
            names = {**course.regelbok.steg[question.steg].utfall, INNHENT: t["sak"]["trenger_mer"]}
            valg = {outcome: names[outcome] for outcome in options(question)}
            avvik = {option.utfall: option.avvik for option in question.valg}
        case _:
            valg = {str(number): option.tekst for number, option in enumerate(question.valg)}
            avvik = {str(number): option.avvik for number, option in enumerate(question.valg)}
    return {
        "tekst": question.tekst,
        "valg": {value: " ".join(text.split()) for value, text in valg.items()},
        "avvik": {value: one for value, one in avvik.items() if one},
    }
