"""What may be taken out of meetings as numbers; nobody is in them: no code, no participant, no single answer.

A round is told of when it can no more be opened, and a first round only with its second, which it would colour.
Anchor cases are to be used again, so of a measurement nothing is told but its cases.
"""

from __future__ import annotations

import csv as csv_format
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from generator.live import fordeling
from generator.live.fordeling import Stemmer
from generator.live.hendelser import RUNDER, Skjema, Stemme
from generator.live.meeting import Mote

FORSTE = ("runde1", "maling")
"""The rounds in which all judge alone, before anything of the case has been talked of."""
MINST = 5
"""With fewer answers a number is nearly a person, and is not told to those who were not there."""
MINST_FOLK = 3
"""Nor with fewer people: five answers of one person, in five cases, are still one person's."""
KOLONNER = ("sak", "runde", "hva", "verdi", "navn", "antall", "etter_reglene", "regelbok", "hash")
FORMULA = re.compile("[=+\\-@＝＋－＠]")
"""What a spreadsheet takes for the start of something to work out."""

Rad = dict[str, str | int]


@dataclass
class Svart:
    """What was answered first in a case, in several meetings, by keys that stay where this is counted."""

    skjema: Skjema
    stemmer: dict[str, Stemme] = field(default_factory=dict)
    folk: set[str] = field(default_factory=set)
    moter: set[int] = field(default_factory=set)


def fortalt(mote: Mote) -> list[int]:
    """The rounds that may be told of, by their step."""
    return [nr for nr, punkt in enumerate(mote.plan) if punkt.trinn != "maling" and _may_be_told(mote, nr)]


def forste(mote: Mote) -> Iterator[tuple[str, str, Skjema, Stemmer]]:
    """Each first round that somebody answered and that may be told of: its kind, its case, what was asked, the answers.

    None from a «delt bord»: there, nobody had seen all that the rules' answer hangs on.
    """
    for nr, punkt in enumerate(() if mote.delt_bord else mote.plan):
        if punkt.trinn in FORSTE and _may_be_told(mote, nr) and mote.lukkede(nr):
            yield punkt.trinn, punkt.sak, mote.skjema[punkt.sak], mote.lukkede(nr)


def rader(mote: Mote) -> list[Rad]:
    """One row for each answer, and each value of a reading, of each round; also for those that nobody gave."""
    rows: list[Rad] = []
    for nr in fortalt(mote):
        punkt, votes = mote.plan[nr], mote.lukkede(nr)
        skjema = mote.skjema[punkt.sak]
        parts = {"svar": fordeling.rader(skjema, votes)}
        parts |= {f"lesning:{fact}": fordeling.lest(skjema, fact, votes) for fact in skjema.lesninger}
        for part, found in parts.items():
            for row in found:
                values = (punkt.sak, punkt.trinn, part, row.verdi, row.navn, row.antall[0])
                told = (*values, "ja" if row.er_rett else "nei", mote.regelbok, skjema.hash)
                rows.append(dict(zip(KOLONNER, told, strict=True)))
    return rows


def csv(mote: Mote) -> str:
    """The rows as a file that a Norwegian Excel opens right at a double click, once it is encoded as UTF-8.

    There a comma stands in numbers, so cells are parted by semicolons; and without a byte order mark Excel would take
    «å» for two other letters. Text that it would work out as a formula gets an apostrophe in front.
    """
    text = io.StringIO()
    writer = csv_format.DictWriter(text, KOLONNER, delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({key: _cell(value) for key, value in row.items()} for row in rader(mote))
    return "\ufeff" + text.getvalue()


def data(mote: Mote) -> dict[str, Any]:
    """Everything of the meeting that is about no one, for JSON."""
    told = fortalt(mote)
    cases = dict.fromkeys(mote.plan[nr].sak for nr in told)
    return {
        "regelbok": mote.regelbok,
        "plan": [asdict(punkt) for punkt in mote.plan],
        "delt_bord": mote.delt_bord,
        "er_over": mote.er_over,
        "frigitt": mote.er_frigitt,
        "saker": {sak: _skjema(mote.skjema[sak]) for sak in cases},
        "runder": [_runde(mote, nr) for nr in told],
        "flytting": {sak: _flytting(mote, sak, told) for sak in cases if mote.runde("runde1", sak) in told},
        "rutiner": [asdict(rutine) for rutine in mote.praksis.values() if not rutine.er_apent],
        "apne": [asdict(rutine) for rutine in mote.praksis.values() if rutine.er_apent],
    }


def samlet(moter: Iterable[Mote], *trinn: str) -> dict[str, Svart]:
    """The answers of first rounds of these kinds, case by case; `moter` are those that may be used, the oldest first.

    A case that was rewritten starts anew: only answers to it as the last meeting knew it are put together.
    """
    found: dict[str, Svart] = {}
    for nr, mote in enumerate(moter):
        for kind, sak, skjema, votes in forste(mote):
            if kind in trinn:
                if sak not in found or found[sak].skjema.hash != skjema.hash:
                    found[sak] = Svart(skjema)
                found[sak].stemmer |= {f"{nr} {kind} {who}": vote for who, vote in votes.items()}
                found[sak].folk |= votes.keys()
                found[sak].moter.add(nr)
    return found


def er_nok(svart: Iterable[Svart]) -> bool:
    """Whether enough people gave enough answers for a number of all these to be told."""
    every = list(svart)
    people = set[str]().union(*(one.folk for one in every))
    return sum(len(one.stemmer) for one in every) >= MINST and len(people) >= MINST_FOLK


def lesninger(moter: Iterable[Mote]) -> dict[str, Any]:
    """How cases were read the first time, for the case bank; `moter` as for `samlet`."""
    told = {sak: one for sak, one in sorted(samlet(moter, *FORSTE).items()) if er_nok([one])}
    return {
        sak: {
            "hash": one.skjema.hash,
            "lesninger": _readings(one.skjema, one.stemmer),
            "svar": _counted(fordeling.rader(one.skjema, one.stemmer)),
            "moter": len(one.moter),
        }
        for sak, one in told.items()
    }


def alt(moter: Sequence[tuple[float, Mote]]) -> dict[str, Any]:
    """All of it: `moter`, each with the day it was made, and `lesninger`; the oldest first.

    The time of each is in seconds since 1970.
    """
    told = [{"dato": date.fromtimestamp(made).isoformat(), **data(mote)} for made, mote in moter if mote.plan]
    return {"moter": told, "lesninger": lesninger(mote for _, mote in moter if mote.er_over)}


def _may_be_told(mote: Mote, nr: int) -> bool:
    punkt = mote.plan[nr]
    if punkt.trinn not in RUNDER or not mote.er_endelig(nr):
        return False
    second = mote.runde("runde2", punkt.sak) if punkt.trinn == "runde1" else None
    return second is None or mote.er_over or mote.er_endelig(second)


def _cell(value: str | int) -> str | int:
    text = " ".join(value.split()) if isinstance(value, str) else value
    return f"'{text}" if isinstance(text, str) and FORMULA.match(text) else text


def _skjema(skjema: Skjema) -> dict[str, Any]:
    """What was asked of a case that is told of, and the rules' answer."""
    names = ("tittel", "sporsmal", "steg", "valg", "rett", "hash")
    return {name: getattr(skjema, name) for name in names} | {
        "lesninger": {fact: asdict(reading) for fact, reading in skjema.lesninger.items()}
    }


def _runde(mote: Mote, nr: int) -> dict[str, Any]:
    punkt, votes = mote.plan[nr], mote.lukkede(nr)
    skjema = mote.skjema[punkt.sak]
    return {
        "trinn": punkt.trinn,
        "sak": punkt.sak,
        "svar": _counted(fordeling.rader(skjema, votes)),
        "lesninger": _readings(skjema, votes),
        "prosent_like": fordeling.prosent_like(votes),
        "dom": fordeling.dom(skjema.rett, votes),
        "sikkerhet": [asdict(degree) for degree in fordeling.sikkerhet(skjema.rett, votes)],
    }


def _counted(rows: Iterable[fordeling.Rad]) -> dict[str, int]:
    return {row.verdi: row.antall[0] for row in rows}


def _readings(skjema: Skjema, votes: Stemmer) -> dict[str, dict[str, int]]:
    return {fact: _counted(fordeling.lest(skjema, fact, votes)) for fact in skjema.lesninger}


def _flytting(mote: Mote, sak: str, told: list[int]) -> dict[str, dict[str, int]]:
    """Answer in the first round -> answer in the second -> how many."""
    first, second = mote.runde("runde1", sak), mote.runde("runde2", sak)
    if first not in told or second not in told or first is None or second is None:
        return {}
    moved = fordeling.flytting(mote.lukkede(first), mote.lukkede(second))
    valg = mote.skjema[sak].valg
    return {
        fra: {til: n for til in valg if (n := moved[fra, til])} for fra in valg if any(moved[fra, til] for til in valg)
    }
