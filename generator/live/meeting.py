"""A fagmøte as a state machine: what has happened makes it what it is. No sockets, no disk, no clock.

`etter` gives the meeting after an event, or refuses it; a refused event changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from types import MappingProxyType
from typing import Literal

from generator.live.hendelser import (
    RUNDER,
    Apnet,
    Avsluttet,
    Bord,
    Flyttet,
    Fordeling,
    Frigitt,
    Frist,
    Hendelse,
    Kom,
    Punkt,
    Rutine,
    Skjema,
    Skrev,
    Stemme,
    Stemte,
)

MOST_PARTICIPANTS, MOST_ROUTINES = 500, 50
HARMLESS = ("les", "runde1", "maling", "snakk")
"""Steps that tell nothing of a round before them: from there the leader may go back and open it again."""
DIVIDED = ("les", "runde1", "snakk", "runde2")
"""The steps in which a table may be divided."""
NONE: Mapping[str, Stemme] = MappingProxyType({})

Grunn = Literal[
    "ikke_apnet", "apnet", "over", "fullt", "fullt_ark", "ikke_med", "lukket", "svar", "trinn", "flyttet", "fordeling"
]


class Avvist(ValueError):
    """The event does not count; `grunn` says why."""

    def __init__(self, grunn: Grunn) -> None:
        self.grunn = grunn
        super().__init__(grunn)


@dataclass(frozen=True)
class Mote:
    """A meeting as it stands."""

    plan: tuple[Punkt, ...] = ()
    """Nothing until the leader has chosen what it is about; one may come before that."""
    skjema: Mapping[str, Skjema] = field(default_factory=dict)
    regelbok: str = ""
    delt_bord: bool = False
    nr: int = 0
    """The step it is at, counted from 0."""
    lengst: int = 0
    """The step farthest on that it has been at."""
    deltakere: Mapping[str, int] = field(default_factory=dict)
    """participant -> the number in which they came, from 0."""
    stemmer: Mapping[int, Mapping[str, Stemme]] = field(default_factory=dict)
    """step -> participant -> answer."""
    vist: frozenset[int] = frozenset()
    """The rounds whose spread has been shown."""
    frist: float | None = None
    praksis: Mapping[int, Rutine] = field(default_factory=dict)
    er_frigitt: bool = False
    er_over: bool = False
    versjon: int = 0
    """How many events made it."""

    @property
    def punkt(self) -> Punkt:
        return self.plan[self.nr]

    def bord(self, deltaker: str) -> Bord | None:
        """Whose papers this participant has; nothing where all have all. Every other who comes has the other's.

        What a case comes to, and its twin, are read with all papers.
        """
        if not self.delt_bord or deltaker not in self.deltakere or self.punkt.trinn not in DIVIDED:
            return None
        return "kommune" if self.deltakere[deltaker] % 2 else "stat"

    def er_apen(self, nr: int) -> bool:
        """Whether the round at this step takes answers now."""
        return nr == self.nr and self._may_open(nr)

    def er_lukket(self, nr: int) -> bool:
        """Whether the round at this step has been, and the meeting has gone past it: only then is it told of."""
        return self.plan[nr].trinn in RUNDER and nr <= self.lengst and (nr < self.nr or not self._may_open(nr))

    def er_endelig(self, nr: int) -> bool:
        """Whether the round is closed and can no more be opened: only then are its answers counted out."""
        return self.er_lukket(nr) and not self._may_open(nr)

    def _may_open(self, nr: int) -> bool:
        if self.er_over or self.plan[nr].trinn not in RUNDER or nr in self.vist:
            return False
        return all(punkt.trinn in HARMLESS for punkt in self.plan[nr + 1 : self.lengst + 1])

    def svart(self, nr: int) -> int:
        """How many have answered in the round at this step."""
        return len(self.stemmer.get(nr, NONE))

    def runde(self, trinn: str, sak: str) -> int | None:
        """The number of the first step of this kind with this case, if the plan has one."""
        return next((nr for nr, punkt in enumerate(self.plan) if (punkt.trinn, punkt.sak) == (trinn, sak)), None)

    def lukkede(self, nr: int) -> Mapping[str, Stemme]:
        """The answers of a closed round; none while it is open, whoever asks."""
        return self.stemmer.get(nr, NONE) if self.er_lukket(nr) else NONE


def legg_plan(saker: Iterable[tuple[str, str | None]], maling: bool = False) -> tuple[Punkt, ...]:
    """The plan for cases, each with a twin or none; anchor cases are only judged, and their answer is not told.

    >>> [punkt.trinn for punkt in legg_plan([("anna", None)])]
    ['les', 'runde1', 'snakk', 'runde2', 'regler', 'praksis', 'referat']
    >>> [punkt.trinn for punkt in legg_plan([("anna", None), ("bo", None)], maling=True)]
    ['maling', 'maling', 'takk']
    """
    if maling:
        return (*(Punkt(trinn="maling", sak=sak) for sak, _ in saker), Punkt(trinn="takk"))
    plan: list[Punkt] = []
    for sak, tvilling in saker:
        plan += [Punkt(trinn=t, sak=sak) for t in ("les", "runde1", "snakk", "runde2", "regler", "praksis")]
        if tvilling:
            plan += [Punkt(trinn="tvilling", sak=tvilling), Punkt(trinn="overfort", sak=tvilling)]
    return (*plan, Punkt(trinn="referat"))


def etter(mote: Mote, hendelse: Hendelse) -> Mote:
    """The meeting after the event; the very same meeting where the event changes nothing (it was sent once more).

    Raises:
        Avvist: the event does not count.
    """
    if mote.er_over and not isinstance(hendelse, Frigitt | Avsluttet):
        raise Avvist("over")
    if not mote.plan and not isinstance(hendelse, Apnet | Kom | Avsluttet):
        raise Avvist("ikke_apnet")
    changed = _ETTER[type(hendelse)](mote, hendelse)
    return mote if changed is mote else replace(changed, versjon=mote.versjon + 1)


def gjenoppta(hendelser: Iterable[Hendelse], mote: Mote | None = None) -> Mote:
    """The meeting that these events make, from the start or after `mote`."""
    return reduce(etter, hendelser, mote or Mote())


def _apnet(mote: Mote, hendelse: Apnet) -> Mote:
    opened = replace(
        mote,
        plan=hendelse.plan,
        skjema=hendelse.skjema,
        regelbok=hendelse.regelbok,
        delt_bord=hendelse.delt_bord,
    )
    if opened == mote:
        return mote
    if mote.plan:
        raise Avvist("apnet")
    return opened


def _kom(mote: Mote, hendelse: Kom) -> Mote:
    if hendelse.deltaker in mote.deltakere:
        return mote
    if len(mote.deltakere) >= MOST_PARTICIPANTS:
        raise Avvist("fullt")
    return replace(mote, deltakere={**mote.deltakere, hendelse.deltaker: len(mote.deltakere)})


def _stemte(mote: Mote, hendelse: Stemte) -> Mote:
    """An answer may be changed while the round is open; it is counted once however often it is sent."""
    if hendelse.deltaker not in mote.deltakere:
        raise Avvist("ikke_med")
    given = mote.stemmer.get(hendelse.nr, NONE)
    if given.get(hendelse.deltaker) == hendelse.stemme:
        return mote
    if not mote.er_apen(hendelse.nr):
        raise Avvist("lukket")
    if not _fits(mote.skjema[mote.plan[hendelse.nr].sak], hendelse.stemme):
        raise Avvist("svar")
    return replace(mote, stemmer={**mote.stemmer, hendelse.nr: {**given, hendelse.deltaker: hendelse.stemme}})


def _fits(skjema: Skjema, stemme: Stemme) -> bool:
    """Whether everything that must be answered is, with what could be chosen."""
    read = skjema.lesninger.keys() == stemme.lesninger.keys()
    values = read and all(value in skjema.lesninger[fact].valg for fact, value in stemme.lesninger.items())
    return values and stemme.svar in skjema.valg and (not stemme.avgjorde or stemme.avgjorde in skjema.kort)


def _flyttet(mote: Mote, hendelse: Flyttet) -> Mote:
    if hendelse.til == mote.nr:
        return mote
    if hendelse.fra != mote.nr:
        raise Avvist("flyttet")
    if not 0 <= hendelse.til < len(mote.plan):
        raise Avvist("trinn")
    return replace(mote, nr=hendelse.til, lengst=max(mote.lengst, hendelse.til), frist=None)


def _fordeling(mote: Mote, _: Fordeling) -> Mote:
    before = mote.nr - 1
    if mote.punkt.trinn != "snakk" or before < 0 or not mote.er_lukket(before):
        raise Avvist("fordeling")
    return mote if before in mote.vist else replace(mote, vist=mote.vist | {before})


def _skrev(mote: Mote, hendelse: Skrev) -> Mote:
    routine = hendelse.rutine
    if hendelse.nr is None:
        is_known = routine is None or routine in mote.praksis.values()
        return mote if is_known else _noted(mote, max(mote.praksis, default=-1) + 1, routine)
    return mote if mote.praksis.get(hendelse.nr) == routine else _noted(mote, hendelse.nr, routine)


def _noted(mote: Mote, number: int, routine: Rutine | None) -> Mote:
    kept = {nr: one for nr, one in mote.praksis.items() if nr != number}
    if routine is not None:
        if len(kept) >= MOST_ROUTINES:
            raise Avvist("fullt_ark")
        kept[number] = routine
    return replace(mote, praksis=dict(sorted(kept.items())))


def _frist(mote: Mote, hendelse: Frist) -> Mote:
    return mote if hendelse.slutt == mote.frist else replace(mote, frist=hendelse.slutt)


def _frigitt(mote: Mote, hendelse: Frigitt) -> Mote:
    return mote if hendelse.ja == mote.er_frigitt else replace(mote, er_frigitt=hendelse.ja)


def _avsluttet(mote: Mote, _: Avsluttet) -> Mote:
    return mote if mote.er_over else replace(mote, er_over=True, frist=None)


_ETTER: Mapping[type, Callable[..., Mote]] = {
    Apnet: _apnet,
    Kom: _kom,
    Stemte: _stemte,
    Flyttet: _flyttet,
    Frist: _frist,
    Fordeling: _fordeling,
    Skrev: _skrev,
    Frigitt: _frigitt,
    Avsluttet: _avsluttet,
}
