"""The one door from YAML to model. What does not fit comes back as problems."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from generator import model
from generator.nodes import shown
from generator.source import MAX_TOLD, Place, Problem, Source, nearest

A_LIST = ("her skal det stå en liste", "skriv «[a, b]», eller én linje for hvert punkt med «- » foran")
SOME_FIELDS = ("her skal det stå felt med verdier", "skriv «navn: verdi» på hver sin linje")
A_NUMBER = ("her skal det stå et helt tall", "skriv bare tallet, uten anførselstegn")

SAYS: dict[str, tuple[str, str]] = {
    "string_type": ("her skal det stå tekst", "{as_text}"),
    "string_too_short": ("her må det stå noe", "skriv teksten, eller ta bort feltet"),
    "string_pattern_mismatch": ("«{input}» har feil form", "{form}"),
    "int_type": A_NUMBER,
    "int_parsing": A_NUMBER,
    "greater_than_equal": ("tallet må være minst {ge}", "skriv et større tall"),
    "less_than_equal": ("tallet kan være høyst {le}", "skriv et mindre tall"),
    "list_type": A_LIST,
    "tuple_type": A_LIST,
    "dict_type": SOME_FIELDS,
    "dataclass_type": SOME_FIELDS,
    "too_short": ("listen må ha minst {min_length}, og har {actual_length}", "legg til flere"),
    "too_long": ("listen kan ha høyst {max_length}, og har {actual_length}", "ta bort noen, eller del i to"),
}
"""Pydantic's error types in our own words: what is wrong, and what to do."""
OTHERWISE = ("dette passer ikke her", "se hvordan andre saker skriver det")

FORMS = {
    "^[a-z0-9]+(-[a-z0-9]+)*$": "bruk små bokstaver a–z, tall og bindestrek",
    "^S[0-9]{2}$": "skriv S og to siffer, som S19",
    "^[a-z_]+\\.[a-z0-9_]+$": "skriv steg.navn med små bokstaver",
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "skriv datoen som 2010-01-01",
}

IN_QUOTES = "sett teksten i anførselstegn"
AS_TEXT = {list: "skriv én tekst, ikke en liste", bool: f"skriv ja eller nei; er det en tekst, {IN_QUOTES}"}
"""How to mend what is no text, by what stands there instead."""

KINDS = {
    "fakta": "noe faktum",
    "vurderinger": "noen vurdering",
    "opplysninger": "noen opplysning",
    "steg": "noe steg",
    "utfall": "noe utfall",
    "regler": "noen regel",
    "uklarheter": "noen uklarhet",
    "kilder": "noen kilde",
    "avvik": "noe avvik",
    "strategier": "noen strategi",
}

adapter = cache(TypeAdapter)


@cache
def json_schema(kind: Any) -> dict[str, Any]:
    return adapter(kind).json_schema()


def read(source: Source, kind: Any, words: model.Ord | None = None) -> tuple[Any | None, list[Problem]]:
    """What the document holds as `kind`, or None; and all that is wrong with it. Nothing is raised."""
    problems = list(source.problems)
    if source.root is None:
        return None, problems
    try:
        value = adapter(kind).validate_python(source.data, context=words)
        return (None if problems else value), problems
    except ValidationError as error:
        noted = {problem.place for problem in problems}
        found = {problem for problem in _in_our_words(source, kind, error) if problem.place not in noted}
        if len(found) == MAX_TOLD:
            last = max(problem.place for problem in found)
            found.add(Problem(last, "det er flere feil i filen enn dem som er nevnt", "rett disse først"))
        return None, sorted({*problems, *found})


def unknown(place: Place, kind: str, word: object, words: Iterable[str]) -> Problem:
    """The problem of a word that does not exist, with the nearest that does."""
    if kind.startswith("verdi:"):
        message = f"«{kind.removeprefix('verdi:')}» kan ikke være «{shown(word)}»"
    else:
        message = f"det finnes ikke {KINDS[kind]} «{shown(word)}»"
    return Problem(place, message, nearest(word, words))


def _in_our_words(source: Source, kind: Any, error: ValidationError) -> Iterator[Problem]:
    details = [(source.existing(detail["loc"]), detail) for detail in error.errors(include_url=False)]
    wrong = {path[:length] for path, _ in details for length in range(len(path))}
    told: set[tuple[Any, ...]] = set()
    for path, detail in details:
        kind_of, loc = detail["type"], detail["loc"]
        if kind_of == "too_short" and path in wrong:
            continue  # pydantic counts the items that are wrong as not there
        if kind_of == "string_type" and isinstance(detail["input"], list) and loc[-1] == "str":
            continue  # where text or a list may stand, the list is told of by itself
        about = (path, loc[-1] if kind_of == "missing" else "@key" in loc)
        if about not in told and len(told) < MAX_TOLD:  # the branches of a union each complain of the same value
            told.add(about)
            yield _problem(source, kind, path, detail)


def _problem(source: Source, kind: Any, path: tuple[str | int, ...], detail: Any) -> Problem:
    """One of pydantic's errors; `path` are the steps of its place that are in the file."""
    context, given = detail.get("ctx", {}), detail.get("input")
    name, place = shown(detail["loc"][-1] if detail["loc"] else ""), source.place(*path)
    match detail["type"]:
        case "missing":
            said = (f"«{name}» mangler", "legg det til her")
        case "unexpected_keyword_argument":
            place = source.place_of_key(*path)
            said = (f"det finnes ikke noe felt «{name}» her", nearest(name, fields_at(kind, detail["loc"][:-1])))
        case "ukjent_ord":
            if "@key" in detail["loc"] or "[key]" in detail["loc"]:
                place = source.place_of_key(*path)
            return unknown(place, context["kind"], context["word"], context["words"])
        case "ren_tekst":
            place = source.place_of_text(context["found"], *path)
            said = (context["what"], context["way_out"])
        case _ if given is None:
            said = ("her står det ingenting", "skriv verdien, eller ta bort feltet")
        case "literal_error":
            said = (f"«{shown(given)}» kan ikke stå her", nearest(given, re.findall("'([^']*)'", context["expected"])))
        case "ukjent_type":
            place = source.place(*path, "type")
            said = _wrong_type(given)
        case other:
            message, hint = SAYS.get(other, OTHERWISE)
            form = FORMS.get(str(context.get("pattern")), "")
            as_text = next((hint for kind, hint in AS_TEXT.items() if isinstance(given, kind)), IN_QUOTES)
            words = {**context, "input": shown(given), "form": form, "as_text": as_text}
            said = (message.format(**words), hint.format(**words))
    return Problem(place, *said)


def _wrong_type(question: Any) -> tuple[str, str]:
    """What is wrong with a question whose `type` is not one that exists."""
    if not isinstance(question, dict):
        return SOME_FIELDS
    word = question.get("type")
    hint = nearest(word or "", model.SPORSMALSTYPER)
    return (f"det finnes ikke noen spørsmålstype «{shown(word)}»" if word else "«type» mangler", hint)


def fields_at(kind: Any, loc: Iterable[str | int]) -> list[str]:
    """The field names that may stand at `loc` in a `kind`; `@steg` in it says which branch of a union it is."""
    schema = json_schema(kind)
    here = [schema]
    for step in loc:
        if str(step).startswith("@"):
            here = [node for node in here if _type_of(schema, node) == str(step)[1:]] or here
        else:
            here = [child for node in here for child in _children(schema, node, step)] or here
    return list(dict.fromkeys(name for node in here for name in _resolved(schema, node).get("properties", {})))


def _type_of(schema: dict[str, Any], node: dict[str, Any]) -> str | None:
    """The one `type` that a branch of a union has."""
    word: str | None = _resolved(schema, node).get("properties", {}).get("type", {}).get("const")
    return word


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
