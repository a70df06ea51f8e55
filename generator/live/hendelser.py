"""What can happen in a fagmøte: plain values, kept in their order. Together they are the meeting.

A meeting stands on its own: what it asks, and what the rules said when it was held, lies in its first event, so that a
case that is rewritten later changes nothing in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, TypeAdapter

from generator.model.words import content

Trinn = Literal[
    "les", "runde1", "snakk", "runde2", "regler", "praksis", "tvilling", "overfort", "maling", "takk", "referat"
]
"""What is done in a step: read, judge alone, talk, judge again, the rules, our practice, a twin judged alone, whether
it carried over; an anchor case judged alone, and thanks, where the rules' answer is not told; minutes."""
RUNDER: tuple[Trinn, ...] = ("runde1", "runde2", "tvilling", "maling")
"""The steps in which everybody answers."""
Bord = Literal["stat", "kommune"]
"""Whose papers lie before one at a «delt bord»."""
Sikker = Literal["", "50", "70", "90"]
Smalner = Literal["hvem", "samtale", "opplysninger", "sted"]
"""In what way a routine is narrower than a rule; see `generator.live.praksis`."""

UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of writing."""


def _readable(text: str) -> str:
    return UNSEEN.sub("", text.replace("\r\n", "\n")).strip()


Ord = Annotated[str, StringConstraints(max_length=100, pattern=r"^[\w.:-]*$")]
Kort = Annotated[str, Field(max_length=200), AfterValidator(_readable)]
Lang = Annotated[str, Field(max_length=1000), AfterValidator(_readable)]


@content
class Punkt:
    """A step in the plan: what is done, and with which case; `referat` and `takk` have none."""

    trinn: Trinn
    sak: str = ""


@content
class Lesning:
    """A vurdering that is asked for before the answer: its values by name, and those that can be defended."""

    sporsmal: str
    valg: Mapping[str, str]
    rett: tuple[str, ...]


@content
class Skjema:
    """What a case asks in the meeting, and what the rules say of it with every card open."""

    tittel: str
    sporsmal: str
    steg: str
    """The step that is asked about; nothing where it is an action."""
    valg: Mapping[str, str]
    rett: tuple[str, ...]
    """The answers that are in line or can be defended."""
    lesninger: Mapping[str, Lesning] = field(default_factory=dict)
    kort: Mapping[str, str] = field(default_factory=dict)
    """The pieces of information that may have decided it: card -> its source."""
    hash: str = ""
    """The same as in what a learner keeps: what decided when it was asked."""


@content
class Stemme:
    """What one person answers in a round."""

    svar: Ord
    lesninger: Mapping[Ord, Ord] = field(default_factory=dict)
    sikker: Sikker = ""
    avgjorde: Ord = ""
    """The card that decided it; nothing where none was named."""
    grunn: Annotated[str, Field(max_length=280), AfterValidator(_readable)] = ""


@content
class Rutine:
    """What the team agreed on. One that is narrower than a rule is kept only as an open question."""

    hva: Annotated[Lang, Field(min_length=1)]
    nar: Kort = ""
    hvem: Kort = ""
    eier: Kort = ""
    igjen: Annotated[str, StringConstraints(pattern=r"^(\d{4}-\d\d-\d\d)?$")] = ""
    hvorfor: Lang = ""
    smalner: tuple[Smalner, ...] = ()
    sak: Ord = ""

    @property
    def er_apent(self) -> bool:
        """Whether it is an open question, and no routine."""
        return bool(self.smalner)


@content
class Apnet:
    """The meeting is made: its plan, and what it asks."""

    type: Literal["apnet"] = "apnet"
    plan: Annotated[tuple[Punkt, ...], Field(min_length=1)]
    skjema: Mapping[str, Skjema]
    regelbok: str
    delt_bord: bool = False


@content
class Kom:
    """Somebody joined. `deltaker` is made of a secret that lies in that phone only."""

    type: Literal["kom"] = "kom"
    deltaker: Ord


@content
class Stemte:
    """Somebody answered in the round that is step `nr` of the plan, counted from 0."""

    type: Literal["stemte"] = "stemte"
    deltaker: Ord
    nr: int
    stemme: Stemme


@content
class Flyttet:
    """The leader moved the meeting from one step to another."""

    type: Literal["flyttet"] = "flyttet"
    fra: int
    til: int


@content
class Frist:
    """A time that all see, in seconds since 1970; nothing takes it away."""

    type: Literal["frist"] = "frist"
    slutt: Annotated[float, Field(allow_inf_nan=False)] | None


@content
class Fordeling:
    """The leader chose to show the spread of the first round while they talk."""

    type: Literal["fordeling"] = "fordeling"


@content
class Skrev:
    """A line of «Vår praksis»: changed or (without a routine) struck out by its number; new where it has none."""

    type: Literal["skrev"] = "skrev"
    nr: Annotated[int, Field(ge=0)] | None
    rutine: Rutine | None


@content
class Frigitt:
    """The team lets the meeting into the office's overview, or takes it back."""

    type: Literal["frigitt"] = "frigitt"
    ja: bool


@content
class Avsluttet:
    """The meeting is over."""

    type: Literal["avsluttet"] = "avsluttet"


Hendelse = Apnet | Kom | Stemte | Flyttet | Frist | Fordeling | Skrev | Frigitt | Avsluttet
_ADAPTER: TypeAdapter[Hendelse] = TypeAdapter(Annotated[Hendelse, Field(discriminator="type")])


def as_text(hendelse: Hendelse) -> str:
    """The event as JSON, for the store.

    >>> as_text(Flyttet(fra=0, til=1))
    '{"type":"flyttet","fra":0,"til":1}'
    """
    return _ADAPTER.dump_json(hendelse).decode()


def from_text(text: str) -> Hendelse:
    """The event that `as_text` wrote.

    >>> from_text('{"type":"flyttet","fra":0,"til":1}')
    Flyttet(type='flyttet', fra=0, til=1)
    """
    return _ADAPTER.validate_json(text)
