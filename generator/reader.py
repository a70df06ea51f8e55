"""The one door from YAML to model. What does not fit comes back as problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from generator import model
from generator.source import Problem, Source, nearest

SAYS: dict[str, tuple[str, str]] = {
    "missing": ("«{name}» mangler", "legg det til her"),
    "unexpected_keyword_argument": ("det finnes ikke noe felt «{name}» her", ""),
    "string_type": ("her skal det stå tekst", "sett verdien i anførselstegn"),
    "string_too_short": ("her må det stå noe", "skriv teksten, eller ta bort feltet"),
    "string_pattern_mismatch": ("«{input}» har feil form", "{pattern}"),
    "int_type": ("her skal det stå et helt tall", "skriv tallet uten anførselstegn"),
    "int_parsing": ("her skal det stå et helt tall", "skriv tallet uten anførselstegn"),
    "greater_than_equal": ("tallet må være minst {ge}", "skriv et større tall"),
    "less_than_equal": ("tallet må være høyst {le}", "skriv et mindre tall"),
    "list_type": ("her skal det stå en liste", "skriv «[a, b]», eller én linje for hvert punkt med «- » foran"),
    "tuple_type": ("her skal det stå en liste", "skriv «[a, b]», eller én linje for hvert punkt med «- » foran"),
    "dict_type": ("her skal det stå felt med verdier", "skriv «nøkkel: verdi»"),
    "dataclass_type": ("her skal det stå felt med verdier", "skriv «nøkkel: verdi»"),
    "too_short": ("listen må ha minst {min_length}", "legg til flere"),
    "too_long": ("listen kan ha høyst {max_length}", "ta bort noen, eller del i to"),
    "literal_error": ("«{input}» kan ikke stå her", "mulige her: {expected}"),
    "ukjent_type": ("spørsmålet mangler en «type» som finnes", "mulige her: " + ", ".join(model.SPORSMALSTYPER)),
    "ren_tekst": ("{what}", "{way_out}"),
}
"""Pydantic's error types in our own words: what is wrong, and what to do."""

FORMS = {
    "^[a-z0-9]+(-[a-z0-9]+)*$": "bruk små bokstaver a–z, tall og bindestrek",
    "^S[0-9]{2}$": "skriv S og to siffer, som S19",
    "^[a-z_]+\\.[a-z0-9_]+$": "skriv steg.navn med små bokstaver",
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "skriv datoen som 2010-01-01",
}

KINDS = {
    "fakta": "faktum",
    "vurderinger": "vurdering",
    "steg": "steg",
    "utfall": "utfall",
    "regler": "regel",
    "uklarheter": "uklarhet",
    "kilder": "kilde",
    "avvik": "avvik",
    "strategier": "strategi",
}

adapter = cache(TypeAdapter)


def read(source: Source, kind: Any, words: model.Ord | None = None) -> tuple[Any | None, list[Problem]]:
    """What the document holds as `kind`, or None; and all that is wrong with it. Nothing is raised."""
    problems = list(source.problems)
    if source.root is None:
        return None, problems
    try:
        value = adapter(kind).validate_python(source.data, context=words)
        return (None if problems else value), problems
    except ValidationError as error:
        return None, sorted({*problems, *_in_our_words(source, kind, error)})


def unknown(source: Source, path: tuple[str | int, ...], kind: str, word: object, words: Iterable[str]) -> Problem:
    """The problem of a word that does not exist, with the nearest that does."""
    return Problem(source.place(*path), f"det finnes ikke {_a(kind)} «{word}»", nearest(word, words))


def _in_our_words(source: Source, kind: Any, error: ValidationError) -> Iterator[Problem]:
    details = [(_path(detail), detail) for detail in error.errors(include_url=False)]
    told: set[tuple[str | int, ...]] = set()
    for path, detail in details:
        if detail["type"] == "too_short" and any(other[: len(path)] == path != other for other, _ in details):
            continue  # pydantic counts the items that are wrong as not there
        if path in told:
            continue  # the branches of a union each complain of the same value
        told.add(path)
        yield _problem(source, kind, path, detail)


def _path(detail: Any) -> tuple[str | int, ...]:
    return tuple(step for step in detail["loc"] if not _is_tag(step))


def _is_tag(step: str | int) -> bool:
    """Whether pydantic put this step into the path itself: a union's branch, or a mark of ours."""
    return isinstance(step, str) and (
        step.startswith(("@", "list[", "tuple[", "function-")) or step in ("str", "constrained-str", "[key]")
    )


def _problem(source: Source, kind: Any, path: tuple[str | int, ...], detail: Any) -> Problem:
    context = detail.get("ctx", {})
    name = path[-1] if path else ""
    if detail["type"] == "ukjent_ord":
        what, word, words = context["kind"], context["word"], context["words"]
        if what.startswith("verdi:"):
            message = f"«{what.removeprefix('verdi:')}» kan ikke være «{word}»"
            return Problem(source.place(*path), message, nearest(word, words))
        if "@key" in detail["loc"] or "[key]" in detail["loc"]:
            return Problem(source.place_of_key(*path), f"det finnes ikke {_a(what)} «{word}»", nearest(word, words))
        return unknown(source, path, what, word, words)
    if detail["type"] == "unexpected_keyword_argument":
        place, hint = source.place_of_key(*path), nearest(name, fields_at(kind, path[:-1]))
        return Problem(place, SAYS[detail["type"]][0].format(name=name), hint)
    if detail["type"] == "missing":
        return Problem(source.place(*path), SAYS["missing"][0].format(name=name), SAYS["missing"][1])
    message, hint = SAYS.get(detail["type"], ("dette passer ikke her ({type})", "se skjemaet for saker"))
    said = {**context, "type": detail["type"], "input": detail.get("input"), "name": name}
    said["pattern"] = FORMS.get(str(context.get("pattern")), "")
    said["expected"] = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
    return Problem(source.place(*path), message.format(**said), hint.format(**said))


def _a(kind: str) -> str:
    noun = KINDS.get(kind, kind)
    return f"noen {noun}" if kind in ("vurderinger", "regler", "uklarheter", "kilder", "strategier") else f"noe {noun}"


def fields_at(kind: Any, path: Iterable[str | int]) -> list[str]:
    """The field names that may stand at `path` in a `kind`, all branches of a union together."""
    schema = adapter(kind).json_schema()
    here = [schema]
    for step in path:
        here = [child for node in here for child in _children(schema, node, step)]
    return list(dict.fromkeys(name for node in here for name in _resolved(schema, node).get("properties", {})))


def _resolved(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        node = schema["$defs"][node["$ref"].rsplit("/", 1)[-1]]
    return node


def _children(schema: dict[str, Any], node: dict[str, Any], step: str | int) -> Iterator[dict[str, Any]]:
    node = _resolved(schema, node)
    if "items" in node and isinstance(step, int):
        yield from _branches(schema, node["items"])
    elif "properties" in node and step in node["properties"]:
        yield from _branches(schema, node["properties"][step])
    elif isinstance(node.get("additionalProperties"), dict):
        yield from _branches(schema, node["additionalProperties"])


def _branches(schema: dict[str, Any], node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    node = _resolved(schema, node)
    branches = [*node.get("anyOf", ()), *node.get("oneOf", ())]
    for branch in branches or [node]:
        yield _resolved(schema, branch)
