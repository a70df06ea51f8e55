"""`kurs eksporter`: the course, or some of it, in a format of others."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import click

from generator import checks, course
from generator.cli.kjerne import ROOT, in_a_course, kurs, sound
from generator.course import MODULER, Case, Course
from generator.exports.format import Format, Utelatt
from generator.exports.om import EVNER, FORMATER
from generator.exports.utvalg import Tomt, choose
from generator.norsk import WrongUse
from generator.sider import malform
from generator.source import written
from generator.view.sprak import Tekster, tekster

WHY = {
    errno.ENOENT: "mappen finnes ikke",
    errno.ENOTDIR: "det står en fil der mappen skulle vært",
    errno.EACCES: "du har ikke tilgang",
    errno.EPERM: "du har ikke tilgang",
    errno.EROFS: "der kan ingenting skrives",
    errno.ENOSPC: "disken er full",
    errno.EFBIG: "filen ble for stor",
    errno.ENAMETOOLONG: "navnet er for langt",
}
"""What keeps a file from being written, as people say it."""


@kurs.command(
    help="Skriv kurset som filen UT, i et FORMAT som andre plattformer leser. Formatene: «kurs eksporter --liste»."
)
@click.argument("FORMAT", metavar="FORMAT", type=click.Choice([*FORMATER]), required=False)
@click.argument("fil", metavar="UT", type=click.Path(), required=False)
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
    format: str | None,
    fil: str | None,
    moduler: tuple[str, ...],
    saker: tuple[str, ...],
    regler: tuple[str, ...],
    liste: bool,
) -> None:
    if liste:
        click.echo("\n".join(_table(tekster(malform(ROOT) if (ROOT / "mkdocs.yml").exists() else "nb"))))
        return
    from generator.exports.formater import FORMATS  # noqa: PLC0415 (slow to load; the other commands do without it)

    in_a_course()
    if format is None:
        raise WrongUse("si hvilket format, og hva filen skal hete: «kurs eksporter scorm12 kurs.zip»")
    if fil is None or fil.endswith(os.sep):
        example = f"{fil or ''}kurs{FORMATER[format].endelse}"
        raise WrongUse(f"si hva filen skal hete: «kurs eksporter {format} {example}»")
    ut = Path(fil)
    _require_free(ut)
    whole, t = sound(lambda: checks.require(course.load(ROOT))), tekster(malform(ROOT))
    try:
        chosen = choose(whole, moduler, saker, regler)
    except Tomt as why:
        raise WrongUse(str(why)) from None
    form = FORMATS[format]
    left_out = [*form.utelatt(chosen, t)]
    count = len(chosen.cases) - len({one.case.sak.id for one in left_out if not one.sporsmal})
    if not count:
        raise WrongUse(f"{format} kan ikke ta med noe av dette: {left_out[0].hvorfor}")
    _write(chosen, form, ut, t)
    for one in left_out:
        click.echo(_told(one, t), err=True)
    if ut.suffix.lower() != FORMATER[format].endelse:
        click.echo(f"råd: la navnet slutte på {FORMATER[format].endelse}, så plattformen kjenner filen igjen", err=True)
    click.echo(f"{count} {'sak' if count == 1 else 'saker'} er skrevet i {written(ut)}.")


def _require_free(ut: Path) -> None:
    """Tells what can be known at once to be wrong with the place of the file."""
    try:
        if ut.exists():
            raise WrongUse(f"«{written(ut)}» finnes fra før; flytt den, eller velg et annet navn")
        next(ut.parent.iterdir(), None)
    except OSError as error:
        raise _cannot(ut, error) from None


def _write(chosen: Course, form: Format, ut: Path, t: Tekster) -> None:
    """Writes the whole file, or nothing: it takes its name when it is finished."""
    draft = ut.with_name(f".kurs-{os.getpid()}")
    try:
        with draft.open("wb") as out:
            form.write(chosen, out, t, _shown)
        draft.replace(ut)
    except OSError as error:
        raise _cannot(ut, error) from None
    finally:
        with suppress(OSError):
            draft.unlink()


def _cannot(ut: Path, error: OSError) -> WrongUse:
    return WrongUse(f"«{written(ut)}» kan ikke skrives: {WHY.get(error.errno or 0, error.strerror)}")


def _shown(cases: Sequence[Case]) -> Iterator[Case]:
    """The cases, with a bar that shows how far it has come where somebody looks."""
    if not sys.stderr.isatty():
        yield from cases
        return
    with click.progressbar(cases, label="Skriver saker", file=sys.stderr) as bar:
        yield from bar


def _told(one: Utelatt, t: Tekster) -> str:
    words = t["eksport"]["utelatt"]["sporsmal" if one.sporsmal else "sak"]
    return f"{one.case.source.file}: {words.format(sporsmal=one.sporsmal, grunn=one.hvorfor)}"


def _table(t: Tekster) -> Iterator[str]:
    """The formats, and what each carries."""
    words = t["eksport"]
    for name, om in FORMATER.items():
        yield f"{name:<9}{words['formater'][name]['navn']} ({om.endelse}). {words['formater'][name]['til']}"
        for grad in ("ja", "delvis", "nei"):
            if carried := [words["evner"][evne] for evne in EVNER if om.evner[evne] == grad]:
                yield f"{'':<9}{words['grader'][grad]}: {', '.join(carried)}"
