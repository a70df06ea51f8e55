"""How cases were read in fagmøter: exports from offices, laid in cases/lesninger/, and counted together.

Only readings of a case as it now is may be used. What it now is, the mark of its question says; it is handed in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from generator.model import Saklest
from generator.nodes import shown
from generator.reader import read
from generator.source import Problem, Source

FOLDER = Path("cases", "lesninger")
NOK = 10
"""So many readings of a vurdering must there be, before they say anything."""
WHOLE = {"moter", "lesninger"}
"""What stands outermost in an export of everything."""
AGAIN = "hent filen på nytt fra møtene, og endre den ikke for hånd"


@dataclass(frozen=True)
class Lest:
    """How one vurdering was read: value -> how many, and in how many meetings."""

    antall: Counter[str]
    moter: int

    @property
    def alle(self) -> int:
        return self.antall.total()


@dataclass(frozen=True)
class Fil:
    """One export: where it lies, and case -> how it was read."""

    source: Source
    saker: Mapping[str, Saklest]


@dataclass(frozen=True)
class Lesninger:
    """All exports that could be read, in the order of their names."""

    filer: tuple[Fil, ...] = ()
    doble: tuple[tuple[str, str], ...] = ()
    """(file, the one that says the same): laid there twice, and counted once."""

    def om(self, sak: str) -> list[tuple[Source, Saklest]]:
        """What each export says of the case, whatever the case was then."""
        return [(fil.source, fil.saker[sak]) for fil in self.filer if sak in fil.saker]

    def av(self, sak: str, merke: str, fakta: str) -> Lest | None:
        """How the vurdering was read where the question had this mark; None where nobody read it."""
        told = [one for _, one in self.om(sak) if one.hash == merke and any(one.lesninger.get(fakta, {}).values())]
        count = sum((Counter(one.lesninger[fakta]) for one in told), Counter[str]())
        return Lest(count, sum(one.moter for one in told)) if told else None


def read_files(root: Path, saker: Collection[str]) -> tuple[Lesninger, list[Problem]]:
    """Every export below `root`, and all that is wrong with them; `saker` are the cases of the course."""
    files: list[Fil] = []
    twice, problems = [], []
    for path in sorted((root / FOLDER).glob("*.json")):
        found, wrong = _read(path, root, saker)
        problems += wrong
        same = next((fil.source.file for fil in files if found and fil.saker == found.saker), None)
        if found and same:
            twice.append((found.source.file, same))
        elif found:
            files.append(found)
    return Lesninger(tuple(files), tuple(twice)), problems


def _read(path: Path, root: Path, saker: Collection[str]) -> tuple[Fil | None, list[Problem]]:
    source = Source.read(path, root)
    if isinstance(source.data, dict) and WHOLE.issubset(source.data):
        message = "dette er alt fra møtene, og her skal bare lesningene ligge"
        return None, [Problem(source.place(), message, "skriv dem ut med «kurs fagmote lesninger FIL»")]
    told, problems = read(source, dict[str, Saklest])
    if source.problems:
        return None, problems
    if told is None:
        return None, [replace(problem, hint=AGAIN) for problem in problems]
    problems = [problem for sak, one in told.items() for problem in _wrong_with(source, sak, one, saker)]
    source.forget()
    return (None if problems else Fil(source, told)), problems


def _wrong_with(source: Source, sak: str, one: Saklest, saker: Collection[str]) -> Iterator[Problem]:
    if sak not in saker:
        hint = "rett navnet hvis saken heter noe annet nå, eller ta den ut av filen"
        yield Problem(source.place_of_key(sak), f"det finnes ingen sak «{shown(sak)}» i kurset", hint)
    answers = sum(one.svar.values())
    for fakta, values in one.lesninger.items():
        count = sum(values.values())
        if count != answers:
            message = f"«{shown(fakta)}» er lest av {count}, men {answers} har svart på saken"
            yield Problem(source.place(sak, "lesninger", fakta), message, AGAIN)
    if one.moter > answers:
        message = f"det kan ikke være {one.moter} møter når {answers} har svart"
        yield Problem(source.place(sak, "moter"), message, AGAIN)
