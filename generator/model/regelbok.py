"""The rulebook: facts, rules of law and guideline, and the steps that they are put together to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import Field

from generator.model.words import Fakta, Markdown, Status, Tekst, content, known


@content
class IDag:
    """Whether a rule of 2010 holds today, with a word on it; of a local routine, when it was agreed on."""

    svar: Literal["gjelder", "endret", "ukjent", "lokal"]
    tekst: Tekst


@content
class Regel:
    """One sentence of law or guideline in our own words (`R25`), there to be built on and cited."""

    tittel: Tekst
    tekst: Tekst
    kilde: Literal["lov", "retningslinje", "oppgaven", "nav", "lokal"]
    sted: Annotated[Tekst, Field(description="Kapittel i masteroppgaven, som 3.3; ellers siden eller møtet.")]
    status: Status
    i_dag: IDag
    uklarheter: tuple[known("uklarheter"), ...] = ()  # type: ignore[valid-type]


@content
class Uklarhet:
    """An inconsistency or a gap in the text (`I6`), and how the course handles it."""

    tittel: Tekst
    tekst: Tekst
    handtering: Tekst


@content
class Faktum:
    """Something that can be known about a case."""

    navn: Tekst
    sporsmal: Annotated[str, Field(description="Som en kollega ville spurt.")]
    type: Literal["opplysning", "vurdering"] = "opplysning"
    verdier: dict[str, Tekst] = field(default_factory=lambda: {"ja": "ja", "nei": "nei"})
    kilder: tuple[known("kilder"), ...] = ()  # type: ignore[valid-type]
    ved_ukjent: str | None = None
    uten_betydning: tuple[known("regler"), ...] = ()  # type: ignore[valid-type]
    """The rules that say this fact has no bearing; then no rule of a step may ask for it."""


Dato = Annotated[str, Field(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


@content
class Umulig:
    """A combination of facts that cannot occur."""

    fakta: Fakta
    fordi: Tekst


@content
class Stegregel:
    """A rule of a step: conditions, and what they give.

    It is asked only where the rule it is an exception to holds; the deepest that holds speaks.
    """

    id: Annotated[str, Field(pattern="^[a-z_]+\\.[a-z0-9_]+$")]
    tekst: Tekst
    bygger_pa: Annotated[tuple[known("regler"), ...], Field(min_length=1)]  # type: ignore[valid-type]
    hvis: dict[str, str | tuple[str, ...]] = field(default_factory=dict)
    """Condition: fact or other step -> the value, or values, that it asks for. All are required."""
    gir: str | tuple[str, ...] = ()
    """The outcomes: several where the text leaves them open, none in a gate that only carries exceptions."""
    fra: str | None = None
    """The step whose outcome this rule passes on."""
    unntak_fra: str | None = None
    lesning: str | None = None
    """Where the text leaves room: how we read it (status D)."""
    uklarheter: tuple[known("uklarheter"), ...] = ()  # type: ignore[valid-type]

    def conditions(self) -> dict[str, tuple[str, ...]]:
        return {key: (value,) if isinstance(value, str) else value for key, value in self.hvis.items()}

    def gives(self) -> tuple[str, ...]:
        return (self.gir,) if isinstance(self.gir, str) else self.gir


@content
class Stegspec:
    """One step of the assessment: its possible outcomes and its rules."""

    navn: Tekst
    sporsmal: Tekst
    innledning: Markdown
    utfall: Annotated[dict[str, Tekst], Field(min_length=1)]
    godtas: tuple[str, ...] = ()
    """Outcomes that are never wrong here, though not required."""
    regler: Annotated[tuple[Stegregel, ...], Field(min_length=1)]


@content
class NavnIDag:
    """What an innsatsgruppe of 2010 is called today."""

    navn: Tekst
    kilde: Tekst


@content
class Strategi:
    """A coping strategy (mestringsstrategi) or an avvik, as the thesis describes it."""

    navn: Tekst
    tekst: Tekst


@content
class Ordforklaring:
    """A term of the course, for those who look it up."""

    nn: Tekst
    forklaring: Tekst
    i_dag: Tekst | None = None
    """What it is called now."""
    regler: tuple[known("regler"), ...] = ()  # type: ignore[valid-type]


@content
class Rettighet:
    """An outcome that law or guideline gives a person; no local routine may take it away."""

    steg: known("steg")  # type: ignore[valid-type]
    utfall: known("utfall")  # type: ignore[valid-type]
    regel: known("regler")  # type: ignore[valid-type]


@content
class Regelbokhode:
    """What is said of a rulebook as a whole, and the words its files share."""

    navn: Tekst
    gjelder_fra: Dato
    kilde: Tekst
    forbehold: Tekst | None = None
    """What a reader must know before she leans on it."""
    rettigheter: tuple[Rettighet, ...] = ()
    kilder: dict[str, Tekst]
    """Where information comes from, as the stamp on a card says it."""
    bord: dict[known("kilder"), Literal["stat", "kommune"]]  # type: ignore[valid-type]
    """The sources that lie in the system of one of the two partners; both may have the others."""
    smalner: dict[Literal["hvem", "samtale", "opplysninger", "sted"], tuple[known("regler"), ...]]  # type: ignore[valid-type]
    """What answers a routine that is narrower than the rules: in who is assessed, in the talk, in what it builds on, or
    in who judges."""
    i_dag: dict[known("utfall"), NavnIDag]  # type: ignore[valid-type]
    umulig: tuple[Umulig, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Regelbok:
    """A whole rulebook. Facts and steps stand in the order that ties are settled by."""

    id: str
    grunnlag: str
    """The rulebook that its rules come from: itself, or the one that an office has laid its routines on."""
    hode: Regelbokhode
    fakta: dict[str, Faktum]
    regler: dict[str, Regel]
    uklarheter: dict[str, Uklarhet]
    avvik: dict[str, Strategi]
    strategier: dict[str, Strategi]
    steg: dict[str, Stegspec]
    ordliste: dict[str, Ordforklaring]

    def has(self, step: str, rule: str) -> bool:
        """Whether the step has a rule of that name."""
        return step in self.steg and any(rule == one.id for one in self.steg[step].regler)

    def heter_na(self, outcome: str) -> NavnIDag | None:
        """What an innsatsgruppe is called today, where that is not what this rulebook calls it."""
        today = self.hode.i_dag.get(outcome)
        return today if today and today.navn != self.steg["innsatsgruppe"].utfall.get(outcome) else None

    def words(self) -> dict[str, dict[str, Any]]:
        """The words that cases may use, kind by kind, as the reader checks them."""
        return {
            "fakta": {key: tuple(fact.verdier) for key, fact in self.fakta.items()},
            "vurderinger": {key: () for key, fact in self.fakta.items() if fact.type == "vurdering"},
            "asked": {key: tuple(fact.verdier) for key, fact in self.fakta.items() if not fact.uten_betydning},
            "opplysninger": {key: () for key, fact in self.fakta.items() if fact.type == "opplysning"},
            "steg": {key: tuple(step.utfall) for key, step in self.steg.items()},
            "utfall": {outcome: () for step in self.steg.values() for outcome in step.utfall},
            "regler": dict.fromkeys(self.regler, ()),
            "uklarheter": dict.fromkeys(self.uklarheter, ()),
            "kilder": dict.fromkeys(self.hode.kilder, ()),
            "avvik": dict.fromkeys(self.avvik, ()),
            "strategier": dict.fromkeys(self.strategier, ()),
        }
