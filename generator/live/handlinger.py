"""From the fields of a form to what is to happen in a meeting. Decides nothing: the meeting accepts or refuses it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

from starlette.exceptions import HTTPException

from generator.course import Course
from generator.live.dagsorden import ankersaker, apne, sporsmal_i
from generator.live.hendelser import (
    Avsluttet,
    Flyttet,
    Fordeling,
    Frigitt,
    Frist,
    Hendelse,
    Rutine,
    Skrev,
    Stemme,
)
from generator.live.meeting import Mote
from generator.view.sprak import Tekster

Felter = Mapping[str, Sequence[str]]
"""The fields of a form: name -> what was filled in."""
READING = "les-"
MOST_CASES, MOST_MINUTES = 6, 120


def stemme(felter: Felter) -> Stemme:
    """The answer that a phone sends.

    Raises:
        HTTPException: 422, a field stands twice.
        ValidationError: it cannot be an answer.
    """
    return Stemme(
        svar=en(felter, "svar"),
        lesninger={name.removeprefix(READING): en(felter, name) for name in felter if name.startswith(READING)},
        sikker=en(felter, "sikker"),  # type: ignore[arg-type]
        avgjorde=en(felter, "avgjorde"),
        grunn=en(felter, "grunn"),
    )


def ledet(course: Course, t: Tekster, mote: Mote, felter: Felter) -> Hendelse:
    """What the leader asks for.

    Raises:
        HTTPException: 422, there is no such thing to ask for, or a field does not fit.
        ValidationError: a text is too long.
    """
    asked = en(felter, "hva")
    if asked == "velg":
        chosen = _known(course, [sak for sak in felter.get("sak", ()) if sak])
        twin, divided = en(felter, "tvilling") == "ja", en(felter, "delt") == "ja"
        return apne(course, chosen, t, med_tvilling=twin, delt_bord=divided)
    if asked == "mal":
        return apne(course, _known(course, en(felter, "saker").split() or ankersaker(course)), t, maling=True)
    if asked not in _LEDET:
        raise HTTPException(422)
    return _LEDET[asked](felter, mote)


def _known(course: Course, saker: Sequence[str]) -> list[str]:
    """The cases once each; they must be some, and have something to ask in a meeting."""
    chosen = [*dict.fromkeys(saker)]
    fits = (sak in course.by_id and sporsmal_i(course.by_id[sak]) for sak in chosen)
    if not 0 < len(chosen) <= MOST_CASES or not all(fits):
        raise HTTPException(422)
    return chosen


def _frist(felter: Felter, _: Mote) -> Hendelse:
    minutes = tall(felter, "minutter", MOST_MINUTES)
    return Frist(slutt=time.time() + 60 * minutes if minutes else None)


def _rutine(felter: Felter, mote: Mote) -> Hendelse:
    written = Rutine(
        hva=en(felter, "rutine"),
        nar=en(felter, "nar"),
        hvem=en(felter, "hvem"),
        eier=en(felter, "eier"),
        igjen=en(felter, "igjen"),
        hvorfor=en(felter, "hvorfor"),
        smalner=tuple(felter.get("smalner", ())),  # type: ignore[arg-type]
        sak=mote.punkt.sak if mote.plan else "",
    )
    return Skrev(nr=None, rutine=written)


_LEDET: Mapping[str, Callable[[Felter, Mote], Hendelse]] = {
    "flytt": lambda felter, _: Flyttet(fra=tall(felter, "fra"), til=tall(felter, "til")),
    "frist": _frist,
    "fordeling": lambda *_: Fordeling(),
    "skriv": _rutine,
    "stryk": lambda felter, _: Skrev(nr=tall(felter, "nr"), rutine=None),
    "frigi": lambda felter, _: Frigitt(ja=en(felter, "ja") == "ja"),
    "slutt": lambda *_: Avsluttet(),
}


def en(felter: Felter, navn: str) -> str:
    """The one value of a field; nothing where it was left out. Raises HTTPException (422) where there are several."""
    values = felter.get(navn, ())
    if len(values) > 1:
        raise HTTPException(422)
    return values[0] if values else ""


def tall(felter: Felter, navn: str, hoyst: int = 1000) -> int:
    """The same for a field that is a whole number. Raises HTTPException (422)."""
    text = en(felter, navn)
    if not (text.isascii() and text.isdigit()) or len(text) > 6 or int(text) > hoyst:
        raise HTTPException(422)
    return int(text)
