"""The hand-written pages below course/: front matter, then Markdown that asks the rulebook for what could go stale.

A line `{{ regel R25 R26 }}` asks for a block, `{{ i_dag standardinnsats }}` within a sentence for some words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.model import Lesestykke, Ord
from generator.reader import read
from generator.source import Place, Problem, Source, place_at, read_text, written

FENCE = re.compile(r"^---[ \t]*\n", re.MULTILINE)
ASKED = re.compile(r"\{\{(.*?)\}\}")
BLOCK = re.compile(r"^\{\{.*\}\}[ \t]*$", re.MULTILINE)
NO_FRONT = ("siden har ikke noe hode", "begynn filen med «---», «tittel:», «ingress:» og «---» igjen")


@dataclass(frozen=True)
class Ask:
    """Something that the rulebook or the cases are asked for: the word, what it is about, and where it stands."""

    word: str
    about: tuple[str, ...]
    place: Place


@dataclass(frozen=True)
class Stykke:
    """A page: its name (`leksjoner/2-retten`), its front matter, and its text."""

    navn: str
    hode: Lesestykke
    source: Source
    """The front matter."""
    text: str
    """The whole file."""
    start: int
    """The letter where the text below the front matter begins."""

    @property
    def nummer(self) -> int:
        """A lesson's number; 0 for other pages."""
        found = re.match(r"leksjoner/(\d+)", self.navn)
        return int(found[1]) if found else 0

    @property
    def ord(self) -> int:
        """The words of the text."""
        return len(re.findall(r"\w+", ASKED.sub("", self.text[self.start :])))

    def blocks(self) -> Iterator[str | Ask]:
        """The text in its order: Markdown, and what is asked for on lines of its own."""
        at = self.start
        for line in BLOCK.finditer(self.text, self.start):
            yield self.text[at : line.start()]
            yield self.ask(line.start(), line[0].strip()[2:-2])
            at = line.end()
        yield self.text[at:]

    def asks(self) -> Iterator[tuple[Ask, bool]]:
        """Everything that is asked for, and whether it stands on a line of its own."""
        blocks = {line.start() for line in BLOCK.finditer(self.text, self.start)}
        for found in ASKED.finditer(self.text, self.start):
            yield self.ask(found.start(), found[1]), found.start() in blocks

    def ask(self, at: int, inside: str) -> Ask:
        word, *about = inside.split() or [""]
        return Ask(word, tuple(about), place_at(self.source.file, self.text, at))


def read_all(root: Path, words: Ord) -> tuple[list[Stykke], list[Problem]]:
    """Every page below `root`/course, in the order of their names, and all that is wrong with how they are written."""
    folder = root / "course"
    found, problems = [], []
    for path in sorted(folder.glob("**/*.md")):
        stykke, wrong = _read(path, folder, root, words)
        problems += wrong
        if stykke:
            found.append(stykke)
    return found, problems


def _read(path: Path, folder: Path, root: Path, words: Ord) -> tuple[Stykke | None, list[Problem]]:
    file = written(path.relative_to(root))
    text, problem = read_text(path, file)
    if problem:
        return None, [problem]
    fences = list(FENCE.finditer(text))[:2]
    if len(fences) < 2 or fences[0].start():
        return None, [Problem(Place(file), *NO_FRONT)]
    source = Source.parse(file, text[: fences[1].start()])
    hode, problems = read(source, Lesestykke, words)
    if hode is None:
        return None, problems
    name = written(path.relative_to(folder)).removesuffix(".md")
    return Stykke(name, hode, source, text, fences[1].end()), problems
