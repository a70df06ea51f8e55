"""A fagmøte as small as it can be, with nothing of the course in it; the tests of meetings share it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from generator.live.hendelser import Apnet, Flyttet, Hendelse, Kom, Lesning, Skjema, Stemme, Stemte
from generator.live.meeting import Mote, gjenoppta, legg_plan

LES, RUNDE1, SNAKK, RUNDE2, REGLER, PRAKSIS, REFERAT = range(7)
"""The steps of a meeting about one case without a twin."""
TVILLING, OVERFORT = REFERAT, REFERAT + 1
"""What comes after «praksis» where the case has a twin."""


def skjema(tittel: str = "Anna") -> Skjema:
    """A question with three answers, of which `b` is right; one reading, and two cards."""
    return Skjema(
        tittel=tittel,
        sporsmal=f"Hva trenger {tittel}?",
        steg="behov",
        valg={"a": "Litt", "b": "Noe", "c": "Mye"},
        rett=("b",),
        lesninger={"helse": Lesning(sporsmal="Hindrer helsen?", valg={"ja": "Ja", "nei": "Nei"}, rett=("ja",))},
        kort={"lege": "Legen, 3. mars", "samtale": "Samtalen, 4. mars"},
        hash="h1",
    )


def apnet(
    saker: Iterable[str] = ("anna",),
    *,
    tvillinger: Mapping[str, str] | None = None,
    maling: bool = False,
    delt_bord: bool = False,
) -> Apnet:
    """The first event of a meeting about these cases; `tvillinger` is case -> its twin."""
    pairs = [(sak, (tvillinger or {}).get(sak)) for sak in saker]
    forms = {sak: skjema(sak.capitalize()) for pair in pairs for sak in pair if sak}
    return Apnet(plan=legg_plan(pairs, maling), skjema=forms, regelbok="prove", delt_bord=delt_bord)


def stemme(svar: str = "b", helse: str = "ja", sikker: str = "", avgjorde: str = "", grunn: str = "") -> Stemme:
    """An answer that `skjema` takes."""
    return Stemme(svar=svar, lesninger={"helse": helse}, sikker=sikker, avgjorde=avgjorde, grunn=grunn)


def kom(*deltakere: str) -> list[Kom]:
    """These people join."""
    return [Kom(deltaker=deltaker) for deltaker in deltakere]


def stemte(deltaker: str, nr: int = RUNDE1, svar: str | Stemme = "b") -> Stemte:
    """This answer, in the round at step `nr`."""
    return Stemte(deltaker=deltaker, nr=nr, stemme=svar if isinstance(svar, Stemme) else stemme(svar))


def gikk(*steg: int) -> list[Flyttet]:
    """The leader goes through these steps, the first being where the meeting stands: `gikk(LES, RUNDE1, SNAKK)`."""
    return [Flyttet(fra=fra, til=til) for fra, til in pairwise(steg)]


def mote(*hendelser: Hendelse | Iterable[Hendelse], apning: Apnet | None = None) -> Mote:
    """The meeting after these events, opened with `apnet()` unless it is said how."""
    happened: list[Hendelse] = [apning or apnet()]
    for one in hendelser:
        happened += one if isinstance(one, Iterable) else [one]
    return gjenoppta(happened)
