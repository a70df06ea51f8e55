"""XML as QTI has it: one element at a time, spelt as QTI 3 or as QTI 2.1."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup, escape

from generator.exports.merking import NOT_XML

XSI = "http://www.w3.org/2001/XMLSchema-instance"
MUSTACHE = re.compile(r"\{(?=\{)")
"""Two of them in a row: some players would run what follows as code."""


@dataclass(frozen=True)
class Utgave:
    """A version of QTI: its name in a manifest, its namespaces with their schemas, and how it spells what it has."""

    versjon: str
    skjemanavn: str
    skjemaversjon: str
    innhold: tuple[str, str]
    """The namespace of items and tests, and where its schema stands."""
    pakke: tuple[str, str]
    """The same of a manifest."""
    merket: bool
    """Whether its tags and attributes are spelt `qti-map-entry map-key`, or else `mapEntry mapKey`."""
    stil: str = ""
    """A stylesheet for what is said afterwards."""

    def el(self, tag: str, *inside: str, **attributes: object) -> Markup:
        """An element of QTI, by its name in 2.1. What is not markup is escaped."""
        return element(f"qti-{_kebab(tag)}" if self.merket else tag, *inside, **self._spelt(attributes))

    def rot(self, tag: str, *inside: str, **attributes: object) -> str:
        """A whole document: an item, or a test."""
        spelt = {**namespace(self.innhold), **self._spelt(attributes)}
        return document(element(f"qti-{_kebab(tag)}" if self.merket else tag, *inside, **spelt))

    def _spelt(self, attributes: dict[str, object]) -> dict[str, object]:
        return {_kebab(name): value for name, value in attributes.items()} if self.merket else attributes


def _kebab(name: str) -> str:
    return re.sub("[A-Z]", lambda found: f"-{found[0].lower()}", name)


def namespace(names: tuple[str, str]) -> dict[str, object]:
    """The attributes of a root: its namespace, and where the schema of that stands."""
    return {"xmlns": names[0], "xmlns:xsi": XSI, "xsi:schemaLocation": " ".join(names)}


def element(tag: str, *inside: str, **attributes: object) -> Markup:
    """An element of any XML. What is not markup is escaped."""
    said = "".join([f' {name}="{escape(value)}"' for name, value in attributes.items()])
    held = "".join([escape(part) for part in inside])
    return Markup(f"<{tag}{said}>{held}</{tag}>" if inside else f"<{tag}{said}/>")


def document(root: Markup) -> str:
    """The file with this root, without what XML cannot hold, and without what a player would take for code."""
    safe = MUSTACHE.sub("{\N{WORD JOINER}", NOT_XML.sub("", root))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{safe}\n'
