"""The pages that are read: lessons, what is looked up, and the list of lessons."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from markupsafe import Markup

from generator import bilde
from generator.course import Case, Course
from generator.exports.om import FORMATER
from generator.lesestoff import ASKED, Ask, Stykke
from generator.pages.side import Side, Til, html, side
from generator.view import tekst
from generator.view.sporsmal import cited
from generator.view.sprak import Tekster
from generator.view.tvilling import outcome

WORDS_A_MINUTE = 130
"""Read slowly, as one does who learns; the rules and stories that come in between are not counted."""
LINK = re.compile(r'(?<= href=")(?!https?:|mailto:|#)([^"#]*)(#[^"]*)?(?=")')
RULE = re.compile(r"<a .*?</a>|<code.*?</code>|<[^>]*>|\b(R\d\d[ab]?)\b", re.DOTALL)
"""A rule's number in running text; links, tags and what one types are passed over."""


def lesestoff(course: Course, t: Tekster, of: Case | None = None) -> Iterator[Side]:
    """Every hand-written page, the glossary, and the list of lessons where there are some; or those that name `of`."""
    leksjoner = sorted((stykke for stykke in course.lesestoff if stykke.nummer), key=lambda stykke: stykke.nummer)
    for stykke in course.lesestoff:
        if of is None or of.sak.id in _named(stykke):
            following = next((one for one in leksjoner if one.nummer > stykke.nummer), None)
            yield _page(course, stykke, following if stykke.nummer else None, t)
    if of is not None:
        return
    yield side("ordliste.md", t["ordliste"]["ledd"], "ordliste.html.j2", t["ordliste"]["sok"], course=course, t=t)
    if leksjoner:
        context = {"course": course, "t": t, "leksjoner": leksjoner, "minutter": minutes}
        yield side("leksjoner/index.md", t["leksjon"]["ledd"], "leksjoner.html.j2", t["leksjon"]["sok"], **context)


def _named(stykke: Stykke) -> set[str]:
    """The cases that it lists or tells of."""
    return {*stykke.hode.saker, *(word for ask, _ in stykke.asks() for word in ask.about)}


def minutes(stykke: Stykke) -> int:
    """How long it takes to read."""
    return max(1, round(stykke.ord / WORDS_A_MINUTE))


def _page(course: Course, stykke: Stykke, following: Stykke | None, t: Tekster) -> Side:
    def make(til: Til) -> str:
        return html(
            "lesestykke.html.j2",
            til=til,
            t=t,
            course=course,
            s=stykke,
            neste=following,
            minutter=minutes(stykke),
            blokker=[*_blocks(course, stykke, til)],
            sporsmal=[cited(course, question, {}, t) for question in stykke.hode.sporsmal],
            ov=[course.by_id[id].sak for id in stykke.hode.saker if id in course.by_id],
            fasit=partial(_fasit, course, t),
            lest=lambda text: _followed(course, til, tekst.html(text)),
            linje=lambda text: _followed(course, til, tekst.inline(text)),
        )

    return Side(f"{stykke.navn}.md", stykke.hode.tittel, tekst.plain(stykke.hode.ingress), make)


def _blocks(course: Course, stykke: Stykke, til: Til) -> Iterator[tuple[str, Any]]:
    """The text in its order: («tekst», HTML), or what is asked for, and what it is about."""
    names = course.regelbok.hode.i_dag
    for block in stykke.blocks():
        if isinstance(block, Ask) and block.word == "bilde":
            name, *alt = block.about
            yield block.word, (f"{bilde.FOLDER}/{name}.png", " ".join(alt), bilde.size(course.root, name))
        elif isinstance(block, Ask) and block.word == "formater":
            yield block.word, FORMATER
        elif isinstance(block, Ask):
            yield block.word, _those_that_hold(course, block)
        elif block.strip():
            with_names = ASKED.sub(lambda asked: tekst.quoted(names[asked[1].split()[-1]].navn), block)
            yield "tekst", _followed(course, til, tekst.html(with_names))


def _those_that_hold(course: Course, ask: Ask) -> tuple[str, ...]:
    """What is asked for, without the cases that a preview had to leave out."""
    return tuple(id for id in ask.about if ask.word not in ("sak", "fasit") or id in course.by_id)


def _fasit(course: Course, t: Tekster, id: str) -> list[tuple[str, str, str]]:
    """What each step that the case asks about comes to: its name, before anything is fetched, and when all is."""
    case = course.by_id[id]
    asked = dict.fromkeys(question.steg for question in case.sak.stegsporsmal)
    return [
        (course.regelbok.steg[step].navn, outcome(course, case, step, False, t), outcome(course, case, step, True, t))
        for step in asked
    ]


def _followed(course: Course, til: Til, read: Markup) -> Markup:
    """The text with its links followed from this page (they name pages as `regler/samtale`), and its rules linked."""

    def linked(found: re.Match[str]) -> str:
        known = found[1] in course.regelbok.regler
        return f'<a href="{til("regler")}#{found[1]}">{found[1]}</a>' if known else found[0]

    text = LINK.sub(lambda link: til(posixpath.normpath(link[1])) + (link[2] or ""), read)
    return Markup(RULE.sub(linked, text))
