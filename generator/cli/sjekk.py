"""`kurs sjekk` and `kurs vurder`: what is wrong with the course, and what the rules say."""

from __future__ import annotations

import json
import sys
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import click

from generator import checks, course, report, vurder
from generator.checks.lesninger import uprovd
from generator.cli.kjerne import ROOT, fail, kurs, name, sound
from generator.lesninger import FOLDER
from generator.rules.book import HEAD
from generator.source import MAX_BYTES, decode, read_text, written
from generator.view.tekst import enumerated, quoted


@kurs.command(
    help="Sjekk regelboken, sakene og tekstene, eller bare noen FILer. Alt sies på én gang, også råd om språket."
)
@click.argument("filer", metavar="[FIL]...", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--format",
    "form",
    metavar="FORM",
    type=click.Choice([*report.FORMATS]),
    default="tekst",
    help="tekst, github eller json.",
)
def sjekk(filer: tuple[Path, ...], form: str) -> None:
    whole = sound(lambda: course.load(ROOT), form)
    found, count = [*checks.problems(whole), *checks.advice(whole)], len(whole.sources)
    wanted, untried = {name(file) for file in filer}, uprovd(whole)
    if filer:
        loose = course.load(ROOT, whole.regelbok, [file for file in filer if not _is_known(file, whole)])
        found = [p for p in [*found, *checks.problems(loose), *checks.advice(loose)] if p.place.file in wanted]
        count, untried = len(wanted), [*untried, *uprovd(loose)]
    found = sorted(set(found))
    wrong = sum(not problem.is_advice for problem in found)
    said = report.FORMATS[form](found)
    if said:
        click.echo(said)
    if form == "tekst":
        what = "fil" if filer else "sak"
        advised = f" og {len(found) - wrong} råd" if len(found) > wrong else ""
        click.echo(f"{wrong} feil{advised} i {count} {what if count == 1 else what + 'er'}.", err=bool(wrong))
        if whole.utenfor and not filer:
            made = "1 sak er laget" if len(whole.utenfor) == 1 else f"{len(whole.utenfor)} saker er laget"
            click.echo(f"{made} for en annen regelbok, og er ikke med i kurset.")
        if not wrong:
            _tell_untried(untried, wanted)
    sys.exit(1 if wrong else 0)


@kurs.command(name="vurder", help="Si hva reglene sier om opplysningene i hver FIL. «-» er standard inn.")
@click.argument("filer", metavar="FIL...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Skriv svarene som JSON.")
def vurder_(filer: tuple[str, ...], as_json: bool) -> None:
    regelbok = sound(lambda: course.load_regelbok(ROOT))
    answers, problems = [], []
    for fil in filer:
        name = written(Path(fil))
        text, problem = decode(sys.stdin.buffer.read(MAX_BYTES + 1), fil) if fil == "-" else read_text(Path(fil), name)
        given, found = vurder.answer(regelbok, name, text) if problem is None else ([], [problem])
        answers += given
        problems += found
    if problems:
        fail(problems)
    if as_json:
        click.echo(json.dumps([vurder.as_data(regelbok, answer) for answer in answers], ensure_ascii=False, indent=1))
    else:
        click.echo("\n\n".join("\n".join(vurder.as_text(regelbok, answer)) for answer in answers))


def _tell_untried(found: list[tuple[course.Case, str]], wanted: set[str]) -> None:
    """The vurderinger that nobody has read in a meeting: how many there are, or of the files asked for, which."""
    if wanted:
        for case, facts in groupby((pair for pair in found if pair[0].source.file in wanted), itemgetter(0)):
            names = enumerated([quoted(fact) for _, fact in facts])
            click.echo(f"{case.source.file}: {names} er ikke prøvd i noe fagmøte.")
    elif found:
        count = "1 vurdering" if len(found) == 1 else f"{len(found)} vurderinger"
        click.echo(f"{count} er ikke prøvd i noe fagmøte. Et møte prøver bare dem saken spør etter («lesninger»).")


def _is_known(file: Path, whole: course.Course) -> bool:
    """Whether the file was looked at with the course: as one of its cases or texts, as readings, or with a rulebook."""
    above = [*file.resolve().parents]
    in_rulebook = any((folder / HEAD).exists() for folder in above[:2])
    folders = {(ROOT / "course").resolve(), (ROOT / FOLDER).resolve()}
    return name(file) in whole.sources or in_rulebook or not folders.isdisjoint(above)
