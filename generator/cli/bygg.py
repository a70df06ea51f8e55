"""`kurs bygg`, `kurs vis` and `kurs sider`: the course as a site. MkDocs is slow to load; the others do without it."""

from __future__ import annotations

from pathlib import Path

import click

from generator import checks, course
from generator.cli import nettleser
from generator.cli.kjerne import ROOT, abort, in_a_course, known_ids, kurs, sound
from generator.norsk import WrongUse
from generator.sider import NotOurs, write_pages
from generator.source import nearest


@kurs.command(name="bygg", help="Bygg nettstedet i site/.")
def bygg_() -> None:
    from generator import bygg  # noqa: PLC0415 (MkDocs is slow to load; the other commands do without it)

    in_a_course()
    try:
        bygg.build(ROOT)
    except bygg.Abort as problems:
        abort(problems)
    click.echo("Kurset er bygd i site/.")


@kurs.command(help="Vis kurset, eller bare SAK, i nettleseren. Siden fornyes når en sak eller en regel lagres.")
@click.argument("sak", metavar="[SAK]", required=False)
@click.option(
    "--port",
    metavar="TALL",
    type=click.IntRange(1, 65535),
    default=8000,
    help="Porten det skal stå på. Uten: 8000.",
)
def vis(sak: str | None, port: int) -> None:
    from generator import bygg  # noqa: PLC0415 (MkDocs is slow to load; the other commands do without it)

    in_a_course()
    address = f"127.0.0.1:{port}"
    if sak is not None and sak not in (ids := known_ids()):
        raise WrongUse(f"det finnes ingen sak «{sak}»; {nearest(sak, ids)}")
    what, url = ("Saken", f"http://{address}/saker/{sak}/") if sak else ("Kurset", f"http://{address}/")
    click.echo(f"{what} står på {url} om litt. Stopp med Ctrl+C.")
    if sak:
        nettleser.open_when_ready(url)
    try:
        bygg.serve(ROOT, address)
    except bygg.Abort as problems:
        abort(problems)
    except OSError:
        raise WrongUse(f"porten {port} er opptatt eller stengt; prøv «--port {port + 1}»") from None


@kurs.command(help="Skriv sidene i mappen UT, klare for en annen bygger som leser mkdocs.yml.")
@click.argument("ut", metavar="UT", type=click.Path(file_okay=False, path_type=Path))
def sider(ut: Path) -> None:
    in_a_course()
    whole = sound(lambda: checks.require(course.load(ROOT)))
    try:
        count = write_pages(whole, ut)
    except NotOurs:
        raise WrongUse(f"«{ut}» har noe annet i seg fra før; velg en mappe som er tom, eller ikke finnes") from None
    click.echo(f"{count} sider er skrevet i {ut}/. Bygg dem for eksempel med «zensical build -f {ut}/mkdocs.yml».")
