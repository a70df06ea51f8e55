"""A seed that a case can grow from: a situation from an office, and what the rules are to say of it."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Literal

from pydantic import Field

from generator.model.sak import Modul
from generator.model.words import Lappfakta, Steg, Tekst, Utfall, content, known


@content
class Fristelse:
    """An answer that tempts: an outcome of the step, or something one could do and the rules it breaks."""

    utfall: Utfall | None = None
    tekst: Tekst | None = None
    bryter: tuple[known("regler"), ...] = ()  # type: ignore[valid-type]
    avvik: known("avvik") | None = None  # type: ignore[valid-type]
    strategi: tuple[known("strategier"), ...] = ()  # type: ignore[valid-type]


@content
class Scenario:
    """A seed. With a `steg` the rules answer it; what one does (`gjor`) is cited, with the rules it follows."""

    tittel: Tekst
    situasjon: Tekst
    modul: Modul
    klarhet: Literal["klar", "gra", "mer"]
    """Clear; grey, where more than one answer can be defended; or a case where one must ask for more."""
    kapittel: Annotated[tuple[str, ...], Field(min_length=1)]
    regler: Annotated[tuple[known("regler"), ...], Field(min_length=1)]  # type: ignore[valid-type]
    steg: Steg | None = None
    fakta: Lappfakta = field(default_factory=dict)
    """The facts that decide; `ukjent` where the point is that nobody has asked."""
    venter: tuple[Utfall, ...] = ()
    """What the step comes to with these facts; first the outcome that the case may lead to."""
    gjor: tuple[Tekst, ...] = ()
    slag: Literal["handling", "flere"] = "handling"
    """The kind of question that `gjor` and the texts of `frister` make."""
    frister: tuple[Fristelse, ...] = ()
