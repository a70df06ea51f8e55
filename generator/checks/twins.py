"""Two cases that differ in one fact, and in it alone, are about one person, and show what the fact is worth."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checks import references
from generator.course import Case, Course
from generator.model.sak import Tvilling
from generator.source import Problem, nearest

PERSON = re.compile(r"\b([A-ZÆØÅ][a-zæøåé]+)(?: er|,| \() ?(\d{2})\b(?! ?(?:uker|måneder|dager|timer|prosent|kilo))")
"""How a story names a person with her age: «Anna er 24 år», «Anna, 24», «Anna (24)»."""


def check(course: Course, case: Case) -> Iterator[Problem]:
    """Twins that are not there, or that differ in something else."""
    for i, twin in enumerate(case.sak.tvillinger):
        other = _other(course, case, twin)
        if other is None:
            yield from _lost(course, case, i, twin)
            continue
        mine, theirs = case.desk.facts(case.desk.all_open), other.desk.facts(other.desk.all_open)
        differ = sorted(key for key in mine.keys() | theirs.keys() if mine.get(key) != theirs.get(key))
        if differ != [twin.skiller]:
            message = f"saken skiller seg fra «{twin.sak}» i {', '.join(differ) or 'ingenting'}"
            hint = f"tvillinger skal skille seg i ett faktum, her «{twin.skiller}»"
            yield Problem(case.source.place("tvillinger", i), message, hint)


def advise(course: Course, case: Case) -> Iterator[Problem]:
    """Twins that do not know each other, are about someone else, or have the same answer. Judges the cases."""
    for i, twin in enumerate(case.sak.tvillinger):
        other = _other(course, case, twin)
        if other is None:
            continue
        if case.sak.id not in [back.sak for back in other.sak.tvillinger]:
            message = f"«{twin.sak}» viser ikke tilbake hit"
            hint = f"skriv «tvillinger: [{{sak: {case.sak.id}, skiller: {twin.skiller}}}]» der"
            yield Problem(case.source.place("tvillinger", i, "sak"), message, hint)
        here, there = _people(case), _people(other)
        if here and there and not here & there:
            message = f"saken handler om {_named(here)}, men «{twin.sak}» handler om {_named(there)}"
            hint = "la tvillingene handle om den samme personen, med samme navn og alder"
            yield Problem(case.source.place("tvillinger", i, "sak"), message, hint)
        has_bearing = not course.regelbok.fakta[twin.skiller].uten_betydning
        judged = has_bearing and case.sak.stegsporsmal and references.hold(course, other)
        if judged and not _turns(case, other):
            message = f"tvillingene får samme svar: hva skal «{twin.skiller}» lære leseren?"
            hint = "spør begge om et steg som skiller dem, eller velg et annet faktum"
            yield Problem(case.source.place("tvillinger", i, "skiller"), message, hint)


def _other(course: Course, case: Case, twin: Tvilling) -> Case | None:
    other = course.by_id.get(twin.sak)
    return None if other is case else other


def _lost(course: Course, case: Case, i: int, twin: Tvilling) -> Iterator[Problem]:
    """A twin that is not among the cases; nothing, where its file only cannot be read."""
    if twin.sak == case.sak.id or twin.sak not in course.stems:
        hint = nearest(twin.sak, sorted(course.by_id.keys() - {case.sak.id})) or "skriv id-en til en annen sak"
        place = case.source.place("tvillinger", i, "sak")
        yield Problem(place, f"det finnes ingen annen sak «{twin.sak}»", hint)


def _people(case: Case) -> set[tuple[str, ...]]:
    """The people whose name and age the story says."""
    return {(at[1], at[2]) for at in PERSON.finditer(case.sak.historie)}


def _named(people: set[tuple[str, ...]]) -> str:
    return " og ".join(f"{name} ({age})" for name, age in sorted(people))


def _turns(case: Case, other: Case) -> bool:
    """Whether some step that both ask about comes to something else in one of them, at some time."""
    mine, theirs = _verdicts(case), _verdicts(other)
    return any(mine[step] != theirs[step] for step in mine.keys() & theirs.keys())


def _verdicts(case: Case) -> dict[str, set[tuple[str, ...]]]:
    """step -> what the rules may come to while cards are fetched: status and outcomes."""
    return {
        question.steg: {(state.verdict.status, *state.verdict.utfall) for state in case.desk.judge(question).states}
        for question in case.sak.stegsporsmal
    }
