"""The right choice cannot be told by its length."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import mean

from generator.course import Case, Course
from generator.model import Flersporsmal, Handlingssporsmal
from generator.source import Problem

MOST = 1.4
"""How many times as long as the others the right choices, or the wrong ones, may be."""


def check(course: Course, case: Case) -> Iterator[Problem]:
    """Questions where the choices that are right are much longer, or much shorter, than those that are wrong."""
    for i, question in enumerate(case.sak.sporsmal):
        if not isinstance(question, Handlingssporsmal | Flersporsmal):
            continue
        right = [len(option.tekst) for option in question.valg if not option.bryter]
        wrong = [len(option.tekst) for option in question.valg if option.bryter]
        if not right or not wrong:
            continue
        ratio = mean(right) / mean(wrong)
        if ratio > MOST or ratio < 1 / MOST:
            lengths = f"{mean(right):.0f} tegn, og galt {mean(wrong):.0f}"
            how = "lengre" if ratio > 1 else "kortere"
            message = f"rett svar er mye {how} enn galt: i snitt er rett {lengths}"
            yield Problem(case.source.place("sporsmal", i, "valg"), message, "skriv valgene omtrent like lange")
