"""A case is called what its file is called, stands where its module says, and its twins are twins."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from generator.course import Case, Course
from generator.source import Place, Problem, nearest


def check(course: Course, case: Case) -> Iterator[Problem]:
    sak, source = case.sak, case.source
    path = PurePosixPath(source.file)
    if path.stem != sak.id:
        hint = f"skriv «id: {path.stem}», eller kall filen {sak.id}.yaml"
        yield Problem(source.place("id"), f"id «{sak.id}» er ikke filens navn", hint)
    if path.suffix != ".yaml":
        yield Problem(Place(source.file), "filnavnet slutter ikke på «.yaml»", f"kall filen {path.stem}.yaml")
    hint = f"flytt filen til cases/{sak.modul}/, eller rett «modul»"
    if path.parts[0] == "cases" and path.parent.name != sak.modul:
        yield Problem(source.place("modul"), f"filen ligger ikke i mappen «{sak.modul}»", hint)
    others = [file for file in course.files_by_id[sak.id] if file != source.file]
    if others:
        where = ", ".join(sorted(others))
        yield Problem(source.place("id"), f"id «{sak.id}» står også i {where}", "gi den ene en annen id")
    for i, twin in enumerate(sak.tvillinger):
        other = course.by_id.get(twin.sak)
        if other is None or other is case:
            if twin.sak == sak.id or twin.sak not in course.stems:
                place = source.place("tvillinger", i, "sak")
                hint = nearest(twin.sak, sorted(course.by_id.keys() - {sak.id})) or "skriv id-en til en annen sak"
                yield Problem(place, f"det finnes ingen annen sak «{twin.sak}»", hint)
            continue
        mine, theirs = case.desk.facts(case.desk.all_open), other.desk.facts(other.desk.all_open)
        differ = sorted(key for key in mine.keys() | theirs.keys() if mine.get(key) != theirs.get(key))
        if differ != [twin.skiller]:
            message = f"saken skiller seg fra «{twin.sak}» i {', '.join(differ) or 'ingenting'}"
            yield Problem(
                source.place("tvillinger", i), message, f"tvillinger skal skille seg i ett faktum, her «{twin.skiller}»"
            )
