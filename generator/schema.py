"""The JSON schema of a case, for editors: `python -m generator.schema > cases/sak.schema.json`.

It comes from the model, with the rulebook's words filled in where the model marks them (`x-ord`), and with what
`model/felt.yaml` says of each field.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import yaml

from generator.course import load_regelbok
from generator.desk import INNHENT
from generator.model import SKJONN, UKJENT, Faktum, Regelbok, Sak
from generator.reader import json_schema
from generator.view.sprak import tekster

Json = dict[str, Any]
FACTS = ("kortfakta", "lappfakta")
FELT = Path(__file__).parent / "model" / "felt.yaml"
DRAFTS = (
    *("Opplysning", "Lesning", "Stegvalg", "Handlingsvalg"),
    *("Stegsporsmal", "Handlingssporsmal", "Flersporsmal", "Begrunnelse", "Bunke"),
)
"""The parts that an editor offers to begin, with all that they must have."""


@cache
def felt() -> Json:
    """What an author is told: part -> {tittel, hva, felt: {field -> {tittel, hva, eksempel}}}, in the order met."""
    return dict(yaml.load(FELT.read_text(encoding="utf-8"), yaml.CSafeLoader))


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
    parts = {name: _told(name, part) for name, part in parts.items()}
    for part in [parts[name] for name in DRAFTS]:
        label = f"Sett inn {part['title'][0].lower()}{part['title'][1:]}"
        part["defaultSnippets"] = [{"label": label, "body": _draft(parts, part, count(1))}]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_told("Sak", model) | {"description": f"En sak i kurset, med ordene fra «{regelbok.hode.navn}»."},
        "$defs": {
            **{name: parts[name] for name in sorted(parts, key=[*felt(), *parts].index)},
            **{kind: _enum(said) for kind, said in _words(regelbok).items()},
            **{kind: _facts(regelbok, kind) for kind in FACTS},
        },
    }


def as_text(regelbok: Regelbok) -> str:
    """The schema as the file `cases/sak.schema.json` has it."""
    return json.dumps(schema(regelbok), ensure_ascii=False, indent=1) + "\n"


def _told(name: str, part: Json) -> Json:
    """The part with what an author is told of it and of each field, in the author's order."""
    words = felt().get(name, {"tittel": name, "hva": "", "felt": {}})
    said = {
        key: {"title": one["tittel"], "description": one["hva"], "examples": [one["eksempel"]]}
        for key, one in words["felt"].items()
    }
    order = [*said, *part["properties"]]
    fields = {key: said.get(key, {}) | part["properties"][key] for key in sorted(part["properties"], key=order.index)}
    for key, texts in (("modul", "moduler"), ("rolle", "roller")):
        if key in fields:
            fields[key]["enumDescriptions"] = [tekster()[texts][word] for word in fields[key]["enum"]]
    return {"title": words["tittel"], "description": words["hva"], **part, "properties": fields}


def _draft(parts: Json, node: Json, places: Iterator[int], title: str = "") -> Any:
    """The least that can stand at `node`, with a place for each text (`${1:Tittel}`) to write it in."""
    kind = node.get("$ref", "").rsplit("/", 1)[-1]
    if kind in FACTS:
        return {"henvendelse": "ja"}
    node = node | parts.get(kind, {})
    if "properties" in node:
        required = {key: one for key, one in node["properties"].items() if key in node["required"]}
        return {key: _draft(parts, one, places, one["title"]) for key, one in required.items()}
    if node.get("type") == "array":
        return [_draft(parts, node["items"], places, title)]
    return node.get("const") or f"${{{next(places)}:{title}}}"


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
