"""`kurs dekning`: what the cases cover, and which to write next."""

from __future__ import annotations

from pathlib import Path

import click

from generator import checks, course
from generator.checks import unfinished
from generator.cli.kjerne import ROOT, kurs, sound
from generator.course import Course
from generator.norsk import WrongUse
from generator.view.dekning import dekning
from generator.view.dekningsark import sheets
from generator.view.dekningsliste import lines


@kurs.command(name="dekning", help="Vis hva sakene dekker, hvor det er hull, og hvilke saker du gjerne kan skrive.")
@click.option(
    "--csv",
    "mappe",
    metavar="MAPPE",
    type=click.Path(file_okay=False, path_type=Path),
    help="Skriv det samme sak for sak i MAPPE, som regneark for Excel.",
)
def dekning_(mappe: Path | None) -> None:
    whole = sound(_finished)
    covered = dekning(whole)
    if mappe is None:
        click.echo("\n".join(lines(whole, covered)))
        return
    files = {mappe / name: content for name, content in sheets(whole, covered).items()}
    for file in files:
        if file.exists():
            raise WrongUse(f"«{file}» finnes fra før; velg en annen mappe, eller flytt filen")
    try:
        mappe.mkdir(parents=True, exist_ok=True)
        for file, content in files.items():
            file.write_bytes(content)
    except OSError as error:
        raise WrongUse(f"«{mappe}» kan ikke skrives: {error.strerror}") from None
    click.echo(f"{len(files)} regneark er skrevet i {mappe}/: {', '.join(file.name for file in files)}.")


def _finished() -> Course:
    """The course without its drafts; how many they are is said beside it."""
    whole = course.load(ROOT)
    drafts = unfinished.drafts(whole)
    if drafts:
        count = f"{len(drafts)} saker" if len(drafts) > 1 else "Én sak"
        click.echo(f"{count} er ikke skrevet ferdig, og er ikke talt med.", err=True)
    return checks.require(whole.without(drafts))
