"""A case: a vignette, the cards on the desk, and the questions it asks."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from generator.model.words import Fakta, Id, Markdown, Steg, Tekst, Utfall, content, known


@content
class Sakskilde:
    """Where the case comes from: scenario seeds, and sections of the thesis."""

    scenario: Annotated[tuple[Annotated[str, Field(pattern="^S[0-9]{2}$")], ...], Field(min_length=1)]
    kapittel: Annotated[tuple[str, ...], Field(min_length=1)]


@content
class Opplysning:
    """A card: where something stands, what stands there, and the facts that it establishes."""

    id: Id
    kilde: known("kilder")  # type: ignore[valid-type]
    dato: Tekst
    tekst: Markdown
    hent: Annotated[
        str | None, Field(min_length=1, description="Kortet må hentes; hva det tar. Uten: det ligger på bordet.")
    ] = None
    fakta: Fakta = field(default_factory=dict)
    erstatter: Annotated[tuple[str, ...], Field(description="Kort som dette kortet går foran.")] = ()


@content
class Lesning:
    """The judgement the guidelines leave to the veileder, with its reason and the cards it rests on."""

    fakta: known("vurderinger")  # type: ignore[valid-type]
    verdi: str | Annotated[tuple[str, ...], Field(min_length=1)]
    fordi: Tekst
    ut_fra: Annotated[tuple[str, ...], Field(min_length=1)]


@content
class KanForsvares:
    """Why an outcome is allowed though the rules do not derive it."""

    regel: known("regler")  # type: ignore[valid-type]
    fordi: Tekst


@content
class _Valg:
    tilbakemelding: Annotated[str | None, Field(min_length=1)] = None
    avvik: known("avvik") | None = None  # type: ignore[valid-type]
    strategi: tuple[known("strategier"), ...] = ()  # type: ignore[valid-type]
    koster: Annotated[str | None, Field(min_length=1, description="Hva valget kan koste personen.")] = None


@content
class Stegvalg(_Valg):
    """An outcome that tempts."""

    utfall: Utfall
    kan_forsvares: KanForsvares | None = None


@content
class Handlingsvalg(_Valg):
    """Something one could do, and the rules it follows or breaks."""

    tekst: Tekst
    folger: tuple[known("regler"), ...] = ()  # type: ignore[valid-type]
    bryter: tuple[known("regler"), ...] = ()  # type: ignore[valid-type]


@content
class Stegsporsmal:
    """Which outcome does the step have? The key is derived from the rules."""

    id: Id
    type: Literal["steg"]
    tekst: Tekst
    steg: Steg
    lesninger: tuple[known("vurderinger"), ...] = ()  # type: ignore[valid-type]
    """The judgements asked for before the outcome."""
    valg: Annotated[tuple[Stegvalg, ...], Field(min_length=2, max_length=5)]


@content
class Handlingssporsmal:
    """What do you do? The key is cited: an option that breaks no rule is in line."""

    id: Id
    type: Literal["handling"]
    tekst: Tekst
    valg: Annotated[tuple[Handlingsvalg, ...], Field(min_length=2, max_length=5)]


SPORSMALSTYPER = ("steg", "handling")


def _type(question: Any) -> str | None:
    kind = question.get("type") if isinstance(question, dict) else getattr(question, "type", None)
    return f"@{kind}" if kind in SPORSMALSTYPER else None


Sporsmal = Annotated[
    Annotated[Stegsporsmal, Tag("@steg")] | Annotated[Handlingssporsmal, Tag("@handling")],
    Discriminator(_type, custom_error_type="ukjent_type", custom_error_message="type"),
]


@content
class Forventet:
    """An assertion that the build checks: with these cards open, the step has these outcomes."""

    steg: Steg
    hentet: tuple[str, ...] = ()
    utfall: Annotated[tuple[Utfall, ...], Field(min_length=1)]


@content
class Tvilling:
    """Another case that differs from this one in one fact."""

    sak: Id
    skiller: known("fakta")  # type: ignore[valid-type]


Modul = Literal["rett-til-vurdering", "opplysninger-og-samtale", "niva", "vedtak", "hvem-og-felles-praksis"]
"""The modules, in the order they are learnt in."""


@content
class Sak:
    """A vignette, and the questions it asks."""

    id: Id
    tittel: Tekst
    modul: Modul
    rolle: Literal["mottak", "sosialveileder", "arbeidsrettet_veileder", "ungdomsveileder"]
    vanskegrad: Annotated[int, Field(ge=1, le=3, strict=True)]
    kilde: Sakskilde
    historie: Annotated[Markdown, Field(description="Markdown uten HTML. Personen er alltid oppdiktet.")]
    opplysninger: Annotated[tuple[Opplysning, ...], Field(min_length=1)]
    vurderinger: tuple[Lesning, ...] = ()
    sporsmal: Annotated[tuple[Sporsmal, ...], Field(min_length=1)]
    forventet: Annotated[tuple[Forventet, ...], Field(min_length=0)] = ()
    drofting: tuple[Tekst, ...] = ()
    tvillinger: tuple[Tvilling, ...] = ()
