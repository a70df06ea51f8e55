"""`kurs eksporter`: the course, or some of it, in a format of others."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from generator import checks, course
from generator.cli.kjerne import ROOT, in_a_course, kurs, sound
from generator.course import MODULER, Case
from generator.exports.formater import FORMATS, Utelatt
from generator.exports.om import EVNER, FORMATER
from generator.exports.utvalg import Tomt, choose
from generator.norsk import WrongUse
from generator.sider import malform
from generator.view.sprak import Tekster, tekster


@kurs.command(
    help="Skriv kurset som filen UT, i et FORMAT som andre plattformer leser. Formatene: «kurs eksporter --liste»."
)
@click.argument("format_", metavar="FORMAT", type=click.Choice([*FORMATER]), required=False)
@click.argument("ut", metavar="UT", type=click.Path(path_type=Path), required=False)
@click.option(
    "--modul",
    "moduler",
    metavar="MODUL",
    type=click.Choice(MODULER),
    multiple=True,
    help="Bare saker i modulen. Kan gjentas.",
)
@click.option("--sak", "saker", metavar="SAK", multiple=True, help="Bare saken. Kan gjentas.")
@click.option(
    "--regel", "regler", metavar="REGEL", multiple=True, help="Bare saker der regelen (R25) er med. Kan gjentas."
)
@click.option("--liste", is_flag=True, help="Vis formatene, og hva de kan ta med.")
def eksporter(
    *,
    format_: str | None,
    ut: Path | None,
    moduler: tuple[str, ...],
    saker: tuple[str, ...],
    regler: tuple[str, ...],
    liste: bool,
) -> None:
    in_a_course()
    t = tekster(malform(ROOT))
    if liste:
        click.echo("\n".join(_table(t)))
        return
    if format_ is None or ut is None:
        raise WrongUse("si hvilket format, og hva filen skal hete: «kurs eksporter scorm12 kurs.zip»")
    if ut.exists():
        raise WrongUse(f"«{ut}» finnes fra før; flytt den, eller velg et annet navn")
    whole = sound(lambda: checks.require(course.load(ROOT)))
    try:
        chosen = choose(whole, moduler, saker, regler)
    except Tomt as why:
        raise WrongUse(str(why)) from None
    form = FORMATS[format_]
    left_out = [*form.utelatt(chosen, t)]
    if {one.case.sak.id for one in left_out if not one.sporsmal} >= {case.sak.id for case in chosen.cases}:
        raise WrongUse(f"{format_} kan ikke ta med noe av dette: {left_out[0].hvorfor}")
    try:
        with TemporaryDirectory(dir=ut.parent, prefix=f".{ut.name}.") as folder:
            draft = Path(folder) / ut.name
            with draft.open("wb") as out:
                form.write(chosen, out, t, _shown)
            draft.replace(ut)
    except OSError as error:
        raise WrongUse(f"«{ut}» kan ikke skrives: {error.strerror}") from None
    for one in left_out:
        click.echo(_told(one), err=True)
    click.echo(f"{len(chosen.cases)} saker er skrevet i {ut}.")


def _shown(cases: Sequence[Case]) -> Iterator[Case]:
    """The cases, with a bar that shows how far it has come where somebody looks."""
    with click.progressbar(cases, label="Skriver saker", file=sys.stderr) as bar:
        yield from bar


def _told(one: Utelatt) -> str:
    what = f"spørsmålet «{one.sporsmal}»" if one.sporsmal else "saken"
    return f"{one.case.source.file}: {what} er ikke med: {one.hvorfor}"


def _table(t: Tekster) -> Iterator[str]:
    """The formats, and what each carries."""
    words = t["eksport"]
    for name, om in FORMATER.items():
        yield f"{name:<9}{words['formater'][name]['navn']} ({om.endelse}). {words['formater'][name]['til']}"
        for grad in ("ja", "delvis", "nei"):
            if carried := [words["evner"][evne] for evne in EVNER if om.evner[evne] == grad]:
                yield f"{'':<9}{words['grader'][grad]}: {', '.join(carried)}"
