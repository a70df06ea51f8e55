"""YAML text to nodes: each value with the place it stands. What may not stand in an author's file becomes a note.

YAML as authors mean it: NO is Norway, a date is text, and 010 is not eight. No anchors, no tags, no bombs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml
from yaml._yaml import CParser

MAX_DEPTH = 20


class Note(NamedTuple):
    """Something that is wrong: where, what, and what to do."""

    at: int
    """The letter of the text, counted from 0."""
    message: str
    hint: str


@dataclass(slots=True)
class Node:
    """A value: where it starts, what it is, and the values and keys inside it."""

    at: int
    data: Any = None
    values: dict[str | int, Node] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)


class Broken(Exception):
    """The text cannot be read to the end. Carries why, after what else is wrong in the last document."""

    def __init__(self, notes: list[Note]) -> None:
        super().__init__(notes[-1].message)
        self.notes = notes


def documents(text: str) -> Iterator[tuple[Node, list[Note]]]:
    """Each document of `text`, and what is wrong in it.

    Raises:
        Broken: where it cannot be read further.
    """
    parser = CParser(text)
    builder = _Builder(parser)
    try:
        while event := parser.get_event():
            if isinstance(event, yaml.DocumentStartEvent):
                yield builder.node(parser.get_event(), 1), builder.notes
                builder = _Builder(parser)
    except yaml.MarkedYAMLError as error:
        raise Broken([*builder.notes, _in_norwegian(text, error, builder.last)]) from None


def shown(word: object, most: int = 60) -> str:
    """An author's word as a message repeats it: on one line, and not too long.

    >>> shown("to\\nlinjer")
    'to linjer'
    """
    text = " ".join(INVISIBLE.sub(" ", str(word)).split())
    return text if len(text) <= most else text[: most - 1] + "…"


PLAIN = {"true": True, "false": False, "null": None, "~": None, "": None}
WHOLE_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
INVISIBLE = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|(?m:^ *\xa0)"
)
"""What no line may hold: what YAML forbids, breaks lines at where editors do not, or takes for no indentation."""


class _Builder:
    """Builds the nodes of one document from libyaml's events."""

    def __init__(self, parser: CParser) -> None:
        self._next: Callable[[], Any] = parser.get_event
        self.notes: list[Note] = []
        self.last: Any = None
        """The event of the last value."""

    def node(self, event: Any, depth: int) -> Node:
        """The value that begins with `event`; its own events are consumed."""
        if depth > MAX_DEPTH:
            message = f"her er det mer enn {MAX_DEPTH} nivåer inni hverandre"
            too_deep = Note(event.start_mark.index, message, "gjør filen flatere, eller lukk en klamme")
            raise Broken([*self.notes, too_deep])
        node = Node(event.start_mark.index)
        if isinstance(event, yaml.AliasEvent):
            self._note(event, f"«*{shown(event.anchor)}» kan ikke brukes her", BY_HAND)
            return node
        if event.anchor is not None:
            self._note(event, f"«&{shown(event.anchor)}» kan ikke brukes her", BY_HAND)
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._note(event, f"«{shown(tag)}» kan ikke brukes her", "sett tekst som begynner med !, i anførselstegn")
        self.last = event
        if isinstance(event, yaml.ScalarEvent):
            node.data = _plain(event.value) if event.implicit[0] else event.value
        elif isinstance(event, yaml.SequenceStartEvent):
            self._fill_list(node, depth)
        else:
            self._fill_fields(node, depth)
        return node

    def _fill_list(self, node: Node, depth: int) -> None:
        node.data = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            item = node.values[len(node.data)] = self.node(event, depth + 1)
            node.data.append(item.data)

    def _fill_fields(self, node: Node, depth: int) -> None:
        node.data = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            at = self.node(event, depth + 1).at
            value = self.node(self._next(), depth + 1)
            if not isinstance(event, yaml.ScalarEvent):
                self._note(event, "et felt må ha et navn på ett ord", "skriv «navn: verdi»")
                continue
            key = event.value
            if key in node.data:
                self._note(event, f"«{shown(key)}» står to ganger", "behold den ene")
            node.keys[key], node.values[key], node.data[key] = at, value, value.data

    def _note(self, event: Any, message: str, hint: str) -> None:
        self.notes.append(Note(event.start_mark.index, message, hint))


BY_HAND = "skriv verdien helt ut; tekst som begynner med & eller *, må stå i anførselstegn"


def _plain(text: str) -> str | int | bool | None:
    """A value without quotes: text, unless it is a whole number, true, false or nothing."""
    if text in PLAIN:
        return PLAIN[text]
    return int(text) if WHOLE_NUMBER.fullmatch(text) else text


LINE_MISFITS = "linjen passer ikke med det som står over"
OPEN_QUOTE = ("anførselstegnet her er ikke lukket", "sett det samme tegnet der teksten slutter")
TAB = ("her står en tabulator", "bruk mellomrom til innrykk")

BROKEN = {
    "mapping values are not allowed": (
        "her kan det ikke stå kolon",
        "sett teksten i anførselstegn, eller rett innrykket",
    ),
    "could not find expected ':'": (
        "linjen mangler et kolon",
        "skriv «navn: verdi», eller rykk den inn hvis den hører til teksten over",
    ),
    "unexpected end of stream": OPEN_QUOTE,
    "unexpected document indicator": OPEN_QUOTE,
    "did not find expected ','": (
        "klammen her er ikke lukket",
        "lukk den med «]» eller «}», og sett komma mellom verdiene",
    ),
    "did not find expected key": (LINE_MISFITS, "rett innrykket, eller se om et anførselstegn lukkes for tidlig"),
    "<document start>": (LINE_MISFITS, "la alle felt på samme nivå ha samme innrykk"),
    "expected '-' indicator": ("her skulle listen fortsette", "begynn linjen med «- », eller rett innrykket"),
    "block sequence entries": ("en liste kan ikke begynne her", "begynn den på en ny linje, eller skriv «[a, b]»"),
    "tab character": TAB,
    "cannot start any token": ("dette tegnet kan ikke stå først", "sett teksten i anførselstegn"),
    "alphabetic or numeric": ("& og * kan ikke stå først", "sett teksten i anførselstegn"),
    "directive": ("en linje kan ikke begynne med %", "sett teksten i anførselstegn"),
    "expected tag": ("! kan ikke stå først", "sett teksten i anførselstegn"),
    "tag handle": ("! kan ikke stå først", "sett teksten i anførselstegn"),
    "unknown escape character": ("«\\» kan ikke stå slik i doble anførselstegn", "bruk enkle anførselstegn"),
    "expected node content": ("her mangler en verdi", "sett tekst som begynner med , ] eller } i anførselstegn"),
    "comment or line break": ("teksten etter «|» eller «>» må begynne på en ny linje", "flytt den ned, med innrykk"),
}
"""What libyaml says, in words for people who write cases."""
TIGHT = re.compile(r"[\w.-]+:[^\s/]")
"""A name and a value with only a colon between them."""
OPENED = (
    "could not find expected ':'",
    "unexpected end of stream",
    "unexpected document",
    "did not find expected ','",
    "alphabetic or numeric",
)
"""Here the place to mend is where the thing began, not where libyaml gave up."""


def _in_norwegian(text: str, error: Any, last: Any) -> Note:
    """libyaml's error; `last` is the event of the last value before it."""
    said, mark = str(error.problem), error.problem_mark
    if last and last.start_mark.line < last.end_mark.line == mark.line and text[last.start_mark.index] in "'\"":
        message = f"anførselstegnet her lukkes først på linje {mark.line + 1}"
        return Note(last.start_mark.index, message, OPEN_QUOTE[1])
    if error.context_mark and any(sign in said for sign in OPENED):
        mark = error.context_mark
    message, hint = next(
        (words for sign, words in BROKEN.items() if sign in said),
        ("dette er ikke gyldig YAML", "se etter innrykk, kolon og anførselstegn"),
    )
    if "expected ':'" in said and TIGHT.match(text, mark.index):
        message, hint = "det mangler et mellomrom etter kolonet", "skriv «navn: verdi»"
    if "cannot start" in said and text[mark.index : mark.index + 1] == "\t":
        message, hint = TAB
    return Note(mark.index, message, hint)
