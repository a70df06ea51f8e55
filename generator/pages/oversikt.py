"""The pages that tell of many cases or of none, and what their scripts must know of the course."""

from __future__ import annotations

import hashlib
import html as escaping
from collections.abc import Iterator
from datetime import date
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from generator.course import Case, Course
from generator.pages.dekning import dekningsside
from generator.pages.lesestoff import lesestoff
from generator.pages.regler import stegsider
from generator.pages.side import Side, Til, html, side
from generator.view import tekst
from generator.view.felt import deler
from generator.view.saksrad import Saksrad, saksrader
from generator.view.samtale import for_samtalen
from generator.view.sprak import Tekster, tekster
from generator.view.tvilling import pair, pairs, side_by_side
from generator.view.utforsker import kontroller, ordene

MANGE = ("saker/", "tvillinger/")
"""The folders of pages that are alike."""
MOST_FOR_A_MEETING = 6


def overview(course: Course, malform: str = "nb") -> Iterator[Side]:
    """Start, the case bank, the learner's own pages, those for real work, and the rules."""
    t = tekster(malform)
    rader = saksrader(course)
    page = partial(_page, course=course, t=t)
    yield page("index.md", "start", rader=rader, leksjoner=sum(stykke.nummer > 0 for stykke in course.lesestoff))
    yield page("saker/index.md", "saksbank", rader=rader, valg=_filters(course, rader, t))
    yield page("min-side.md", "minside")
    yield page("kursbevis.md", "kursbevis", endret=_changed(course))
    yield page("for-samtalen.md", "samtale", grupper=for_samtalen(course.regelbok))
    yield page(
        "regelutforsker.md", "regelutforsker", grupper=kontroller(course.regelbok, t), ord=ordene(course.regelbok)
    )
    yield page("fagmote.md", "fagmote", rader=_for_a_meeting(rader))
    yield page("saksverksted.md", "saksverksted")
    yield from rules(course, rader, malform)


def texts(course: Course, malform: str = "nb", of: Case | None = None) -> Iterator[Side]:
    """What is read and looked up, and what the bank covers; or only those texts that name the case `of`."""
    t = tekster(malform)
    if of is None:
        words = t["dekning"]
        yield Side("dekning.md", words["ledd"], words["sok"], partial(dekningsside, course, t))
        words = t["feltene"]
        yield Side("feltene.md", words["ledd"], words["sok"], partial(_feltene, course, t))
    yield from lesestoff(course, t, of)


def _feltene(course: Course, t: Tekster, til: Til) -> str:
    """What an author may write, when its page is asked for: the schema is not needed before."""
    return html("feltene.html.j2", til=til, course=course, t=t, deler=deler(course.regelbok, t))


def rules(course: Course, rader: list[Saksrad], malform: str = "nb") -> Iterator[Side]:
    """The rules: all of them, and each step with those it is put together of."""
    t = tekster(malform)
    steps = stegsider(course)
    since = tekst.dag(date.fromisoformat(course.regelbok.hode.gjelder_fra), t)
    yield _page("regler/index.md", "regler", course=course, t=t, steg=steps, brukt=_spoken(rader), gjelder_fra=since)
    for number, step in enumerate(steps, 1):
        spec = course.regelbok.steg[step.id]
        context = {"course": course, "t": t, "steg": step, "spec": spec, "nummer": number}
        yield side(f"regler/{step.id}.md", spec.navn, "steg.html.j2", spec.sporsmal, **context)


def twins(course: Course, malform: str = "nb", of: Case | None = None) -> Iterator[Side]:
    """A page for each two cases that differ in one fact, or for those pairs that `of` is one of."""
    t = tekster(malform)

    def make(one: Case, other: Case, fact: str, til: Til) -> str:
        return html("tvilling.html.j2", til=til, t=t, par=side_by_side(course, one, other, fact, t))

    for one, other, fact in pairs(course):
        if of is not None and of not in (one, other):
            continue
        path = f"tvillinger/{pair(one.sak.id, other.sak.id)}.md"
        titles = f"{one.sak.tittel}. {other.sak.tittel}"
        yield Side(path, t["tvilling"]["ledd"], titles, partial(make, one, other, fact))


def saker_json(course: Course, malform: str = "nb") -> dict[str, Any]:
    """The course as the scripts know it: what each case practises, and the mark of each of its questions."""
    t = tekster(malform)
    rader = saksrader(course)
    return {
        "regelbok": course.regelbok.id,
        "kurs": _course_version(course, rader),
        "hengsler": t["hengsler"],
        "moduler": t["moduler"],
        "saker": [
            {
                "id": rad.case.sak.id,
                "tittel": rad.case.sak.tittel,
                "modul": rad.case.sak.modul,
                "rolle": rad.case.sak.rolle,
                "grad": rad.case.sak.vanskegrad,
                "familie": rad.familie,
                "klarhet": rad.klarhet,
                "regler": rad.regler,
                "sporsmal": [
                    {"id": question.id, "type": question.type, "hengsel": hinge, "hash": mark}
                    for question, hinge, mark in rad.sporsmal
                ],
            }
            for rad in rader
        ],
    }


def historier(course: Course) -> dict[str, str]:
    """case -> its story as words, for the case bank to search in."""
    return {case.sak.id: escaping.unescape(tekst.plain(case.sak.historie)) for case in course.cases}


def _page(path: str, name: str, *, course: Course, t: Tekster, **context: Any) -> Side:
    """The page whose words are the section `name`, and whose template has the same name."""
    words = t[name]
    return side(path, words["ledd"], f"{name}.html.j2", words["sok"], course=course, t=t, **context)


def _course_version(course: Course, rader: list[Saksrad]) -> str:
    """The program's version, and eight hexadecimal digits over what decides in every case."""
    try:
        program = version("enhetlig")
    except PackageNotFoundError:
        program = "0"
    marks = [course.regelbok.id, *(f"{rad.case.sak.id} {mark}" for rad in rader for _, _, mark in rad.sporsmal)]
    return f"{program}+{hashlib.sha256(chr(10).join(marks).encode()).hexdigest()[:8]}"


def _filters(course: Course, rader: list[Saksrad], t: Tekster) -> dict[str, list[tuple[str, str]]]:
    """The filters of the case bank: for each the values (value, text) that some case has."""
    bok = course.regelbok
    cases = [rad.case.sak for rad in rader]
    spoken = _spoken(rader)
    asked = {step for rad in rader for step in rad.steg}
    avvik = {tag for rad in rader for tag in rad.avvik}
    return {
        "modul": [(id, name) for id, name in t["moduler"].items() if any(sak.modul == id for sak in cases)],
        "rolle": [(id, name) for id, name in t["roller"].items() if any(sak.rolle == id for sak in cases)],
        "steg": [(id, spec.navn) for id, spec in bok.steg.items() if id in asked],
        "regel": [(id, f"{id} {rule.tittel}") for id, rule in bok.regler.items() if id in spoken],
        "grad": [(n, name) for n, name in t["grader"].items() if any(str(sak.vanskegrad) == n for sak in cases)],
        "avvik": [(tag, spec.navn) for tag, spec in bok.avvik.items() if tag in avvik],
        "klarhet": [(id, t["klarhet"][id]) for id in t["klarhet"] if any(rad.klarhet == id for rad in rader)],
        "gjort": [*t["saksbank"]["gjort"].items()],
    }


def _spoken(rader: list[Saksrad]) -> set[str]:
    return {rule for rad in rader for rule in rad.regler}


def _changed(course: Course) -> list[tuple[str, Any]]:
    """The rules that no longer hold as they stood."""
    return [(id, rule) for id, rule in course.regelbok.regler.items() if rule.i_dag.svar == "endret"]


def _for_a_meeting(rader: list[Saksrad]) -> list[Saksrad]:
    """The cases that colleagues may rightly judge differently first, then those that lack something; never a pile."""
    order = {"gra": 0, "mer": 1}
    suited = [rad for rad in rader if rad.klarhet in order and rad.steg]
    return sorted(suited, key=lambda rad: order[rad.klarhet])[:MOST_FOR_A_MEETING]
