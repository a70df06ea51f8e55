"""Reads authors' YAML without forgetting where each value stood.

Whatever is wrong with a file becomes a `Problem`: a plain value that knows its
place. This module does not know what a case is.
"""

from __future__ import annotations

import difflib
import errno
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import yaml
from yaml._yaml import CParser

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
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

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" + f"\n    {self.hint}" * bool(self.hint)


class AuthorYaml(CParser, yaml.resolver.Resolver):
    """YAML as authors mean it: NO is Norway, a date is text, and 010 is not eight."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}  # type: ignore[misc]

    def __init__(self, stream: str) -> None:
        CParser.__init__(self, stream)
        yaml.resolver.Resolver.__init__(self)


for _tag, _pattern, _first in (
    ("bool", "true|false", "tf"),
    ("int", "-?(?:0|[1-9][0-9]*)", "-0123456789"),
    ("null", "~|null|", ["~", "n", ""]),
):
    AuthorYaml.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first))

SCALARS: dict[str, Callable[[str], Any]] = {
    "bool": lambda text: text == "true",
    "int": int,
    "null": lambda _: None,
    "str": str,
}


class Source:
    """One YAML document: its data, the place of every value, and what is wrong with the YAML itself."""

    def __init__(self, file: str, root: yaml.Node | None, problems: Iterable[Problem] = ()) -> None:
        self.file = file
        self.root = root
        self.problems = list(problems)
        self.data = self._build(root, 1, set()) if root else None

    @classmethod
    def parse(cls, file: str, text: str) -> Source:
        """The one document in `text`; broken, empty or oversized text gives a problem and no data.

        >>> [str(problem) for problem in Source.parse("a.yaml", "id: a\\nid: b\\n").problems]
        ['a.yaml:2:1: «id» står to ganger\\n    behold den ene']
        """
        documents = list(cls.parse_all(file, text))
        if len(documents) > 1:
            second = documents[1].place()
            return cls(file, None, [Problem(second, "filen har flere dokumenter", "en fil har ett; fjern «---»")])
        return documents[0]

    @classmethod
    def parse_all(cls, file: str, text: str) -> Iterator[Source]:
        """Each document of `text`, at least one; text that cannot be parsed is one document with a problem."""
        start = Place(file)
        if len(text) > MAX_BYTES:
            yield cls(file, None, [Problem(start, *TOO_LARGE)])
            return
        loader = None
        try:
            loader = AuthorYaml(text)
            roots = []
            while loader.check_node():
                roots.append(loader.get_node())
        except yaml.YAMLError as error:
            yield cls(file, None, [_broken(file, error)])
            return
        finally:
            if loader is not None:
                loader.dispose()
        if not roots:
            yield cls(file, None, [Problem(start, "filen er tom", "skriv minst «id:»")])
        for root in roots:
            yield cls(file, root)

    @classmethod
    def read(cls, path: Path, root: Path = Path()) -> Source:
        """The file at `path`, named as seen from `root`."""
        file = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
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
            child = _child(node, step)
            if child is None:
                break
            node = child
        return _at(self.file, node)

    def place_of_key(self, *path: str | int) -> Place:
        """The place of the key itself, for a key that should not be there."""
        node = self.root
        for step in path[:-1]:
            node = _child(node, step) or node
        for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
            if key.value == path[-1]:
                return _at(self.file, key)
        return self.place(*path)

    def _build(self, node: yaml.Node, depth: int, seen: set[int]) -> Any:
        """The data below `node`; what may not stand there is noted as a problem and left out."""
        if depth > MAX_DEPTH:
            self._note(node, f"mer enn {MAX_DEPTH} nivåer inni hverandre", "gjør filen flatere")
            return None
        if isinstance(node, yaml.ScalarNode):
            kind = node.tag.rsplit(":", 1)[-1]
            if kind not in SCALARS or not node.tag.startswith("tag:yaml.org"):
                self._note(node, f"merkelappen «{node.tag}» kan ikke brukes her", "skriv verdien uten «!»")
                return None
            return SCALARS[kind](node.value)
        if id(node) in seen:
            self._note(node, "anker og alias (& og *) kan ikke brukes her", "skriv verdien helt ut")
            return None
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self._build(item, depth + 1, seen) for item in node.value]
        data: dict[Any, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._note(key, "en nøkkel må være ett ord", "skriv «nøkkel: verdi»")
                continue
            if key.value in data:
                self._note(key, f"«{key.value}» står to ganger", "behold den ene")
            data[key.value] = self._build(value, depth + 1, seen)
        return data

    def _note(self, node: yaml.Node, message: str, hint: str) -> None:
        self.problems.append(Problem(_at(self.file, node), message, hint))


def read_text(path: Path, file: str) -> tuple[str, Problem | None]:
    """The text of a file, or the problem that kept it from being read."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return "", Problem(Place(file), *TOO_LARGE)
        return decode(path.read_bytes(), file)
    except OSError as error:
        why = {errno.ENOENT: "den finnes ikke", errno.EACCES: "du har ikke tilgang", errno.EISDIR: "det er en mappe"}
        said = why.get(error.errno or 0, error.strerror)
        return "", Problem(Place(file), f"filen kan ikke leses: {said}", "sjekk navn og rettigheter")


def decode(raw: bytes, file: str) -> tuple[str, Problem | None]:
    """The text of UTF-8 bytes, or the place where they are something else."""
    try:
        return raw.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        column = error.start - (before.rfind(b"\n") + 1) + 1
        where = Place(file, before.count(b"\n") + 1, column)
        return "", Problem(where, "filen er ikke UTF-8", "lagre den som UTF-8 i redigeringsprogrammet")


def nearest(word: object, known: Iterable[str]) -> str:
    """A hint with the nearest right word, or all of them when they are few.

    >>> nearest("historei", ["id", "historie"])
    'mente du «historie»?'
    """
    names = list(known)
    near = difflib.get_close_matches(str(word), names, n=1)
    if near:
        return f"mente du «{near[0]}»?"
    return "mulige her: " + ", ".join(names) if len(names) <= 12 else ""


def _broken(file: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
    said = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "uleselig tegn")
    hint = next((hint for sign, hint in BROKEN.items() if sign in said), "se etter innrykk, kolon og anførselstegn")
    return Problem(place, f"dette er ikke gyldig YAML ({said})", hint)


BROKEN = {
    "found character '\\t'": "bruk mellomrom, ikke tabulator",
    "cannot start any token": "bruk mellomrom til innrykk, og anførselstegn rundt tekst med spesialtegn",
    "mapping values are not allowed": "tekst med kolon må stå i anførselstegn, eller etter «|»",
    "unexpected end of stream": "et anførselstegn eller en klamme er ikke lukket",
    "could not find expected ':'": "en linje mangler kolon, eller har feil innrykk",
    "undefined alias": "anker og alias (& og *) kan ikke brukes her; sett tekst med * i anførselstegn",
}


def _child(node: yaml.Node | None, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step]  # type: ignore[no-any-return]
    return None


def _at(file: str, node: yaml.Node | None) -> Place:
    return Place(file, node.start_mark.line + 1, node.start_mark.column + 1) if node else Place(file)
