"""Reads authors' YAML without forgetting where each value stood.

Whatever is wrong with a file becomes a `Problem`: a plain value that knows its
place. This module does not know what a case is.
"""

from __future__ import annotations

import difflib
import errno
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from generator.nodes import INVISIBLE, Broken, Node, Note, documents

MAX_BYTES = 1_000_000
MAX_TOLD = 100
"""Problems told of one document; more than that help nobody."""
MOST_NAMED = 150
"""The letters of the words listed in a hint."""
TOO_LARGE = ("filen er større enn 1 MB", "del den opp")


@dataclass(frozen=True, order=True)
class Place:
    """Where in an author's file, counted from 1 as editors do."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing an author should mend. A value, not an exception: all are shown at once."""

    place: Place
    message: str
    hint: str = ""
    is_advice: bool = False
    """It could be better, but keeps nothing from being built."""
    sjekk: str = ""
    """The check that advises so, for an author who has a reason not to follow it."""

    def __str__(self) -> str:
        kind = f"råd ({self.sjekk}): " if self.sjekk else "råd: " * self.is_advice
        return f"{self.place}: {kind}{self.message}" + f"\n    {self.hint}" * bool(self.hint)


class Source:
    """One YAML document: its data, the place of every value, and what is wrong with the YAML itself."""

    def __init__(self, file: str, root: Node | None, problems: Iterable[Problem] = (), text: str = "") -> None:
        self.file = file
        self._root = root
        self.text = text
        self.problems = list(problems)
        self.data = root.data if root else None
        self._forgotten = False

    @property
    def root(self) -> Node | None:
        """The outermost value, parsed anew where it was forgotten."""
        return _again(self.text) if self._forgotten else self._root

    def forget(self) -> None:
        """Lets go of the values of a sound document. Their places are found again, should anyone ask."""
        self._root, self.data, self._forgotten = None, None, True

    @classmethod
    def parse(cls, file: str, text: str) -> Source:
        """The one document in `text`; broken, empty or oversized text gives a problem and no data.

        >>> [str(problem) for problem in Source.parse("a.yaml", "id: a\\nid: b\\n").problems]
        ['a.yaml:2:1: «id» står to ganger\\n    behold den ene']
        """
        only, *more = cls.parse_all(file, text)
        if not more:
            return only
        hint = "skriv hver sak i sin egen fil, og ta bort linjen med «---»"
        second = Problem(more[0].place(), "her begynner et dokument til", hint)
        return cls(file, None, [*only.problems, *([second] if more[0].root else more[0].problems)])

    @classmethod
    def parse_all(cls, file: str, text: str) -> Iterator[Source]:
        """Each document of `text`, at least one; where the text breaks off, the last has a problem and no data."""
        if len(text) > MAX_BYTES:
            yield cls(file, None, [Problem(Place(file), *TOO_LARGE)])
            return
        if invisible := INVISIBLE.search(text):
            message = f"her står et tegn som ikke kan brukes (U+{ord(invisible[0][-1]):04X})"
            hint = "slett det; det kan være usynlig, så skriv gjerne linjen på nytt"
            yield cls(file, None, [Problem(place_at(file, text, invisible.end() - 1), message, hint)])
            return
        count = 0
        try:
            for count, (root, notes) in enumerate(documents(text), start=1):  # noqa: B007
                yield cls(file, root, [_problem(file, text, note) for note in notes[:MAX_TOLD]], text)
        except Broken as broken:
            yield cls(file, None, [_problem(file, text, note) for note in broken.notes[-MAX_TOLD:]])
        else:
            if not count:
                yield cls(file, None, [Problem(Place(file), "filen er tom", "skriv innholdet, eller slett filen")])

    @classmethod
    def read(cls, path: Path, root: Path = Path()) -> Source:
        """The file at `path`, named as seen from `root`."""
        file = written(path.relative_to(root) if path.is_relative_to(root) else path)
        text, problem = read_text(path, file)
        return cls(file, None, [problem]) if problem else cls.parse(file, text)

    def place(self, *path: str | int) -> Place:
        """The place of the value at `path`, or of its nearest parent that exists.

        >>> source = Source.parse("a.yaml", "tittel: Anna\\nfakta:\\n  alder: 40\\n")
        >>> print(source.place("fakta", "alder"), source.place("fakta", "finnes ikke"))
        a.yaml:3:10 a.yaml:3:3
        """
        node = self.root
        for step in path:
            if node is None or step not in node.values:
                break
            node = node.values[step]
        return place_at(self.file, self.text, node.at) if node else Place(self.file)

    def place_of_text(self, found: str, *path: str | int) -> Place:
        """The place of a piece of the text at `path`; where it does not stand there word for word, of the text."""
        node = self._node(path)
        at = self.text.find(found, node.at) if node else -1
        return place_at(self.file, self.text, at) if at >= 0 else self.place(*path)

    def place_of_key(self, *path: str | int) -> Place:
        """The place of the key itself, for a key that should not be there."""
        node = self._node(path[:-1])
        at = node.keys.get(str(path[-1])) if node and path else None
        return self.place(*path) if at is None else place_at(self.file, self.text, at)

    def existing(self, path: Iterable[str | int]) -> tuple[str | int, ...]:
        """The steps of `path` that are there, one inside the other; others are passed over."""
        node, found = self.root, []
        for step in path:
            if node and step in node.values:
                node = node.values[step]
                found.append(step)
        return tuple(found)

    def _node(self, path: Iterable[str | int]) -> Node | None:
        node = self.root
        for step in path:
            node = node.values.get(step) if node else None
        return node


@lru_cache(4)
def _again(text: str) -> Node:
    """The outermost value of a sound document. Whoever asks for one place often asks for more."""
    return next(documents(text))[0]


def written(path: Path) -> str:
    """A file's name as it can be written anywhere, also when its bytes are not UTF-8."""
    return path.as_posix().encode(errors="surrogateescape").decode(errors="replace")


def read_text(path: Path, file: str) -> tuple[str, Problem | None]:
    """The text of a file, or the problem that kept it from being read."""
    try:
        with path.open("rb") as opened:
            return decode(opened.read(MAX_BYTES + 1), file)
    except OSError as error:
        why = {errno.ENOENT: "den finnes ikke", errno.EACCES: "du har ikke tilgang", errno.EISDIR: "det er en mappe"}
        said = ": " + why[error.errno] if error.errno in why else ""
        return "", Problem(Place(file), f"filen kan ikke leses{said}", "sjekk navn og rettigheter")


def decode(raw: bytes, file: str) -> tuple[str, Problem | None]:
    """The text of UTF-8 bytes, or the place where they are something else."""
    if len(raw) > MAX_BYTES:
        return "", Problem(Place(file), *TOO_LARGE)
    try:
        return raw.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode()
        where = place_at(file, before, len(before))
        return "", Problem(where, "filen er ikke lagret som UTF-8", "lagre den på nytt med tegnkodingen UTF-8")


def nearest(word: object, known: Iterable[str]) -> str:
    """A hint with the nearest right word, or those that are possible.

    >>> nearest("historei", ["id", "historie"])
    'mente du «historie»?'
    """
    names = list(dict.fromkeys(known))
    near = difflib.get_close_matches(str(word)[:100], names, n=1)
    if near:
        return f"mente du «{near[0]}»?"
    some = [name for i, name in enumerate(names, start=1) if len(", ".join(names[:i])) <= MOST_NAMED]
    return f"mulige her: {', '.join(some)}" + f" … ({len(names)} i alt)" * (some != names) if names else ""


def _problem(file: str, text: str, note: Note) -> Problem:
    return Problem(place_at(file, text, note.at), note.message, note.hint)


def place_at(file: str, text: str, at: int) -> Place:
    """The place of a letter, in lines as editors count them.

    >>> print(place_at("a.yaml", "en\\r\\nto\\rtre\\n", 8))
    a.yaml:3:2
    """
    ends = text.count("\n", 0, at) + text.count("\r", 0, at) - text.count("\r\n", 0, at)
    start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    return Place(file, ends + 1, at - start + 1)
