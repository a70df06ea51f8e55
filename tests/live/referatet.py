"""Minutes of small meetings, as a page and as Markdown; the tests of what a meeting leaves behind share them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from generator.live import referat, uttrekk
from generator.live.hendelser import Hendelse, Rutine, Skrev
from generator.live.meeting import Mote, gjenoppta
from generator.pages.side import environment
from generator.view.sprak import tekster
from tests.live.mote import LES, REGLER, RUNDE1, RUNDE2, SNAKK, gikk, kom, stemme, stemte

TEMPLATES = Path(referat.__file__).parent / "templates"
DAY = date(2026, 3, 3)
T = tekster("nb")
PEOPLE = ("wzqrt1", "wzqrt2", "wzqrt3", "wzqrt4")


def rounds(first: str, second: str, **kwargs: str) -> list[Hendelse]:
    """People answer the first round and the second, one letter each, and the meeting goes on to the rules."""
    return [
        *kom(*PEOPLE[: len(first)]),
        *gikk(LES, RUNDE1),
        *(stemte(who, RUNDE1, stemme(svar, **kwargs)) for who, svar in zip(PEOPLE, first, strict=False)),
        *gikk(RUNDE1, SNAKK, RUNDE2),
        *(stemte(who, RUNDE2, stemme(svar)) for who, svar in zip(PEOPLE, second, strict=False)),
        *gikk(RUNDE2, REGLER),
    ]


def minutes(held: Mote, regelbok, malform: str = "nb") -> str:
    return referat.markdown(held, DAY, tekster(malform), regelbok)


def page(held: Mote, regelbok) -> str:
    template = environment(TEMPLATES).get_template("referat.html.j2")
    return template.render(t=T, r=referat.referat(held, DAY, T, regelbok), tittel="Referat")


def everything(held: Mote, regelbok) -> str:
    """All forms that a meeting leaves in."""
    numbers = json.dumps([uttrekk.data(held), uttrekk.lesninger([held])], ensure_ascii=False)
    return "\n".join([minutes(held, regelbok), page(held, regelbok), uttrekk.csv(held), numbers])


def routine(held: Mote, **fields: object) -> Mote:
    return gjenoppta([Skrev(nr=len(held.praksis), rutine=Rutine(**{"hva": "Vi spør.", **fields}))], held)
