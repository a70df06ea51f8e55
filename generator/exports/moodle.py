"""A question bank for Moodle, in its own XML: a category a module, and a question for each thing that a case asks.

What Moodle does with each part is in its `question/format/xml/format.php`. It knows no cards to fetch: a question is
asked of what lies on the table, and again of everything fetched. Author text holds no pictures, so no files go along.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from textwrap import shorten
from typing import BinaryIO

from markupsafe import Markup, escape

from generator.course import Course
from generator.desk import INNHENT
from generator.exports.format import Gang, Utelatt
from generator.exports.ledd import Ledd, Slag, ledd, med_modell
from generator.exports.merking import NOT_XML
from generator.view.sporsmal import LAPPESVAR, starter
from generator.view.sprak import Tekster
from generator.view.tekst import html

KURS = "Enhetlig"
NAVN, IDNUMBER = 255, 100
"""The most characters that Moodle's database has room for."""
ANDELER = ("100", "50", "33.33333", "25", "20", "16.66667", "14.28571", "12.5", "11.11111")
"""What each of one, two, three … right ones gives of the whole, in numbers that Moodle has in its list."""
INGENTING = "-100"
"""What a wrong one among several takes: all of it, as all or nothing is right."""
STRAFF = "1"
"""What an attempt costs where Moodle lets one try again: all of it, as the feedback tells the key."""


def utelatt(course: Course, t: Tekster) -> Iterator[Utelatt]:
    """Nothing: there is a kind of question for each of ours."""
    return iter(())


def write(course: Course, out: BinaryIO, t: Tekster, gang: Gang) -> None:
    """Writes the bank, case by case; the cases of a module stand together, as they do in the course."""
    out.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n')
    modul = None
    for case in gang(course.cases):
        if case.sak.modul != modul:
            modul = case.sak.modul
            out.write(_kategori(course, modul, t).encode())
        for one in ledd(course, case, t):
            out.write(_sporsmal(course, one, t).encode())
    out.write(b"</quiz>\n")


def _kategori(course: Course, modul: str, t: Tekster) -> str:
    path = "/".join(name.replace("/", "//") for name in ("$course$", "top", KURS, t["moduler"][modul]))
    about = t["eksport"]["moodle"]["om"].format(kurs=KURS, regelbok=course.regelbok.hode.navn)
    return _element(
        "question",
        [
            _element("category", [_text(path)]),
            _html("info", escape(about)),
            _line("idnumber", f"{KURS}.{modul}".lower()),
        ],
        'type="category"',
    )


def _sporsmal(course: Course, one: Ledd, t: Tekster) -> str:
    kind, special = KINDS[one.slag]
    is_written = one.slag == "skriv"
    parts = [
        _element("name", [_text(_navn(one, t))]),
        _html("questiontext", _oppgave(course, one, t)),
        _html("generalfeedback", med_modell(one, t) if is_written else one.forklaring),
        _line("defaultgrade", "0" if is_written else "1"),
        _line("penalty", STRAFF),
        _line("idnumber", _idnumber(one.id)),
        *special(one, t),
        _element("tags", [_element("tag", [_text(tag)]) for tag in one.merkelapper]),
    ]
    return _element("question", parts, f'type="{kind}"')


def _navn(one: Ledd, t: Tekster) -> str:
    """The name in the bank's list, where Moodle takes whatever looks like a tag away."""
    asked_first = f" ({t['tvilling']['for_hentet']})" if one.ved_bordet else ""
    name = f"{one.case.sak.tittel}: {one.tekst}".translate({ord("<"): "‹", ord(">"): "›"})
    return shorten(name, NAVN - len(asked_first), placeholder=" …") + asked_first


def _idnumber(id: str) -> str:
    """The id, or where Moodle has no room for it, its beginning and a mark that no other id has."""
    return id if len(id) <= IDNUMBER else f"{id[: IDNUMBER - 17]}.{sha256(id.encode()).hexdigest()[:16]}"


def _oppgave(course: Course, one: Ledd, t: Tekster) -> Markup:
    """What lies before the learner: whose desk it is, the story, the cards, and the question."""
    words, sak, sources = t["sak"], one.case.sak, course.regelbok.hode.kilder
    shown = {
        title: [
            Markup("<p><b>{}</b>, {}</p>\n{}").format(card.kilde, card.kort.dato, card.tekst)
            for card in one.kort
            if bool(card.kort.hent) is fetched
        ]
        for title, fetched in ((words["pa_bordet"], False), (t["eksport"]["moodle"]["hentet"], True))
    }
    shown[words["kan_hentes"]] = [
        Markup("<b>{}</b>: {}").format(sources[card.kilde], card.hent)
        for card in sak.opplysninger
        if card.hent and one.ved_bordet
    ]
    return Markup("\n").join(
        [
            Markup("<p>{} <b>{}</b></p>").format(words["pult"], t["roller"][sak.rolle]),
            html(sak.historie),
            *(_liste(title, cards) for title, cards in shown.items() if cards),
            Markup("<p><b>{}</b></p>").format(one.tekst),
        ]
    )


def _liste(title: str, items: Iterable[Markup]) -> Markup:
    """A list under a heading: Moodle has its own headings above, down to the fourth level."""
    lines = Markup("\n").join(Markup("<li>{}</li>").format(item) for item in items)
    return Markup("<h5>{}</h5>\n<ul>\n{}\n</ul>").format(title, lines)


def _en(one: Ledd, t: Tekster) -> Iterator[str]:
    """One choice, and full marks for each that can be defended. The outcomes of a step stand in their own order."""
    yield _line("single", "true")
    yield _line("shuffleanswers", str(all(choice.id != INNHENT for choice in one.valg)).lower())
    yield _line("answernumbering", "none")
    yield _line("showstandardinstruction", "0")
    yield from _samlet(one, t)
    yield from _svar(one, ANDELER[0], "0")


def _flere(one: Ledd, t: Tekster) -> Iterator[str]:
    """Several choices, each right one a part of the whole."""
    yield _line("single", "false")
    yield _line("shuffleanswers", "true")
    yield _line("answernumbering", "none")
    yield _line("showstandardinstruction", "1")
    yield from _samlet(one, t)
    yield from _svar(one, ANDELER[len(one.rette) - 1], INGENTING)


def _svar(one: Ledd, right: str, wrong: str) -> Iterator[str]:
    for choice in one.valg:
        fraction = wrong if choice.dom == "feil" else right
        answer = [_text(escape(choice.tekst)), _html("feedback", choice.sagt)]
        yield _element("answer", answer, f'fraction="{fraction}" format="html"')


def _bunke(one: Ledd, t: Tekster) -> Iterator[str]:
    """The slips to match with what each comes to; what none of them comes to can be chosen all the same."""
    yield _line("shuffleanswers", "true")
    yield from _samlet(one, t)
    yield "<shownumcorrect/>\n"
    stems = [(Markup("<b>{}.</b> {}").format(slip.lapp.kanal, slip.lapp.tekst), slip.rett) for slip in one.lapper]
    found = {right for _, right in stems}
    for stem, right in [*stems, *((Markup(""), other) for other in LAPPESVAR if other not in found)]:
        answer = _element("answer", [_text(starter(right, t))])
        yield _element("subquestion", [_text(stem), answer], 'format="html"')


def _skriv(one: Ledd, t: Tekster) -> Iterator[str]:
    """A text that nobody judges but the learner: it gives no points, or Moodle would hold all points back till then."""
    yield _line("responseformat", "plain")
    yield _line("responserequired", "1")
    yield _line("responsefieldlines", "5")
    yield _line("attachments", "0")
    yield _html("graderinfo", med_modell(one, t))


def _samlet(one: Ledd, t: Tekster) -> Iterator[str]:
    """What is said of the answer as a whole."""
    words = t["eksport"]["moodle"][one.slag]
    for name, dom in (("correct", "rett"), ("partiallycorrect", "delvis"), ("incorrect", "feil")):
        yield _html(f"{name}feedback", escape(words.get(dom, "")))


KINDS: dict[Slag, tuple[str, Callable[[Ledd, Tekster], Iterator[str]]]] = {
    "en": ("multichoice", _en),
    "flere": ("multichoice", _flere),
    "bunke": ("matching", _bunke),
    "skriv": ("essay", _skriv),
}
"""What Moodle calls each kind, and the parts that only that kind has."""


def _element(name: str, parts: Iterable[str], attributes: str = "") -> str:
    return f"<{name}{' ' * bool(attributes)}{attributes}>\n{''.join(parts)}</{name}>\n"


def _html(name: str, text: Markup) -> str:
    return _element(name, [_text(text)], 'format="html"')


def _line(name: str, value: str) -> str:
    return f"<{name}>{value}</{name}>\n"


def _text(text: str) -> str:
    """A text as Moodle gets it back whole.

    Moodle's reader drops pieces of white space, and an XML parser hands it a line break or a sign between two entities
    as a piece: so markup stands in CDATA, and without line breaks.

    >>> _text(Markup("<p>a\\nb</p>"))
    '<text><![CDATA[<p>a b</p>]]></text>\\n'
    """
    clean = NOT_XML.sub("", text).replace("\n", "&#10;" if "<pre" in text else " ")
    if re.search("[<>&]", clean):
        clean = "<![CDATA[" + clean.replace("]]>", "]]]]><![CDATA[>") + "]]>"
    return f"<text>{clean}</text>\n"
