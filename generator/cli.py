"""The command `kurs`. Each command loads, calls and says; what it does is a function elsewhere."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click

from generator import checks, course, report, vurder
from generator.norsk import Gruppe, WrongUse
from generator.sider import NotOurs, write_pages
from generator.source import MAX_BYTES, Problem, decode, read_text, written

if TYPE_CHECKING:
    from generator.live.store import Store

ROOT = Path()
T = TypeVar("T")


@click.group(cls=Gruppe, help="Enhetlig: et kurs om behovsvurdering etter § 14 a, laget av saker og regler.")
def kurs() -> None:
    pass


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
    whole = _sound(lambda: course.load(ROOT), form)
    found, count = [*checks.problems(whole), *checks.advice(whole)], len(whole.sources)
    if filer:
        loose = course.load(ROOT, whole.regelbok, [file for file in filer if not _is_known(file, whole)])
        wanted = {_name(file) for file in filer}
        found = [p for p in [*found, *checks.problems(loose), *checks.advice(loose)] if p.place.file in wanted]
        count = len(wanted)
    found = sorted(set(found))
    wrong = sum(not problem.is_advice for problem in found)
    said = report.FORMATS[form](found)
    if said:
        click.echo(said)
    if form == "tekst":
        what = "fil" if filer else "sak"
        advised = f" og {len(found) - wrong} råd" if len(found) > wrong else ""
        click.echo(f"{wrong} feil{advised} i {count} {what if count == 1 else what + 'er'}.", err=bool(wrong))
    sys.exit(1 if wrong else 0)


@kurs.command(name="vurder", help="Si hva reglene sier om opplysningene i hver FIL. «-» er standard inn.")
@click.argument("filer", metavar="FIL...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Skriv svarene som JSON.")
def vurder_(filer: tuple[str, ...], as_json: bool) -> None:
    regelbok = _sound(lambda: course.load_regelbok(ROOT))
    answers, problems = [], []
    for fil in filer:
        name = written(Path(fil))
        text, problem = decode(sys.stdin.buffer.read(MAX_BYTES + 1), fil) if fil == "-" else read_text(Path(fil), name)
        given, found = vurder.answer(regelbok, name, text) if problem is None else ([], [problem])
        answers += given
        problems += found
    if problems:
        _fail(problems)
    if as_json:
        click.echo(json.dumps([vurder.as_data(regelbok, answer) for answer in answers], ensure_ascii=False, indent=1))
    else:
        click.echo("\n\n".join("\n".join(vurder.as_text(regelbok, answer)) for answer in answers))


@kurs.command(name="bygg", help="Bygg nettstedet i site/.")
def bygg_() -> None:
    from generator import bygg  # noqa: PLC0415 (MkDocs is slow to load; the other commands do without it)

    _in_a_course()
    try:
        bygg.build(ROOT)
    except bygg.Abort as problems:
        _abort(problems)
    click.echo("Kurset er bygd i site/.")


@kurs.command(help="Vis kurset i nettleseren. Siden fornyes hver gang en sak eller en regel lagres.")
@click.option(
    "--port",
    metavar="TALL",
    type=click.IntRange(1, 65535),
    default=8000,
    help="Porten det skal stå på. Uten: 8000.",
)
def vis(port: int) -> None:
    from generator import bygg  # noqa: PLC0415 (MkDocs is slow to load; the other commands do without it)

    _in_a_course()
    address = f"127.0.0.1:{port}"
    click.echo(f"Kurset står på http://{address}/ om litt. Stopp med Ctrl+C.")
    try:
        bygg.serve(ROOT, address)
    except bygg.Abort as problems:
        _abort(problems)
    except OSError:
        raise WrongUse(f"porten {port} er opptatt eller stengt; prøv «--port {port + 1}»") from None


@kurs.command(help="Skriv sidene i mappen UT, klare for en annen bygger som leser mkdocs.yml.")
@click.argument("ut", metavar="UT", type=click.Path(file_okay=False, path_type=Path))
def sider(ut: Path) -> None:
    _in_a_course()
    whole = _sound(lambda: checks.require(course.load(ROOT)))
    try:
        count = write_pages(whole, ut)
    except NotOurs:
        raise WrongUse(f"«{ut}» har noe annet i seg fra før; velg en mappe som er tom, eller ikke finnes") from None
    click.echo(f"{count} sider er skrevet i {ut}/. Bygg dem for eksempel med «zensical build -f {ut}/mkdocs.yml».")


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

    _in_a_course()
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
        _abort(problems)
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

    store = _kept(given, data, database)
    kept = store.arkiv()
    try:
        with fil.open("x", encoding="utf-8") as out:
            json.dump(uttrekk.alt(kept), out, ensure_ascii=False, indent=1)
    except FileExistsError:
        raise WrongUse(f"«{fil}» finnes fra før; velg et annet navn") from None
    except OSError as error:
        raise WrongUse(f"«{fil}» kan ikke skrives: {error.strerror}") from None
    click.echo(f"{len(kept)} {'møte' if len(kept) == 1 else 'møter'} er skrevet til {fil}.")


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


def main() -> NoReturn:
    """The command line's door."""
    kurs.run()


def _is_known(file: Path, whole: course.Course) -> bool:
    """Whether the file was looked at with the course: as one of its cases or texts, or with the rulebook."""
    return _name(file) in whole.sources or bool(
        {course.RULEBOOKS, (ROOT / "course").resolve()} & {*file.resolve().parents}
    )


def _in_a_course() -> None:
    if not (ROOT / "mkdocs.yml").exists():
        raise WrongUse("her er det ikke noe kurs (mkdocs.yml mangler); gå til mappen der kurset ligger")


def _abort(problems: BaseException) -> NoReturn:
    click.echo(str(problems), err=True)
    sys.exit(1)


def _sound(load: Callable[[], T], form: str = "tekst") -> T:
    """What `load` gives; a course that cannot be built is told, and ends the command with exit code 1."""
    try:
        return load()
    except course.CourseError as error:
        _fail(error.problems, form)


def _fail(problems: Iterable[Problem], form: str = "tekst") -> NoReturn:
    click.echo(report.FORMATS[form](list(problems)), err=form == "tekst")
    sys.exit(1)


def _name(file: Path) -> str:
    """A file as problems name it: from the course's folder, when it lies there."""
    whole, root = file.resolve(), ROOT.resolve()
    return written(whole.relative_to(root) if whole.is_relative_to(root) else file)
