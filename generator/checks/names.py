"""A case is called what its file is called, stands where its module says, and its twins are twins."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from generator.course import Case, Course
from generator.source import Problem, nearest


def check(course: Course, case: Case) -> Iterator[Problem]:
    sak, source = case.sak, case.source
    path = PurePosixPath(source.file)
    if path.stem != sak.id:
        yield Problem(source.place("id"), f"id «{sak.id}» er ikke filens navn", f"skriv «id: {path.stem}»")
    if path.parts[0] == "cases" and path.parent.name != sak.modul:
        yield Problem(source.place("modul"), f"filen ligger ikke i «{sak.modul}»", f"flytt den til cases/{sak.modul}/")
    others = [other for other in course.cases if other.sak.id == sak.id and other is not case]
    if others:
        where = ", ".join(sorted(other.source.file for other in others))
        yield Problem(source.place("id"), f"id «{sak.id}» står også i {where}", "gi den ene en annen id")
    for i, twin in enumerate(sak.tvillinger):
        other = course.by_id.get(twin.sak)
        place = source.place("tvillinger", i)
        if other is None or other is case:
            yield Problem(
                place, f"det finnes ingen annen sak «{twin.sak}»", nearest(twin.sak, course.by_id.keys() - {sak.id})
            )
            continue
        mine, theirs = case.desk.facts(case.desk.all_open), other.desk.facts(other.desk.all_open)
        differ = sorted(key for key in mine.keys() | theirs.keys() if mine.get(key) != theirs.get(key))
        if differ != [twin.skiller]:
            message = f"saken skiller seg fra «{twin.sak}» i {', '.join(differ) or 'ingenting'}"
            yield Problem(place, message, f"tvillinger skal skille seg i ett faktum, her «{twin.skiller}»")
