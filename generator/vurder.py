"""Answers sets of facts: YAML documents in, the whole assessment out, as data or in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.model import Fakta, Regelbok
from generator.model.words import content
from generator.reader import read
from generator.rules import ImpossibleFacts, Reason, Stegvurdering, Vurdering, assess
from generator.source import Problem, Source


@content
class Sporring:
    """One document: what the asker calls it, and the facts."""

    id: str | int
    fakta: Fakta


@dataclass(frozen=True)
class Answer:
    id: str | int
    vurdering: Vurdering


def answer(regelbok: Regelbok, file: str, text: str) -> tuple[list[Answer], list[Problem]]:
    """An answer to each document in `text`, and what is wrong with the documents that get none."""
    answers, problems = [], []
    for source in Source.parse_all(file, text):
        query, found = read(source, Sporring, regelbok.words())
        problems += found
        if query is None:
            continue
        try:
            answers.append(Answer(query.id, assess(regelbok, query.fakta)))
        except ImpossibleFacts as error:
            problems.append(Problem(source.place("fakta"), "opplysningene kan ikke stemme samtidig", str(error)))
    return answers, problems


def as_data(regelbok: Regelbok, answer: Answer) -> dict[str, Any]:
    """The answer as `kurs vurder --json` prints it."""
    return {
        "id": answer.id,
        "regelbok": regelbok.id,
        "steg": {step: _step(said) for step, said in answer.vurdering.steg.items()},
    }


def _step(said: Stegvurdering) -> dict[str, Any]:
    return {
        "status": said.verdict.status,
        "utfall": list(said.verdict.utfall),
        "godtas": list(said.godtas),
        "mangler": list(said.verdict.mangler),
        "regler": list(said.regler),
        "begrunnelse": [
            {
                "regel": reason.regel.id,
                "bygger_pa": list(reason.regel.bygger_pa),
                "utslag": reason.utslag,
                "fakta": reason.fakta,
            }
            for reason in said.begrunnelse
        ],
        "vendepunkt": {
            outcome: [[{"fakta": c.fakta, "fra": c.fra, "til": c.til} for c in changes] for changes in ways]
            for outcome, ways in said.vendepunkt.items()
        },
    }


STATUS = {
    "avgjort": "avgjort",
    "mangler_opplysninger": "mangler opplysninger",
    "skjonn": "flere svar kan forsvares",
}
EFFECTS = {
    "anvendt": "gjelder",
    "overstyrt": "viker",
    "slo_ikke_til": "slår ikke inn",
    "apen": "er åpen",
}


def as_text(regelbok: Regelbok, answer: Answer) -> Iterator[str]:
    """The same, line by line, for a person."""
    yield f"{answer.id} (etter {regelbok.hode.navn})"
    for step, said in answer.vurdering.steg.items():
        spec = regelbok.steg[step]
        outcomes = " eller ".join(spec.utfall[outcome] for outcome in said.verdict.utfall)
        yield f"\n  {spec.navn}: {outcomes} ({STATUS[said.verdict.status]})"
        if said.verdict.mangler:
            yield "    mangler: " + ", ".join(regelbok.fakta[fact].navn for fact in said.verdict.mangler)
        for reason in said.begrunnelse:
            if reason.utslag in ("anvendt", "overstyrt", "apen"):
                yield f"    {', '.join(reason.regel.bygger_pa)} {EFFECTS[reason.utslag]}: {reason.regel.tekst}"
                yield from _why(regelbok, reason)
    for fact, rules in answer.vurdering.uten_betydning.items():
        yield f"\n  Uten betydning: {regelbok.fakta[fact].navn} ({', '.join(rules)})"


def _why(regelbok: Regelbok, reason: Reason) -> Iterator[str]:
    if reason.fakta:
        yield "      " + "; ".join(f"{_name(regelbok, key)}: {_value(value)}" for key, value in reason.fakta.items())


def _name(regelbok: Regelbok, key: str) -> str:
    return regelbok.fakta[key].navn if key in regelbok.fakta else regelbok.steg[key].navn.lower()


def _value(value: str | tuple[str, ...]) -> str:
    return (value if isinstance(value, str) else " eller ".join(value)).replace("_", " ")
