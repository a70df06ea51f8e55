"""A case is called what its file is called, and stands where its module says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from generator.course import Case, Course
from generator.nodes import shown
from generator.rules.book import shelf
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
    yield from _rulebooks(course, case)


def _rulebooks(course: Course, case: Case) -> Iterator[Problem]:
    """The rulebooks that the case, or what is expected of it, is made for are there."""
    known = dict.fromkeys([*shelf(), course.regelbok.grunnlag])
    said: list[tuple[tuple[str | int, ...], str | None]] = [(("regelbok",), case.sak.regelbok)]
    said += [(("forventet", i, "regelbok"), expected.regelbok) for i, expected in enumerate(case.sak.forventet)]
    for path, name in said:
        if name is not None and name not in known:
            place = case.source.place(*path)
            yield Problem(place, f"det finnes ingen regelbok «{shown(name)}»", nearest(name, known))
