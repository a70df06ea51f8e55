"""What there is to ask before a vedtak, for real work: no innsatsgruppe is named, and nothing of a person is known."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from generator.model import UKJENT, Regelbok
from generator.rules import verdict, worlds
from generator.rules.assess import Worlds

LEFT_OUT = ("innsatsgruppe", "tiltak", "klage")
"""The steps that come after a talk, or ask nothing of their own."""
MOST_TITLES = 2
TODAY_ONLY = "Jobbe delvis"
"""A group of today that had no counterpart in 2010."""


@dataclass(frozen=True)
class Sporres:
    """A fact to find out, as a colleague would ask for it."""

    fakta: str
    sporsmal: str
    kilder: tuple[str, ...]
    """Where it can usually be read."""
    regler: tuple[tuple[str, str], ...]
    """The rules (id, title) that ask for it, those first that ask for little else; a few of them."""
    ellers: tuple[str, ...]
    """The others that do, and those whose title names a group."""


@dataclass(frozen=True)
class Gruppe:
    """What one step turns on; the most decisive first."""

    steg: str
    navn: str
    sporsmal: str
    a_sporre: tuple[Sporres, ...]
    a_vurdere: tuple[Sporres, ...]
    """What nobody can tell you: the stand to take after the talk."""


def groups_named(regelbok: Regelbok) -> list[str]:
    """Every word that gives a group away, in lower case: those of 2010 without «innsats», and those of today."""
    then = [regelbok.steg["innsatsgruppe"].utfall[group] for group in regelbok.hode.i_dag]
    now = [group.navn for group in regelbok.hode.i_dag.values()]
    return [name.lower().removesuffix(" innsats") for name in (*then, *now, TODAY_ONLY)]


def for_samtalen(regelbok: Regelbok) -> list[Gruppe]:
    """The facts that the steps turn on, each under the first step that asks for it."""
    nothing = worlds(regelbok, dict.fromkeys(regelbok.fakta, UKJENT))
    named = groups_named(regelbok)
    seen: set[str] = set()
    groups = []
    for step, spec in regelbok.steg.items():
        if step in LEFT_OUT:
            continue
        asked = [key for key in _decisive(regelbok, step, nothing) if key not in seen]
        seen.update(asked)
        rows = [_sporres(regelbok, step, key, named) for key in asked]
        shown = [row for row in rows if not _names(row.sporsmal, named)]
        to_ask = tuple(row for row in shown if regelbok.fakta[row.fakta].type == "opplysning")
        to_judge = tuple(row for row in shown if regelbok.fakta[row.fakta].type == "vurdering")
        groups.append(Gruppe(step, spec.navn, spec.sporsmal, to_ask, to_judge))
    return [group for group in groups if group.a_sporre or group.a_vurdere]


def _decisive(regelbok: Regelbok, step: str, nothing: Worlds) -> list[str]:
    """The facts that the step's own rules ask for: those that alone can turn it first, then the rest."""
    own = dict.fromkeys(key for rule in regelbok.steg[step].regler for key in rule.hvis if key in regelbok.fakta)
    turning = [key for key in verdict(regelbok, step, nothing).mangler if key in own]
    return [*dict.fromkeys([*turning, *own])]


def _sporres(regelbok: Regelbok, step: str, fact: str, named: list[str]) -> Sporres:
    spec = regelbok.fakta[fact]
    records = _asking(regelbok, step, fact)
    titled = [record for record in records if not _names(regelbok.regler[record].tittel, named)][:MOST_TITLES]
    return Sporres(
        fakta=fact,
        sporsmal=spec.sporsmal,
        kilder=tuple(regelbok.hode.kilder[source] for source in spec.kilder),
        regler=tuple((record, regelbok.regler[record].tittel) for record in titled),
        ellers=tuple(record for record in regelbok.regler if record in records and record not in titled),
    )


def _asking(regelbok: Regelbok, step: str, fact: str) -> list[str]:
    """What the step's rules that ask for the fact build on; what is built on for the fewest facts comes first."""
    facts: dict[str, set[str]] = defaultdict(set)
    for rule in regelbok.steg[step].regler:
        for record in rule.bygger_pa:
            facts[record].update(key for key in rule.hvis if key in regelbok.fakta)
    found = [record for record in regelbok.regler if fact in facts[record]]
    return sorted(found, key=lambda record: len(facts[record]))


def _names(text: str, named: list[str]) -> bool:
    return any(name in text.lower() for name in named)
