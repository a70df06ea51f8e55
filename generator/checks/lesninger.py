"""How the vurderinger of the cases were read in fagmøter: whether the numbers fit, and what they say of a case."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks import references
from generator.course import Case, Course
from generator.desk import readings
from generator.lesninger import NOK, Lest
from generator.model import SKJONN, UKJENT, Handlingssporsmal, Stegsporsmal
from generator.nodes import shown
from generator.reader import unknown
from generator.source import Place, Problem, nearest
from generator.view.merke import hash_of
from generator.view.tekst import enumerated, quoted

EGEN = 70
"""So many per cent must read a vurdering as its case does, or it may be a matter of judgement."""
ANNEN = 30
"""Nor may so many read it in one and the same other way."""
WAYS_OUT = "skriv «verdi: skjonn» hvis begge kan forsvares; ellers rett verdien, eller gjør kortene klarere"
SPURT = (Stegsporsmal, Handlingssporsmal)
"""What a meeting asks."""


def fits(course: Course, case: Case) -> Iterator[Problem]:
    """What is counted is asked of the case, and is something one can answer. Other than in `check`, a mistake."""
    marks = _marks(course, case)
    for source, lest in course.lesninger.om(case.sak.id):
        if (question := marks.get(lest.hash)) is None:
            continue
        asked = question.lesninger if isinstance(question, Stegsporsmal) else ()
        for fakta, values in lest.lesninger.items():
            way: tuple[str, ...] = (case.sak.id, "lesninger", fakta)
            if fakta not in asked:
                hint = nearest(fakta, asked) or "ta den ut av filen"
                yield Problem(source.place_of_key(*way), f"saken spør ikke etter «{shown(fakta)}»", hint)
                continue
            possible = readings(course.regelbok, fakta)
            for value in values:
                if value not in possible:
                    yield unknown(source.place_of_key(*way, value), f"verdi:{fakta}", value, possible)


def check(course: Course, case: Case) -> Iterator[Problem]:
    """A case gives a vurdering one value, and those who read it do not agree."""
    marks = _marks(course, case)
    for i, given in enumerate(case.sak.vurderinger):
        if isinstance(given.verdi, str) and given.verdi not in (SKJONN, UKJENT):
            for mark in marks:
                lest = course.lesninger.av(case.sak.id, mark, given.fakta)
                if lest and _is_split(lest, given.verdi):
                    place = case.source.place("vurderinger", i, "verdi")
                    yield Problem(place, f"{_said(lest, given.verdi)}: er dette skjønn?", WAYS_OUT)


def check_files(course: Course) -> Iterator[Problem]:
    """Numbers that are not used: of a case as it was before, or in a file that says what another does."""
    for file, same in course.lesninger.doble:
        yield Problem(Place(file), f"filen sier det samme som «{same}», og telles ikke", "slett den ene")
    for case in course.cases:
        marks = _marks(course, case)
        for source, lest in course.lesninger.om(case.sak.id):
            if marks and lest.hash not in marks:
                place = source.place(case.sak.id, "hash")
                hint = "ta saken ut av filen, og prøv den i et nytt fagmøte"
                yield Problem(place, f"saken «{case.sak.id}» er endret siden, så disse tallene brukes ikke", hint)


def uprovd(course: Course) -> list[tuple[Case, str]]:
    """The vurderinger that nobody has read in a meeting as the case now is, in the order of the course."""
    found = []
    for case in course.cases:
        marks = _marks(course, case)
        for given in case.sak.vurderinger:
            if not any(course.lesninger.av(case.sak.id, mark, given.fakta) for mark in marks):
                found.append((case, given.fakta))
    return found


def _marks(course: Course, case: Case) -> dict[str, Stegsporsmal | Handlingssporsmal]:
    """The questions of the case by their marks; none where nobody read the case, or where it cannot be judged."""
    if not course.lesninger.om(case.sak.id) or any(references.check(course, case)):
        return {}
    return {hash_of(case.desk, question): question for question in case.sak.sporsmal if isinstance(question, SPURT)}


def _is_split(lest: Lest, own: str) -> bool:
    most = max((count for value, count in lest.antall.items() if value != own), default=0)
    return lest.alle >= NOK and (100 * lest.antall[own] < EGEN * lest.alle or 100 * most >= ANNEN * lest.alle)


def _said(lest: Lest, own: str) -> str:
    """Those who read it in another way than the case, the most first."""
    others = sorted(((count, value) for value, count in lest.antall.items() if value != own and count), reverse=True)
    (most, value), *rest = others
    first = f"{most} av {lest.alle} leste {quoted(value)}"
    return enumerated([first, *(f"{count} {quoted(value)}" for count, value in rest)])
