"""The whole course: the rulebook and the cases, read from a folder."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path, PurePosixPath
from typing import get_args

from generator.cores import each
from generator.desk import Desk
from generator.lesestoff import Stykke, read_all
from generator.lesninger import Lesninger, read_files
from generator.model import Modul, Ord, Regelbok, Sak
from generator.nodes import shown
from generator.reader import read
from generator.rules.book import HEAD, SHELF, read_regelbok, shelf
from generator.rules.local import narrower
from generator.rules.proof import prove
from generator.source import Place, Problem, Source, nearest

IN_USE = "retningslinjer-2010"
LOCAL = "lokalt"
"""Where an office keeps its own rulebook, laid on one of those that come with the course."""
MODULER: tuple[Modul, ...] = get_args(Modul)


class CourseError(Exception):
    """The course cannot be built. Carries every problem that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True, eq=False)
class Case:
    """A case and where it was written."""

    sak: Sak
    source: Source
    desk: Desk


@dataclass
class Course:
    """What could be read, the cases in the order they are learnt in; `problems` says what could not."""

    root: Path
    regelbok: Regelbok
    sources: dict[str, Source] = field(default_factory=dict)
    """Every file that was looked at, by the name that problems give it."""
    cases: list[Case] = field(default_factory=list)
    utenfor: list[Case] = field(default_factory=list)
    """The cases that are made for another rulebook: not taught, though judged by this one."""
    lesestoff: list[Stykke] = field(default_factory=list)
    """The hand-written pages, lessons among them, in the order of their names."""
    lesninger: Lesninger = field(default_factory=Lesninger)
    """How cases were read in fagmøter."""
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def by_id(self) -> dict[str, Case]:
        return {case.sak.id: case for case in self.cases}

    @cached_property
    def files_by_id(self) -> dict[str, list[str]]:
        """The files that each id stands in; more than one is a mistake."""
        found: dict[str, list[str]] = {}
        for case in (*self.cases, *self.utenfor):
            found.setdefault(case.sak.id, []).append(case.source.file)
        return found

    @cached_property
    def stems(self) -> set[str]:
        """The names of the case files without their ending, those that cannot be read too."""
        return {PurePosixPath(file).stem for file in self.sources}

    def with_case(self, new: Case) -> Course:
        """The same course with the case from that file exchanged."""
        return replace(self, cases=[new if new.source.file == case.source.file else case for case in self.cases])

    def without(self, files: Container[str]) -> Course:
        """The same course without the cases and texts from these files."""
        cases = [case for case in self.cases if case.source.file not in files]
        return replace(self, cases=cases, lesestoff=[one for one in self.lesestoff if one.source.file not in files])


def load(root: Path, regelbok: Regelbok | None = None, files: Iterable[Path] | None = None) -> Course:
    """The course in `root`: every case below `cases/`, or only `files`.

    What is wrong with a case is in the course's `problems`; the other cases are there.

    Raises:
        CourseError: the rulebook itself does not hold; then no case can be judged.
    """
    regelbok = regelbok or load_regelbok(root)
    words = regelbok.words()
    course = Course(root, regelbok)
    paths = sorted((root / "cases").glob("**/*.y*ml")) if files is None else [path.resolve() for path in files]
    one = partial(_read_case, root if files is None else root.resolve(), words)
    for source, sak, problems in each(one, paths):
        course.sources[source.file] = source
        course.problems += problems
        if sak is not None:
            fits = sak.regelbok in (None, regelbok.grunnlag)
            (course.cases if fits else course.utenfor).append(Case(sak, source, Desk(regelbok, sak)))
    if files is None:
        course.lesestoff, problems = read_all(root, words)
        course.problems += problems
        course.lesninger, problems = read_files(root, course.stems)
        course.problems += problems
        if not course.sources:
            course.problems.append(Problem(Place("cases"), "her er det ingen saker", "gå til mappen der kurset ligger"))
    course.cases.sort(key=lambda case: (MODULER.index(case.sak.modul), case.sak.vanskegrad, case.sak.id))
    return course


def _read_case(root: Path, words: Ord, path: Path) -> tuple[Source, Sak | None, list[Problem]]:
    source = Source.read(path, root)
    sak, problems = read(source, Sak, words)
    if sak is not None:
        source.forget()
    return source, sak, problems


def load_regelbok(root: Path, folder: Path | None = None) -> Regelbok:
    """The rulebook in `folder`, or else the one that the course in `root` teaches; proven.

    Raises:
        CourseError: with what is wrong with its files, with the worlds that its rules do not answer, or with what an
            office's own routines take away.
    """
    found = read_regelbok(folder or taught(root), root)
    if found.regelbok is None:
        raise CourseError(found.problems)
    flaws = prove(found.regelbok)
    taken = [] if any(flaw.is_circle for flaw in flaws) else narrower(found)
    told = taken or [Problem(found.place(flaw.rule or flaw.step), flaw.message, flaw.hint) for flaw in flaws]
    if told:
        raise CourseError(told)
    return found.regelbok


def taught(root: Path) -> Path:
    """The folder of the rulebook that the course teaches: `extra: regelbok:` in its mkdocs.yml, the name of one on the
    shelf or a folder of the course.

    Raises:
        CourseError: there is no such rulebook.
    """
    settings = Source.read(root / "mkdocs.yml", root) if (root / "mkdocs.yml").exists() else None
    extra = settings.data.get("extra") if settings and isinstance(settings.data, dict) else None
    name = extra.get("regelbok", IN_USE) if isinstance(extra, dict) else IN_USE
    folder = next((place / str(name) for place in (SHELF, root) if (place / str(name) / HEAD).is_file()), None)
    if settings and folder is None:
        hint = nearest(name, shelf())
        what = f"det finnes ingen regelbok «{shown(name)}»"
        raise CourseError([Problem(settings.place("extra", "regelbok"), what, hint)])
    return folder or SHELF / IN_USE
