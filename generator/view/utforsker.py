"""What «Regelutforsker» asks, and what it speaks with: every fact as a question, and the words of the rulebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from generator.model import SKJONN, UKJENT, Faktum, Regelbok
from generator.view.sprak import Tekster
from generator.view.tekst import enumerated

KONKLUSJON = "innsatsgruppe"
"""The step that all the others lead to."""


@dataclass(frozen=True)
class Kontroll:
    """A fact to set: its question, and what can be answered (as the address writes it, and in words)."""

    fakta: str
    sporsmal: str
    er_vurdering: bool
    valg: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Kontrollgruppe:
    """The facts that a step is the first to ask about; those without bearing come last, under no step."""

    id: str
    navn: str
    kontroller: tuple[Kontroll, ...]


def kontroller(regelbok: Regelbok, t: Tekster) -> list[Kontrollgruppe]:
    """Every fact of the rulebook, group by group, in the words `t`."""
    words, left = t["regelutforsker"], dict(regelbok.fakta)
    groups = []
    for step, spec in regelbok.steg.items():
        own = dict.fromkeys(key for rule in spec.regler for key in rule.hvis if key in left)
        asked = tuple(_kontroll(key, left.pop(key), words) for key in own)
        groups.append(Kontrollgruppe(step, spec.navn, asked))
    rest = tuple(_kontroll(key, fact, words) for key, fact in left.items())
    groups.append(Kontrollgruppe("uten_betydning", words["uten_betydning"], rest))
    return [group for group in groups if group.kontroller]


def _kontroll(key: str, fact: Faktum, words: Mapping[str, Any]) -> Kontroll:
    return Kontroll(key, fact.sporsmal, fact.type == "vurdering", tuple(_valg(fact, words)))


def _valg(fact: Faktum, words: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Nothing said, each value, what lies between two values of a vurdering, and what can be read both ways."""
    if fact.ved_ukjent is None:
        yield "", words["ikke_kjent"]
    else:
        yield "", words["ikke_nevnt"].format(verdi=fact.verdier[fact.ved_ukjent])
        yield UKJENT, words["ikke_kjent"]
    for value, name in fact.verdier.items():
        yield value, name[0].upper() + name[1:]
    has_several = len(fact.verdier) > 2
    if has_several and fact.type == "vurdering":
        for one, other in pairwise(fact.verdier):
            name = enumerated([fact.verdier[one], fact.verdier[other]], "eller")
            yield f"{one}+{other}", name[0].upper() + name[1:]
    yield SKJONN, words["flere_mater" if has_several else "begge_veier"]


def ordene(regelbok: Regelbok) -> dict[str, Any]:
    """What facts, steps and rules are called, for the script that tells the road."""
    return {
        "konklusjon": KONKLUSJON,
        "fakta": {key: {"navn": fact.navn, "verdier": fact.verdier} for key, fact in regelbok.fakta.items()},
        "steg": {step: {"navn": spec.navn, "utfall": spec.utfall} for step, spec in regelbok.steg.items()},
        "regler": {rule.id: rule.tekst for spec in regelbok.steg.values() for rule in spec.regler},
    }


def adresse(regelbok: Regelbok, fakta: Mapping[str, str | list[str] | tuple[str, ...]]) -> str:
    """The facts as `regeladresse.js` reads them; what is unknown is left out where that is what silence means."""
    said = {key: value for key, value in fakta.items() if value != UKJENT or regelbok.fakta[key].ved_ukjent is not None}
    return ",".join(f"{key}:{value if isinstance(value, str) else '+'.join(value)}" for key, value in said.items())
