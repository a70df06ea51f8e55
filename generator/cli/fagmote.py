"""`kurs fagmote`: a meeting with phones, and what is kept of meetings. Its parts are slow to load, and loaded last."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator import course
from generator.cli.kjerne import ROOT, abort, in_a_course, kurs
from generator.norsk import Gruppe, WrongUse

if TYPE_CHECKING:
    from generator.live.store import Store


class Alder(click.ParamType[int]):
    """So many days, as in «90d»."""

    name = "alder"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> int:
        days = value.removesuffix("d")
        if days == value or not (days.isascii() and days.isdigit()) or len(days) > 5:
            self.fail(f"'{value}'", param, ctx)
        return int(days)


DATA = Path("fagmote")


def _where(command: Callable[..., None]) -> Callable[..., None]:
    """Where meetings are kept."""
    folder = click.Path(file_okay=False, path_type=Path)
    in_folder = click.option("--data", metavar="MAPPE", type=folder, help=f"Mappen møtene ligger i. Uten: {DATA}/.")
    in_database = click.option("--database", metavar="URL", help="En database i stedet, som postgresql+psycopg://…")
    return in_folder(in_database(command))


@kurs.group(
    cls=Gruppe,
    invoke_without_command=True,
    subcommand_metavar="[KOMMANDO]",
    help="Hold et fagmøte: alle svarer på sin telefon, og ser hvor de er ulike.",
)
@_where
@click.option("--port", metavar="TALL", type=click.IntRange(1, 65535), default=8010, help="Porten. Uten: 8010.")
@click.option("--adresse", metavar="URL", help="Adressen de andre når maskinen på. Uten: den i nettet dere er i.")
@click.pass_context
def fagmote(context: click.Context, data: Path | None, database: str | None, port: int, adresse: str | None) -> None:
    context.obj = (data, database)
    if context.invoked_subcommand:
        return
    from generator import bygg  # noqa: PLC0415 (slow to load; the other commands do without it)
    from generator.live import tjeneste  # noqa: PLC0415
    from generator.live.server import Server  # noqa: PLC0415

    in_a_course()
    if adresse and not re.fullmatch(r"https?://[^/\s#?]+", adresse.rstrip("/")):
        raise WrongUse(f"«{adresse}» kan ikke være adressen; skriv den som «https://kurs.kontoret.no»")
    try:
        sock = tjeneste.listening(port)
    except OSError:
        raise WrongUse(f"porten {port} er opptatt eller stengt; prøv «--port {port + 1}»") from None
    store = _store(data, database)
    click.echo("Bygger kurset …")
    try:
        malform = bygg.build(ROOT)
    except bygg.Abort as problems:
        abort(problems)
    reached = adresse.rstrip("/") if adresse else f"http://{tjeneste.lan_address()}:{port}"
    server = Server(course.load(ROOT), ROOT / "site", store, reached, malform)
    click.echo(tjeneste.ledsaget(server, tjeneste.dagens_kode(store)))
    tjeneste.run(server, sock)


@fagmote.command(help="Slett møter der ingenting har hendt på en stund, for godt.")
@_where
@click.option("--eldre-enn", metavar="DAGER", type=Alder(), required=True, help="Så gamle, for eksempel 90d.")
@click.pass_obj
def slett(given: tuple[Path | None, str | None], data: Path | None, database: str | None, eldre_enn: int) -> None:
    count = _kept(given, data, database).slett(time.time() - 86_400 * eldre_enn)
    click.echo(f"{count} {'møte' if count == 1 else 'møter'} er slettet.")


@fagmote.command(help="Skriv alt som er målt og skrevet ned i møtene, til FIL som JSON. Ingen personer er med.")
@_where
@click.argument("fil", metavar="FIL", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def eksporter(given: tuple[Path | None, str | None], data: Path | None, database: str | None, fil: Path) -> None:
    from generator.live import uttrekk  # noqa: PLC0415 (slow to load; the other commands do without it)

    kept = _kept(given, data, database).arkiv()
    _write(fil, uttrekk.alt(kept), "velg et annet navn")
    click.echo(f"{len(kept)} {'møte' if len(kept) == 1 else 'møter'} er skrevet til {fil}.")


@fagmote.command(help="Skriv hvordan sakene ble lest i møtene, til FIL som JSON. Den legges i cases/lesninger/.")
@_where
@click.argument("fil", metavar="FIL", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def lesninger(given: tuple[Path | None, str | None], data: Path | None, database: str | None, fil: Path) -> None:
    from generator.live import uttrekk  # noqa: PLC0415 (slow to load; the other commands do without it)

    told = uttrekk.lesninger(mote for _, mote in _kept(given, data, database).arkiv() if mote.er_over)
    _write(fil, told, "slett den først, for de samme møtene skal ikke telles to ganger")
    too_few = "" if told else f" En sak kommer med når {uttrekk.MINST} svar er gitt, av minst {uttrekk.MINST_FOLK}."
    click.echo(f"{len(told)} {'sak' if len(told) == 1 else 'saker'} er skrevet til {fil}.{too_few}")


def _write(fil: Path, told: dict[str, Any], otherwise: str) -> None:
    """A new file as JSON; `otherwise` is what to do where it is there already."""
    try:
        if not fil.parent.exists():
            fil.parent.mkdir(parents=True)
        with fil.open("x", encoding="utf-8") as out:
            json.dump(told, out, ensure_ascii=False, indent=1)
    except FileExistsError:
        raise WrongUse(f"«{fil}» finnes fra før; {otherwise}") from None
    except OSError as error:
        raise WrongUse(f"«{fil}» kan ikke skrives: {error.strerror}") from None


def _kept(given: tuple[Path | None, str | None], data: Path | None, database: str | None) -> Store:
    """The meetings that are there; `given` is where, if it was said before the command."""
    data, database = data or given[0] or DATA, database or given[1]
    if not database and not data.exists():
        raise WrongUse(f"det er ingen møter i «{data}»; si hvor de er med «--data MAPPE»")
    return _store(data, database)


def _store(data: Path | None, database: str | None) -> Store:
    from generator.live.store import Store, Ulagret  # noqa: PLC0415 (SQLAlchemy is slow to load)

    try:
        return Store(database) if database else Store.in_folder(data or DATA)
    except ModuleNotFoundError as missing:
        raise WrongUse(
            f"«{missing.name}» mangler; databasen kan være SQLite eller PostgreSQL («pip install enhetlig[postgres]»)"
        ) from None
    except (Ulagret, OSError, ValueError) as error:
        raise WrongUse(f"møtene kan ikke åpnes der: {error}") from None
