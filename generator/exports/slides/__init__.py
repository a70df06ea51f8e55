"""Slides for the projector in a fagmøte: one HTML file that asks for nothing, and needs neither net nor server.

Without JavaScript it is one long page, with each answer in a `<details>`.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator import pages
from generator.course import Course
from generator.exports.format import Gang, Utelatt
from generator.exports.motesak import BOKSTAVER, fasit, forbehold
from generator.exports.slides.bilder import bilder
from generator.view.sak import vis
from generator.view.sporsmal import dommen, starter
from generator.view.sprak import Tekster

HERE = Path(__file__).parent
HOUSE = Path(pages.__file__).parent / "static" / "enhetlig.css"


def utelatt(course: Course, t: Tekster) -> Iterator[Utelatt]:
    """Nothing: a projector can show every kind of question."""
    return iter(())


def write(course: Course, out: BinaryIO, t: Tekster, gang: Gang) -> None:
    """Writes the file, case by case."""
    css, js = stilark(), (HERE / "lysbilder.js").read_text(encoding="utf-8")
    frame = {"t": t, "s": t["eksport"]["slides"], "course": course, "forbehold": forbehold(course, t)}
    start = _html("start", css=css, css_hash=_hash(css), js_hash=_hash(js), **frame)
    out.write(start.encode())
    for case in gang(course.cases):
        shown = vis(course, case, 1, t)
        answers = [fasit(course, shown, question, t) for question in shown.sporsmal]
        out.write(_html("sak", vist=shown, bilder=[*bilder(shown, answers, t)], **frame).encode())
    out.write(_html("slutt", js=js, **frame).encode())


def stilark() -> str:
    """The style sheet: the house's own colours and faces, then that of the slides."""
    return materialer(HOUSE.read_text(encoding="utf-8")) + (HERE / "lysbilder.css").read_text(encoding="utf-8")


def materialer(house: str) -> str:
    """The colours and faces out of the house's style sheet; the dark ones where the reader's system is dark.

    >>> materialer(":root, [x=default] { --ark: #fff; }\\n[x=slate] { --ark: #000; }\\n:root { --serif: Charter; }")
    ':root{--ark: #fff;}\\n@media (prefers-color-scheme:dark){:root{--ark: #000;}}\\n:root{--serif: Charter;}\\n'
    """
    light, dark, more = re.findall(r"^(?::root|\[[^\]]*=slate\])[^{]*\{(.*?)\}", house, re.MULTILINE | re.DOTALL)[:3]
    faces = " ".join(re.findall(r"--(?:serif|sans):[^;]*;", more))
    light, dark = (" ".join(part.split()) for part in (light, dark))
    return f":root{{{light}}}\n@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n:root{{{faces}}}\n"


def _hash(text: str) -> str:
    """What the page's policy knows a style or a script by."""
    return b64encode(sha256(text.encode()).digest()).decode()


def _html(template: str, **context: object) -> str:
    return _environment().get_template(f"{template}.html.j2").render(**context)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.update(dommen=dommen, starter=starter, bokstaver=BOKSTAVER)
    return environment
