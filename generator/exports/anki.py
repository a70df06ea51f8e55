"""A deck for Anki, which asks again what one is about to forget: one note a question, and a subdeck a module.

A note's GUID follows from the id of the question, so that a new edition mends the notes that people have and keeps
what they have learnt. Anki takes in a changed note only where it is newer than its own: ours are as old as the last
change to the course in git, which no clock decides.
"""

from __future__ import annotations

import re
import sqlite3
import subprocess
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import BinaryIO
from zlib import crc32

from genanki import Deck, Model, Note, Package, guid_for  # type: ignore[import-untyped]
from markupsafe import Markup, escape

from generator.course import Course
from generator.exports.format import Gang, Utelatt
from generator.exports.ledd import Ledd, Svarvalg, ledd
from generator.exports.pakke import write_zip
from generator.view.sak import Kort
from generator.view.sporsmal import LAPPESVAR, dommen, starter
from generator.view.sprak import Tekster
from generator.view.tekst import html

MODEL = 1_714_014_001
"""Anki knows the kind of note by this, for ever."""
FIELDS = ("Id", "Sak", "Historie", "Kort", "Spørsmål", "Alternativ", "Svar", "Tilbakemelding", "Forklaring")
"""Words that are the same in bokmål and nynorsk: with other names it would be another kind of note."""
BEFORE_GIT = 1_262_304_000
"""The age of the notes of a course that no git keeps, in seconds: the first moment of 2010."""
WRITTEN = ("cases", "generator", "lokalt", "mkdocs.yml")
"""What the notes are made from, in a course's folder."""
LINK = re.compile(r"</?a\b[^>]*>")
FRONT = """<article>
<h1>{{Sak}}</h1>
{{Historie}}
{{Kort}}
<section class="sporsmal">{{Spørsmål}}{{Alternativ}}</section>
</article>"""
BACK = """{{FrontSide}}
<hr id="answer">
<article>
{{Svar}}
{{Tilbakemelding}}
{{Forklaring}}
</article>"""
CSS = Path(__file__).with_suffix(".css")


def utelatt(course: Course, t: Tekster) -> Iterator[Utelatt]:
    """Nothing: every question becomes a note, or one a slip."""
    return iter(())


def write(course: Course, out: BinaryIO, t: Tekster, gang: Gang) -> None:
    """Writes the package: a database as Anki has it, and an empty list of pictures and sounds."""
    with sqlite3.connect(":memory:") as database:
        cursor, changed = database.cursor(), _last_changed(course.root)
        model = Model(
            model_id=MODEL,
            name="Enhetlig",
            fields=[{"name": name} for name in FIELDS],
            templates=[{"name": "Spørsmål", "qfmt": FRONT, "afmt": BACK}],
            css=CSS.read_text(encoding="utf-8"),
            sort_field_index=FIELDS.index("Sak"),
        )
        Package([*_decks(course, model, t)]).write_to_db(cursor, changed, count(1))
        ids = count(BEFORE_GIT * 1000)
        for number, (modul, note) in enumerate(_notes(course, model, t, gang)):
            note.due = number
            note.write_to_db(cursor, changed, _deck_id(modul), ids)
    write_zip(out, [("collection.anki2", database.serialize()), ("media", "{}")])
    database.close()


def _last_changed(root: Path) -> int:
    """When the course was last changed, in seconds, as git has it; always the same where git does not know."""
    asked = ["git", "log", "-1", "--format=%ct", "--", *WRITTEN]
    try:
        said = subprocess.run(asked, cwd=root, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        said = ""
    return int(said) if said else BEFORE_GIT


def _decks(course: Course, model: Model, t: Tekster) -> Iterator[Deck]:
    """The deck of the course, and one below it for each module that has something."""
    words = t["eksport"]["anki"]
    whole = Deck(_deck_id(""), words["stokk"], words["om"])
    whole.add_model(model)
    yield whole
    for modul in dict.fromkeys(case.sak.modul for case in course.cases):
        yield Deck(_deck_id(modul), f"{words['stokk']}::{t['moduler'][modul]}")


def _deck_id(modul: str) -> int:
    """A number that follows from the name of the module, and looks like the moments that Anki numbers decks by."""
    return 1_714_000_000_000 + crc32(modul.encode())


def _notes(course: Course, model: Model, t: Tekster, gang: Gang) -> Iterator[tuple[str, Note]]:
    """Each note, after its module."""
    for case in gang(course.cases):
        for one in ledd(course, case, t):
            for id, fields in _slips(one, t) if one.slag == "bunke" else [(one.id, _fields(one, t))]:
                whole = (id, case.sak.tittel, _section("historie", html(case.sak.historie)), *fields)
                texts = [_safe(escape(field)) for field in whole]
                yield case.sak.modul, Note(model, texts, guid=guid_for(id), tags=one.merkelapper)


def _safe(field: str) -> str:
    """The text without links, which lead nowhere there, and without what Anki takes for sounds and formulas."""
    return LINK.sub("", field).replace("[", "&#91;")


def _fields(one: Ledd, t: Tekster) -> tuple[Markup, ...]:
    """The fields of a question, from the cards to the explanation."""
    words = t["eksport"]["anki"]
    on_table = _list(t["sak"]["pa_bordet"], [_kort(card) for card in one.kort if not card.kort.hent])
    fetched = _list(words["hentet"], [_kort(card) for card in one.kort if card.kort.hent])
    cards = _section("kort", on_table + fetched)
    asked = _paragraphs(one.tekst, *[t["sak"]["flere_kan_velges"]] * (one.slag == "flere"))
    if one.slag == "skriv":
        model = _section("svar", _heading(t["sak"]["modell"]) + (one.modell or ""))
        points = _section("forklaring", _heading(t["sak"]["sjekkliste"]) + one.forklaring)
        return cards, asked, Markup(), model, Markup(), points
    wrong = [_valg(one, choice, t) for choice in one.valg if choice.dom == "feil"]
    return (
        cards,
        asked,
        _list("", [choice.tekst for choice in one.valg]),
        _section("svar", _list("", [_valg(one, choice, t) for choice in one.rette])),
        _section("feil", _list(words["de_andre"], wrong)),
        _section("forklaring", one.forklaring if one.er_steg else Markup()),
    )


def _slips(one: Ledd, t: Tekster) -> Iterator[tuple[str, tuple[Markup, ...]]]:
    """The id and the fields of each slip in a pile; a slip has no other name than its place."""
    options = {outcome: starter(outcome, t) for outcome in LAPPESVAR}
    for number, slip in enumerate(one.lapper, start=1):
        card = Markup('<p class="kilde">{}</p>\n<p>{}</p>').format(slip.lapp.kanal, slip.lapp.tekst)
        yield (
            f"{one.id}.{number}",
            (
                _section("kort", _list("", [card])),
                _paragraphs(t["eksport"]["anki"]["lapp"]),
                _list("", options.values()),
                _section("svar", _list("", [_answer(options[slip.rett], _paragraphs(slip.lapp.fordi))])),
                Markup(),
                Markup(),
            ),
        )


def _kort(card: Kort) -> Markup:
    return Markup('<p class="kilde">{} <i>{}</i></p>\n{}').format(card.kilde, card.kort.dato, card.tekst)


def _valg(one: Ledd, choice: Svarvalg, t: Tekster) -> Markup:
    """A choice, the verdict on it, and what is said of it besides the key."""
    verdict = Markup("<p><b>{}.</b></p>\n").format(dommen(one.slag, choice.dom, t))
    return _answer(choice.tekst, verdict + choice.sagt.partition("</p>\n")[2])


def _answer(text: str, told: Markup) -> Markup:
    return Markup('<p class="valg">{}</p>\n{}').format(text, told)


def _paragraphs(*texts: str) -> Markup:
    return Markup("\n").join(Markup("<p>{}</p>").format(text) for text in texts)


def _heading(text: str) -> Markup:
    return Markup("<h2>{}</h2>\n").format(text)


def _list(heading: str, points: Iterable[str]) -> Markup:
    """The points below their heading; nothing where there are none."""
    lines = Markup("\n").join(Markup("<li>{}</li>").format(point) for point in points)
    return (_heading(heading) if heading else Markup()) + Markup("<ul>{}</ul>\n").format(lines) if lines else Markup()


def _section(name: str, inside: Markup) -> Markup:
    """A part of the card; nothing where there is nothing inside."""
    return Markup('<section class="{}">{}</section>').format(name, inside) if inside else Markup()
