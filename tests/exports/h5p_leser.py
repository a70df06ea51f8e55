"""A strict reader of H5P packages: what the core, Question Set and Multiple Choice would take, and nothing else.

The fields stand in h5p_semantikk.yaml. The points are those of multichoice.js.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Collection, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import yaml

SEMANTICS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "h5p_semantikk.yaml").read_text("utf-8"))
ALWAYS_TAKEN = {"div", "span", "p", "br"}
PATTERNS = {
    "title": r".{1,255}",
    "extraTitle": r".{1,255}",
    "language": r"[-a-zA-Z]{1,10}",
    "defaultLanguage": r"[-a-zA-Z]{1,10}",
    "mainLibrary": r"[$a-zA-Z_][0-9a-zA-Z_.$]{1,254}",
    "license": r"CC BY|CC BY-SA|CC BY-ND|CC BY-NC|CC BY-NC-SA|CC BY-NC-ND|CC0 1\.0|GNU GPL|PD|ODC PDDL|CC PDM|U|C",
    "contentType": r".{1,255}",
}
"""What the core asks of the texts in a metadata."""
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


class Feil(ValueError):
    """H5P would not take it, or would change it."""


def les(data: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """h5p.json and content.json of a package with content only.

    Raises:
        Feil: something would be refused, or filtered away.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if archive.namelist() != ["h5p.json", "content/content.json"]:
            raise Feil(f"the files are {archive.namelist()}")
        about, content = (json.loads(archive.read(name)) for name in archive.namelist())
    _metadata(about)
    if missing := {"title", "language", "mainLibrary", "embedTypes", "preloadedDependencies"} - about.keys():
        raise Feil(f"h5p.json lacks {missing}")
    needed = {
        f"{one['machineName']} {one['majorVersion']}.{one['minorVersion']}" for one in about["preloadedDependencies"]
    }
    (main,) = (name for name in needed if name.split()[0] == about["mainLibrary"])
    named = {main, *(name for _, name in _libraries(content))}
    if named != needed:
        raise Feil(f"needed: {needed}, used: {named}")
    check(SEMANTICS[main], content, "")
    return about, content


def _libraries(value: Any) -> Iterator[tuple[Any, str]]:
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        if isinstance(one, dict) and "library" in one:
            yield one, one["library"]
        yield from _libraries(one)


def _metadata(data: dict[str, Any]) -> None:
    for name, pattern in PATTERNS.items():
        if name in data and not re.fullmatch(pattern, data[name]):
            raise Feil(f"{name} cannot be «{data[name]}»")
    for author in data["authors"]:
        if author.keys() != {"name", "role"}:
            raise Feil(f"an author is {author}")


def check(fields: list[dict[str, Any]], values: Any, path: str) -> None:
    """Walks a group: every field that must be there is there, and no other."""
    if not isinstance(values, dict):
        raise Feil(f"{path} is no group")
    if unknown := values.keys() - {field["name"] for field in fields}:
        raise Feil(f"{path} has {unknown}")
    for field in fields:
        name = field["name"]
        if name in values:
            _field(field, values[name], f"{path}.{name}")
        elif not field.get("optional"):
            raise Feil(f"{path} lacks {name}")


def _field(field: dict[str, Any], value: Any, path: str) -> None:
    match field["type"]:
        case "group" if len(field["fields"]) == 1:  # H5P stores a group of one as the one
            _field(field["fields"][0], value, path)
        case "group":
            check(field["fields"], value, path)
        case "list":
            if not isinstance(value, list) or len(value) < field.get("min", 0):
                raise Feil(f"{path} is no list, or too short")
            for number, one in enumerate(value):
                _field(field["field"], one, f"{path}[{number}]")
        case "library":
            _library(field, value, path)
        case "text":
            _text(field, value, path)
        case "boolean":
            _is(isinstance(value, bool), path, value)
        case "number":
            is_number = isinstance(value, int) and not isinstance(value, bool)
            _is(is_number and field.get("min", value) <= value <= field.get("max", value), path, value)
        case "select":
            _is(value in field["options"], path, value)
        case kind:
            raise Feil(f"{path}: we write no {kind}")


def _is(right: bool, path: str, value: Any) -> None:
    if not right:
        raise Feil(f"{path} cannot be {value!r}")


def _library(field: dict[str, Any], value: Any, path: str) -> None:
    _is(value["library"] in field["options"], path, value["library"])
    _is(bool(UUID.fullmatch(value["subContentId"])), path, value["subContentId"])
    _is(value.keys() == {"library", "params", "subContentId", "metadata"}, path, value.keys())
    _metadata(value["metadata"])
    check(SEMANTICS[value["library"]], value["params"], path)


def _text(field: dict[str, Any], value: Any, path: str) -> None:
    _is(isinstance(value, str), path, value)
    if "tags" not in field:
        _is(not re.search("[<>&]", value), path, value)
        return
    reader = _Tags({*field["tags"], *ALWAYS_TAKEN}, path)
    reader.feed(value)
    reader.close()
    _is(reader.open == [], path, reader.open)


class _Tags(HTMLParser):
    """Goes through HTML and refuses what H5P would filter away."""

    def __init__(self, taken: Collection[str], path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.taken, self.path = taken, path
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        _is(tag in self.taken, self.path, tag)
        _is(all(tag == "a" and name == "href" for name, _ in attrs), self.path, attrs)
        _is(all(re.match("https?://|[a-z./#]*$", address or "") for _, address in attrs), self.path, attrs)
        if tag != "br":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        _is(tag == "br", self.path, tag)

    def handle_endtag(self, tag: str) -> None:
        _is(self.open[-1:] == [tag], self.path, tag)
        self.open.pop()


def poeng(params: dict[str, Any], chosen: Collection[int]) -> tuple[int, int]:
    """The points of a Multiple Choice for these answers, and the most there are."""
    answers, behaviour = params["answers"], params["behaviour"]
    right = sum(answer["correct"] for answer in answers)
    if behaviour["type"] == "single":
        return int(any(answers[one]["correct"] for one in chosen)), 1
    score = max(0, sum(1 if answers[one]["correct"] else -1 for one in chosen))
    if behaviour["singlePoint"]:
        return int(100 * score / right >= behaviour["passPercentage"]), 1
    return score, right
