"""What the answers of a round come to: who answered what, where they differ, and who moved. Pure, and nameless."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from generator.live.enighet import par
from generator.live.hendelser import Sikker, Skjema, Stemme

Stemmer = Mapping[str, Stemme]
"""participant -> answer."""
Dom = Literal["ingen", "enige_rett", "enige_feil", "delt_rett", "delt"]
"""Agreement crossed with the rules: an office may agree on something else than they say."""


@dataclass(frozen=True)
class Rad:
    """An answer, how many gave it in each round, and whether it can be defended."""

    verdi: str
    navn: str
    antall: tuple[int, ...]
    er_rett: bool


@dataclass(frozen=True)
class Ulikhet:
    """Where a round differs, without saying who answered what, or how many."""

    svar: int
    """In how many ways it was answered."""
    lesninger: tuple[str, ...]
    """The vurderinger that were read differently."""
    slutning: bool
    """Whether some drew different answers from the same readings."""
    avgjorde: tuple[str, ...]
    """The cards that one or another let decide, where they were not the same."""

    @property
    def er_enige(self) -> bool:
        return self.svar <= 1


@dataclass(frozen=True)
class Sikkerhet:
    """How many were this certain, and how many of them gave an answer that can be defended."""

    sikker: Sikker
    antall: int
    rett: int


def telling(stemmer: Stemmer) -> Counter[str]:
    """How many gave each answer."""
    return Counter(vote.svar for vote in stemmer.values())


def rader(skjema: Skjema, *runder: Stemmer) -> tuple[Rad, ...]:
    """The spread of these rounds, in the order the answers stood."""
    counts = [telling(stemmer) for stemmer in runder]
    return tuple(
        Rad(verdi, navn, tuple(count[verdi] for count in counts), verdi in skjema.rett)
        for verdi, navn in skjema.valg.items()
    )


def lest(skjema: Skjema, fakta: str, *runder: Stemmer) -> tuple[Rad, ...]:
    """The same for a vurdering that was read before the answer."""
    reading = skjema.lesninger[fakta]
    counts = [Counter(vote.lesninger[fakta] for vote in stemmer.values()) for stemmer in runder]
    return tuple(
        Rad(verdi, navn, tuple(count[verdi] for count in counts), verdi in reading.rett)
        for verdi, navn in reading.valg.items()
    )


def ulikhet(skjema: Skjema, stemmer: Stemmer) -> Ulikhet:
    """Where the round differs: in reading the facts, or in what follows from the same reading."""
    followed: dict[tuple[str, ...], set[str]] = {}
    for vote in stemmer.values():
        read = tuple(vote.lesninger[fact] for fact in skjema.lesninger)
        followed.setdefault(read, set()).add(vote.svar)
    split = [fact for i, fact in enumerate(skjema.lesninger) if len({read[i] for read in followed}) > 1]
    named = {vote.avgjorde for vote in stemmer.values() if vote.avgjorde}
    return Ulikhet(
        svar=len(telling(stemmer)),
        lesninger=tuple(split),
        slutning=bool(skjema.lesninger) and any(len(answers) > 1 for answers in followed.values()),
        avgjorde=tuple(card for card in skjema.kort if card in named) if len(named) > 1 else (),
    )


def flytting(forste: Stemmer, andre: Stemmer) -> Counter[tuple[str, str]]:
    """(answer in the first round, answer in the second) -> how many; of those who answered in both."""
    return Counter((forste[who].svar, vote.svar) for who, vote in andre.items() if who in forste)


def dom(rett: Collection[str], stemmer: Stemmer) -> Dom:
    """Agreement crossed with the rules."""
    given = {*telling(stemmer)}
    if not given:
        return "ingen"
    fits = given <= {*rett}
    if len(given) > 1:
        return "delt_rett" if fits else "delt"
    return "enige_rett" if fits else "enige_feil"


def prosent_like(stemmer: Stemmer) -> int | None:
    """Of all pairs of two colleagues, the share that answered alike, in whole per cent."""
    share = par(telling(stemmer))
    return None if share is None else round(100 * share)


def i_trad(rett: Collection[str], stemmer: Stemmer) -> int:
    """How many gave an answer that can be defended."""
    return sum(vote.svar in rett for vote in stemmer.values())


def grunner(*runder: Stemmer) -> tuple[str, ...]:
    """The reasons that were written, in an order that says nothing of who wrote them."""
    written = {vote.grunn for votes in runder for vote in votes.values() if vote.grunn}
    return tuple(sorted(written, key=lambda text: (text.casefold(), text)))


def sikkerhet(rett: Collection[str], stemmer: Stemmer) -> tuple[Sikkerhet, ...]:
    """For each degree of certainty that somebody had, the most certain first."""
    found = []
    degrees: tuple[Sikker, ...] = ("90", "70", "50")
    for degree in degrees:
        votes = [vote for vote in stemmer.values() if vote.sikker == degree]
        if votes:
            found.append(Sikkerhet(degree, len(votes), sum(vote.svar in rett for vote in votes)))
    return tuple(found)
