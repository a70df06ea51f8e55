"""`kurs regeldiff`: the rulebooks there are, and what turns from one to another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from generator import course
from generator.cli.kjerne import ROOT, in_a_course, kurs, sound
from generator.model import Regelbok
from generator.norsk import WrongUse
from generator.regeldiff import Diff, Snudd, regeldiff
from generator.rules.book import HEAD, shelf
from generator.source import nearest


@kurs.command(
    name="regeldiff",
    help="Si hva som endrer seg fra regelboken A til B, og hvilke saker som snur. Uten A og B: hvilke som finnes.",
)
@click.argument("a", metavar="[A]", required=False)
@click.argument("b", metavar="[B]", required=False)
def regeldiff_(a: str | None, b: str | None) -> None:
    in_a_course()
    if a is None or b is None:
        if a is not None:
            raise WrongUse("skriv to regelbøker, den du går fra og den du går til")
        click.echo("\n".join(_listed()))
        return
    before, after = (course.load(ROOT, _book(_folder(name))) for name in (a, b))
    click.echo("\n".join(_told(regeldiff(before, after))))


def _book(folder: Path) -> Regelbok:
    return sound(lambda: course.load_regelbok(ROOT, folder))


def _folder(name: str) -> Path:
    known = {folder.name: folder for folder in _known(_taught())}
    folder = known.get(name, ROOT / name)
    if not (folder / HEAD).is_file():
        raise WrongUse(f"det finnes ingen regelbok «{name}»; {nearest(name, known)}")
    return folder


def _taught() -> Path:
    return sound(lambda: course.taught(ROOT))


def _known(taught: Path) -> list[Path]:
    """The rulebooks that come with the course, and the one that it teaches if that is another."""
    theirs = [*shelf().values()]
    return theirs if taught.resolve() in [folder.resolve() for folder in theirs] else [*theirs, taught]


def _listed() -> Iterator[str]:
    """The rulebooks, with the day each holds from; a star at the one that the course teaches."""
    taught = _taught()
    for folder in _known(taught):
        book = _book(folder)
        mark = "*" if folder.resolve() == taught.resolve() else " "
        yield f"{mark} {book.id:24} fra {book.hode.gjelder_fra}  {book.hode.navn}"
    yield "\n* Den kurset lærer bort. Velg en annen i mkdocs.yml, med «regelbok» under «extra»."


def _told(diff: Diff) -> Iterator[str]:
    """The difference, line by line, for a person."""
    yield f"Fra {diff.fra.hode.navn} til {diff.til.hode.navn}"
    for kind in dict.fromkeys(change.slag for change in diff.endringer):
        yield f"\n{kind.replace('_', ' ').capitalize()}"
        for change in diff.endringer:
            if change.slag == kind:
                yield f"  {change.hva:7} {change.id}: {change.tekst}"
    cases = dict.fromkeys(turned.sak for turned in diff.snudd)
    yield f"\nSaker som snur: {len(cases)} av {diff.antall}"
    for case in cases:
        yield f"  {case}"
        for turned in diff.snudd:
            if turned.sak == case:
                yield from _turned(diff, turned)
    if diff.tvillinger:
        yield "\nTvillinger"
        for pair in diff.tvillinger:
            what = "får nå ulike svar" if pair.skilles else "får nå samme svar"
            yield f"  {pair.sak} og {pair.tvilling} {what}"
    if diff.uleselige:
        yield f"\nBare den ene regelboken har ordene til: {', '.join(diff.uleselige)}"


def _turned(diff: Diff, turned: Snudd) -> Iterator[str]:
    when = "" if turned.alt else f" når {', '.join(turned.kort)} er hentet" if turned.kort else " før noe er hentet"
    yield f"    {turned.hvor}{when}: {_outcomes(diff.fra, turned.fra)} → {_outcomes(diff.til, turned.til)}"
    for rule in turned.regler:
        yield f"      {', '.join(rule.bygger_pa)} ({rule.id}): {rule.tekst}"


def _outcomes(regelbok: Regelbok, keys: tuple[str, ...]) -> str:
    names = {key: name for step in regelbok.steg.values() for key, name in step.utfall.items()}
    return " eller ".join(f"«{names[key]}»" if key in names else key for key in keys)
