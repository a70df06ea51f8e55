"""The JSON schema of a case, for editors: `python -m generator.schema > cases/sak.schema.json`.

It comes from the model, with the rulebook's words filled in where the model marks them (`x-ord`).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from generator.course import load_regelbok
from generator.desk import INNHENT
from generator.model import SKJONN, UKJENT, Faktum, Regelbok, Sak
from generator.reader import json_schema

Json = dict[str, Any]


def schema(regelbok: Regelbok) -> Json:
    """The schema (draft 2020-12) of a case that may use the words of this rulebook."""
    model = _filled(json_schema(Sak), regelbok)
    parts = model.pop("$defs")
    values = {key: _values(fact, [SKJONN]) for key, fact in regelbok.fakta.items() if fact.type == "vurdering"}
    outcomes = {key: {"enum": list(step.utfall)} for key, step in regelbok.steg.items()}
    options = {key: {"enum": list(dict.fromkeys([*step.utfall, INNHENT]))} for key, step in regelbok.steg.items()}
    parts["Lesning"]["allOf"] = [_when("fakta", key, {"verdi": said}) for key, said in values.items()]
    parts["Forventet"]["allOf"] = [_when("steg", key, {"utfall": {"items": said}}) for key, said in outcomes.items()]
    parts["Stegsporsmal"]["allOf"] = [
        _when("steg", key, {"valg": {"items": {"properties": {"utfall": said}}}}) for key, said in options.items()
    ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Sak",
        "description": f"En sak i kurset, med ordene fra «{regelbok.hode.navn}».",
        **model,
        "$defs": {
            **parts,
            **{kind: _enum(said) for kind, said in _words(regelbok).items()},
            **{kind: _facts(regelbok, kind) for kind in ("kortfakta", "lappfakta")},
        },
    }


def as_text(regelbok: Regelbok) -> str:
    """The schema as the file `cases/sak.schema.json` has it."""
    return json.dumps(schema(regelbok), ensure_ascii=False, indent=1) + "\n"


def _words(regelbok: Regelbok) -> dict[str, dict[str, str]]:
    """The words that the model marks: kind -> word -> what an editor says of it."""
    facts = {key: fact.sporsmal for key, fact in regelbok.fakta.items()}
    return {
        "fakta": facts,
        "vurderinger": {key: said for key, said in facts.items() if regelbok.fakta[key].type == "vurdering"},
        "steg": {key: step.sporsmal for key, step in regelbok.steg.items()},
        "utfall": {key: said for step in regelbok.steg.values() for key, said in step.utfall.items()},
        "regler": {key: rule.tittel for key, rule in regelbok.regler.items()},
        "kilder": dict(regelbok.hode.kilder),
        "avvik": {key: one.navn for key, one in regelbok.avvik.items()},
        "strategier": {key: one.navn for key, one in regelbok.strategier.items()},
    }


def _enum(said: dict[str, str]) -> Json:
    return {"type": "string", "enum": list(said), "enumDescriptions": list(said.values())}


def _values(fact: Faktum, more: list[str]) -> Json:
    """A fact's value, or a list of those it may have."""
    several = {"type": "array", "minItems": 1, "items": {"enum": list(fact.verdier)}}
    return {"anyOf": [{"enum": [*fact.verdier, *more]}, several]}


def _when(key: str, word: str, then: Json) -> Json:
    """What the properties in `then` must be where `key` is `word`."""
    return {"if": {"required": [key], "properties": {key: {"const": word}}}, "then": {"properties": then}}


def _facts(regelbok: Regelbok, kind: str) -> Json:
    """The facts that a card can establish (there a vurdering stands elsewhere), or a slip in a pile."""
    facts = {key: fact for key, fact in regelbok.fakta.items() if kind == "lappfakta" or fact.type == "opplysning"}
    values = {key: {"description": f.sporsmal, **_values(f, [UKJENT, SKJONN])} for key, f in facts.items()}
    return {"type": "object", "additionalProperties": False, "properties": values}


def _filled(node: Any, regelbok: Regelbok) -> Any:
    """The same schema with the words in, and without what pydantic says in English."""
    if isinstance(node, list):
        return [_filled(item, regelbok) for item in node]
    if not isinstance(node, dict):
        return node
    if "x-ord" in node:
        return {"$ref": f"#/$defs/{node['x-ord']}"}
    silent = {"title", "default", *(["description"] if node.get("type") == "object" else [])}
    return {
        key: {name: _filled(part, regelbok) for name, part in value.items()}
        if key in ("properties", "$defs")
        else _filled(value, regelbok)
        for key, value in node.items()
        if key not in silent
    }


if __name__ == "__main__":
    print(as_text(load_regelbok(Path())), end="")
