"""A case: a vignette, the cards on the desk, and the questions it asks.

What authors are told of each field stands in `felt.yaml`.
"""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from generator.model.words import Fakta, Id, Lappfakta, Markdown, Steg, Tekst, Utfall, content, known


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
    hent: Tekst | None = None
    """What it takes to fetch the card; without, it lies on the table."""
    fakta: Fakta = field(default_factory=dict)
    erstatter: tuple[str, ...] = ()
    """The cards that this one goes before."""


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
    tilbakemelding: Tekst | None = None
    avvik: known("avvik") | None = None  # type: ignore[valid-type]
    strategi: tuple[known("strategier"), ...] = ()  # type: ignore[valid-type]
    koster: Tekst | None = None
    """What the choice may cost the person."""


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


@content
class Flersporsmal:
    """Which of these belong? Right is to choose just the options that break no rule."""

    id: Id
    type: Literal["flere"]
    tekst: Tekst
    valg: Annotated[tuple[Handlingsvalg, ...], Field(min_length=3, max_length=9)]


@content
class Sjekkpunkt:
    """Something that a good answer says, and the rules that ask for it."""

    tekst: Tekst
    regler: Annotated[tuple[known("regler"), ...], Field(min_length=1)]  # type: ignore[valid-type]


@content
class Begrunnelse:
    """Write two sentences to the person; then compare with a model and a list. Nobody judges it but the learner."""

    id: Id
    type: Literal["begrunnelse"]
    tekst: Tekst
    modell: Markdown
    sjekkliste: Annotated[tuple[Sjekkpunkt, ...], Field(min_length=2, max_length=6)]


@content
class Lapp:
    """A short contact in a pile: how it came, what it says, and what that establishes."""

    kanal: Tekst
    tekst: Tekst
    fakta: Lappfakta
    fordi: Tekst
    avvik: known("avvik") | None = None  # type: ignore[valid-type]
    strategi: tuple[known("strategier"), ...] = ()  # type: ignore[valid-type]


@content
class Bunke:
    """Ten contacts: which of them start an assessment? The rules on the right to one decide of each."""

    id: Id
    type: Literal["bunke"]
    tekst: Tekst
    lapper: Annotated[tuple[Lapp, ...], Field(min_length=10, max_length=10)]


SPORSMALSTYPER = ("steg", "handling", "flere", "begrunnelse", "bunke")


def _type(question: Any) -> str | None:
    kind = question.get("type") if isinstance(question, dict) else getattr(question, "type", None)
    return f"@{kind}" if kind in SPORSMALSTYPER else None


Sporsmal = Annotated[
    Annotated[Stegsporsmal, Tag("@steg")]
    | Annotated[Handlingssporsmal, Tag("@handling")]
    | Annotated[Flersporsmal, Tag("@flere")]
    | Annotated[Begrunnelse, Tag("@begrunnelse")]
    | Annotated[Bunke, Tag("@bunke")],
    Discriminator(_type, custom_error_type="ukjent_type", custom_error_message="type"),
]


@content
class Forventet:
    """An assertion that the build checks: with these cards open, the step has these outcomes."""

    steg: Steg
    hentet: tuple[str, ...] = ()
    utfall: Annotated[tuple[Utfall, ...], Field(min_length=1)]
    regelbok: Tekst | None = None
    """The rulebook it is expected of; without, every one."""


@content
class Tvilling:
    """Another case that differs from this one in one fact."""

    sak: Id
    skiller: known("fakta")  # type: ignore[valid-type]


Radgiver = Literal[
    "sprak",
    "lesninger",
    "gir_bort",
    "kort",
    "konklusjon",
    "lengde",
    "balanse",
    "regler",
    "tvillinger",
    "tilbakemelding",
    "personvern",
    "navn",
]
"""The checks that advise; what they find keeps nothing from being built."""


@content
class Godtatt:
    """Advice that the author has read and does not follow in this case, and why."""

    sjekk: Radgiver
    fordi: Tekst


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
    historie: Markdown
    """The person is invented, always."""
    opplysninger: tuple[Opplysning, ...] = ()
    vurderinger: tuple[Lesning, ...] = ()
    sporsmal: Annotated[tuple[Sporsmal, ...], Field(min_length=1)]
    forventet: Annotated[tuple[Forventet, ...], Field(min_length=0)] = ()
    drofting: tuple[Tekst, ...] = ()
    tvillinger: tuple[Tvilling, ...] = ()
    godtatt: tuple[Godtatt, ...] = ()
    regelbok: Tekst | None = None
    """The one rulebook that the case is made for; without, every one."""

    @property
    def stegsporsmal(self) -> list[Stegsporsmal]:
        """The questions about a step."""
        return [question for question in self.sporsmal if isinstance(question, Stegsporsmal)]

    @property
    def lapper(self) -> list[Lapp]:
        """The slips of its pile; none where it has no pile."""
        return [slip for question in self.sporsmal if isinstance(question, Bunke) for slip in question.lapper]
