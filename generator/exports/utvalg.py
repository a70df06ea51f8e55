"""Which cases leave: those of some modules, some ids, or where some rules speak; all where nothing is said."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from generator.course import MODULER, Course
from generator.source import nearest
from generator.view.saksrad import saksrader


class Tomt(ValueError):
    """Nothing is chosen. The message says why, and what there is instead."""


def choose(
    course: Course, moduler: Collection[str] = (), saker: Collection[str] = (), regler: Collection[str] = ()
) -> Course:
    """The same course with the chosen cases only: in one of `moduler`, among `saker`, and where one of `regler` speaks.

    Raises:
        Tomt: a name is not known, or no case is all of it.
    """
    for what, names, known in (
        ("modul", moduler, MODULER),
        ("sak", saker, course.by_id),
        ("regel", regler, course.regelbok.regler),
    ):
        for name in names:
            if name not in known:
                raise Tomt(f"det finnes ingen {what} «{name}»; {nearest(name, known)}")
    chosen = [
        row.case
        for row in saksrader(course)
        if (not moduler or row.case.sak.modul in moduler)
        and (not saker or row.case.sak.id in saker)
        and (not regler or set(regler) & set(row.regler))
    ]
    if not chosen:
        raise Tomt("ingen sak passer med alt du har valgt; velg færre ting")
    return replace(course, cases=chosen)
