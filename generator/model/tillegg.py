"""A rulebook that builds on another: only what it says otherwise, or more."""

from __future__ import annotations

from dataclasses import field, replace
from typing import Literal

from generator.model.regelbok import Dato, NavnIDag, Regelbokhode, Rettighet, Stegregel, Stegspec, Umulig
from generator.model.words import Markdown, Tekst, content, known


@content
class Tillegg:
    """The head of a rulebook that builds on the one it extends (`utvider`).

    A `lokal` one is an office's own routines: it may add and explain, and takes nothing away.
    """

    navn: Tekst
    gjelder_fra: Dato
    kilde: Tekst
    utvider: str
    slag: Literal["regler", "lokal"] = "regler"
    forbehold: Tekst | None = None
    rettigheter: tuple[Rettighet, ...] = ()
    kilder: dict[str, Tekst] = field(default_factory=dict)
    bord: dict[known("kilder"), Literal["stat", "kommune"]] = field(default_factory=dict)  # type: ignore[valid-type]
    i_dag: dict[known("utfall"), NavnIDag] = field(default_factory=dict)  # type: ignore[valid-type]
    umulig: tuple[Umulig, ...] = ()

    def onto(self, below: Regelbokhode) -> Regelbokhode:
        """The head of the whole."""
        return replace(
            below,
            navn=self.navn,
            gjelder_fra=self.gjelder_fra,
            kilde=self.kilde,
            forbehold=self.forbehold,
            rettigheter=(*below.rettigheter, *self.rettigheter),
            kilder={**below.kilder, **self.kilder},
            bord={**below.bord, **self.bord},
            i_dag={**below.i_dag, **self.i_dag},
            umulig=(*below.umulig, *self.umulig),
        )


@content
class Stegtillegg:
    """What such a rulebook says of a step. What has a name from below takes its place; the rest is added."""

    navn: Tekst | None = None
    sporsmal: Tekst | None = None
    innledning: Markdown | None = None
    utfall: dict[str, Tekst] = field(default_factory=dict)
    godtas: tuple[str, ...] | None = None
    utgar: tuple[str, ...] = ()
    """The rules that no longer hold."""
    regler: tuple[Stegregel, ...] = ()

    def onto(self, below: Stegspec) -> Stegspec:
        """The whole step."""
        own = {rule.id: rule for rule in self.regler}
        kept = [own.pop(rule.id, rule) for rule in below.regler if rule.id not in self.utgar]
        return replace(
            below,
            navn=self.navn or below.navn,
            sporsmal=self.sporsmal or below.sporsmal,
            innledning=self.innledning or below.innledning,
            utfall={**below.utfall, **self.utfall},
            godtas=below.godtas if self.godtas is None else self.godtas,
            regler=(*kept, *own.values()),
        )
