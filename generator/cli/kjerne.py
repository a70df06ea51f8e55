"""What every command shares: the group they belong to, and how a course that does not hold is told."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NoReturn, TypeVar

import click

from generator import course, report
from generator.norsk import Gruppe, WrongUse
from generator.source import Problem, written

ROOT = Path()
T = TypeVar("T")


@click.group(cls=Gruppe, help="Enhetlig: et kurs om behovsvurdering etter § 14 a, laget av saker og regler.")
def kurs() -> None:
    pass


def in_a_course() -> None:
    if not (ROOT / "mkdocs.yml").exists():
        raise WrongUse("her er det ikke noe kurs (mkdocs.yml mangler); gå til mappen der kurset ligger")


def abort(problems: BaseException) -> NoReturn:
    click.echo(str(problems), err=True)
    sys.exit(1)


def sound(load: Callable[[], T], form: str = "tekst") -> T:
    """What `load` gives; a course that cannot be built is told, and ends the command with exit code 1."""
    try:
        return load()
    except course.CourseError as error:
        fail(error.problems, form)


def fail(problems: Iterable[Problem], form: str = "tekst") -> NoReturn:
    click.echo(report.FORMATS[form](list(problems)), err=form == "tekst")
    sys.exit(1)


def name(file: Path) -> str:
    """A file as problems name it: from the course's folder, when it lies there."""
    whole, root = file.resolve(), ROOT.resolve()
    return written(whole.relative_to(root) if whole.is_relative_to(root) else file)


def known_ids() -> list[str]:
    """The ids of the cases in the course, as the names of their files say them."""
    return sorted(path.stem for path in (ROOT / "cases").glob("**/*.y*ml"))
