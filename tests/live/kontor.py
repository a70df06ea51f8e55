"""An office that has held meetings and measured, and its overview; the tests of what it is shown share it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from generator.live import oversikt as module
from generator.live.hendelser import Apnet, Avsluttet, Frigitt, Rutine
from generator.live.meeting import Mote
from generator.live.oversikt import Oversikt, oversikt
from generator.pages.side import environment
from generator.view.sprak import tekster
from tests.live.mote import LES, REGLER, RUNDE1, RUNDE2, SNAKK, apnet, gikk, kom, mote, stemme, stemte

TEMPLATES = Path(module.__file__).parent / "templates"
START = datetime(2026, 3, 3, 9)
TODAY = date(2026, 6, 1)
T = tekster("nb")


def opened(sak: str = "anna", **changes: object) -> Apnet:
    """A meeting about one case, whose form is changed so."""
    opening = apnet([sak])
    return replace(opening, skjema={sak: replace(opening.skjema[sak], **changes)})


def held(
    first: str,
    second: str = "",
    *,
    helse: str = "",
    people: str = "wzqrt",
    sak: str = "anna",
    apning: Apnet | None = None,
) -> Mote:
    """A released meeting about a case: the answers of both rounds, and the readings of the first, a letter a person."""
    who = [f"{people}{nr}" for nr in range(len(first))]
    read = [{"j": "ja", "n": "nei"}[one] for one in helse or "j" * len(first)]
    return mote(
        kom(*who),
        gikk(LES, RUNDE1),
        [stemte(*one[:1], RUNDE1, stemme(*one[1:])) for one in zip(who, first, read, strict=True)],
        gikk(RUNDE1, SNAKK, RUNDE2),
        [stemte(one, RUNDE2, svar) for one, svar in zip(who, second, strict=False)],
        gikk(RUNDE2, REGLER),
        [Avsluttet(), Frigitt(ja=True)],
        apning=apning or opened(sak),
    )


def measured(
    answers: Iterable[str], *, people: str = "wzqrt", steg: Iterable[str] = (), saker: str = "abcdefgh"
) -> Mote:
    """A released measurement: for each of its cases the answers, a letter a person."""
    cases = list(zip(saker, answers, strict=False))
    opening = apnet([sak for sak, _ in cases], maling=True)
    steps = dict(zip(saker, steg, strict=False))
    forms = {sak: replace(form, steg=steps.get(sak, "behov")) for sak, form in opening.skjema.items()}
    who = [f"{people}{nr}" for nr in range(max(len(given) for _, given in cases))]
    happened = []
    for nr, (_, given) in enumerate(cases):
        happened += [*(stemte(one, nr, svar) for one, svar in zip(who, given, strict=False)), *gikk(nr, nr + 1)]
    opening = replace(opening, skjema=forms)
    return mote(kom(*who), happened, [Avsluttet(), Frigitt(ja=True)], apning=opening)


def wrote(one: Mote, *routines: Rutine) -> Mote:
    """The same meeting with these lines of practice, which it must have before it is over."""
    lines = dict(enumerate(routines))
    return replace(one, praksis=lines)


def seen(regelbok, *moter: Mote) -> Oversikt:
    """The overview of these meetings, one a week."""
    return oversikt([(START + timedelta(weeks=nr), one) for nr, one in enumerate(moter)], TODAY, T, regelbok)


def page(o: Oversikt, malform: str = "nb") -> str:
    return (
        environment(TEMPLATES)
        .get_template("oversikt.html.j2")
        .render(t=tekster(malform), o=o, tittel="Oversikt", tall=str)
    )


def words(o: Oversikt) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page(o)))
