"""The formats: one module each, one line each in FORMATS, in the order of their worth."""

from __future__ import annotations

from generator.exports import anki, cmi5, h5p, handout, moodle, qti, qti21, scorm12, slides
from generator.exports.format import Format

FORMATS: dict[str, Format] = {
    "scorm12": scorm12,
    "moodle": moodle,
    "handout": handout,
    "slides": slides,
    "cmi5": cmi5,
    "h5p": h5p,
    "qti": qti,
    "qti21": qti21,
    "anki": anki,
}
