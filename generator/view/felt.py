"""The fields of a case as their authors look them up: from the JSON schema, so that the page is never behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from generator.model import Regelbok
from generator.schema import FACTS, schema
from generator.view.sprak import Tekster
from generator.view.tekst import enumerated

LISTS = {"kortfakta": "opplysninger", "lappfakta": "fakta", "utfall": "steg"}
"""Kind of word -> the list that it stands in, where that has another name."""


@dataclass(frozen=True)
class Felt:
    """A field: what it is, what may stand there, and an example as it is written."""

    navn: str
    tittel: str
    hva: str
    kreves: bool
    form: str
    deler: tuple[tuple[str, str], ...]
    """The parts (id, title) that it is made of."""
    lister: tuple[str, ...]
    """The lists of words that it takes its words from."""
    ord: tuple[tuple[str, str], ...]
    """The few words that it may be, each with what it means."""
    eksempel: str


@dataclass(frozen=True)
class Del:
    """A part of a case (the whole, a card, a question …), and its fields."""

    id: str
    tittel: str
    hva: str
    felt: tuple[Felt, ...]


def deler(regelbok: Regelbok, t: Tekster) -> tuple[Del, ...]:
    """Every part of a case, in the order that an author meets them."""
    whole = schema(regelbok)
    parts = {"Sak": whole} | {name: part for name, part in whole["$defs"].items() if "title" in part}
    return tuple(_part(name, part, parts, t["feltene"]["form"]) for name, part in parts.items())


def _part(name: str, part: dict[str, Any], parts: dict[str, Any], words: dict[str, str]) -> Del:
    fields = part["properties"].items()
    felt = tuple(_field(key, node, key in part.get("required", ()), parts, words) for key, node in fields)
    return Del(name.lower(), part["title"], part["description"], felt)


def _field(key: str, node: dict[str, Any], needed: bool, parts: dict[str, Any], words: dict[str, str]) -> Felt:
    kinds = [*dict.fromkeys(_pointed(node))]
    named = node["enumDescriptions"] if "enumDescriptions" in node else [""] * len(node.get("enum", []))
    return Felt(
        key,
        node.get("title", key),
        node.get("description", ""),
        needed,
        _form(node, parts, words),
        tuple((kind.lower(), parts[kind]["title"]) for kind in kinds if kind in parts),
        tuple(LISTS.get(kind, kind) for kind in kinds if kind not in parts),
        tuple(zip(node.get("enum", []), named, strict=True)),
        "".join(_written(key, one) for one in node.get("examples", [])),
    )


def _pointed(node: Any) -> Iterator[str]:
    """The kinds of part and of word that may stand at `node`."""
    if isinstance(node, dict) and "$ref" in node:
        yield node["$ref"].rsplit("/", 1)[-1]
    elif isinstance(node, dict | list):
        for inner in node.values() if isinstance(node, dict) else node:
            yield from _pointed(inner)


def _form(node: dict[str, Any], parts: dict[str, Any], words: dict[str, str]) -> str:
    """What may stand at `node`, in a few words."""
    match node:
        case {"$ref": str(ref)}:
            kind = ref.rsplit("/", 1)[-1]
            said = words["felt" if kind in parts else "fakta" if kind in FACTS else "ord"]
        case {"const": word}:
            said = words["alltid"].format(ord=word)
        case {"enum": _}:
            said = words["ord"]
        case {"anyOf": several} | {"oneOf": several}:
            forms = [_form(one, parts, words) for one in several if one.get("type") != "null"]
            said = enumerated([*dict.fromkeys(forms)], words["eller"])
        case {"type": "array"}:
            said = words["liste"].format(innhold=_form(node["items"], parts, words)) + _limits(node, words)
        case {"type": "integer"}:
            said = words["tall"].format(fra=node["minimum"], til=node["maximum"])
        case _:
            said = words["markdown" if "contentMediaType" in node else "tekst"]
    return said


def _limits(node: dict[str, Any], words: dict[str, str]) -> str:
    least, most = node.get("minItems", 0), node.get("maxItems")
    if least == most:
        return words["akkurat"].format(n=least)
    if most:
        return words["mellom"].format(fra=least, til=most)
    return words["minst"].format(n=least) if least else ""


def _written(key: str, value: Any) -> str:
    """The field with this value, as an author writes it: what is shortest in braces."""
    braces = None if isinstance(value, dict | list) else False
    return yaml.safe_dump({key: value}, allow_unicode=True, sort_keys=False, default_flow_style=braces, width=56)
