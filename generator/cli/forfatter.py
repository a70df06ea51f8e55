"""`kurs ny` and `kurs tvilling`: a good start on a case, and the same case with one fact changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from generator import checks, course
from generator.checks import unfinished
from generator.cli.kjerne import ROOT, fail, in_a_course, known_ids, kurs, sound
from generator.cli.svar import Valg, free, from_case, from_seed
from generator.course import Case, Course
from generator.norsk import WrongUse
from generator.source import nearest
from generator.utkast import Avslag, fil, tvilling
from generator.utkast.peker import pointing
from generator.utkast.scenarier import scenarier
from generator.utkast.skriv import written
from generator.utkast.snudd import turned


@kurs.command(help="Begynn på en ny sak. Det som ikke er sagt med valg, blir du spurt om.")
@click.option("--fra", metavar="S12|SAK", help="Et frø (S01–S68), eller en sak som ligner.")
@click.option("--id", metavar="ID", help="Filens navn. Uten: laget av tittelen.")
@click.option("--tittel", metavar="TEKST", help="Tittelen.")
@click.option("--modul", metavar="MODUL", help="Modulen, som også er mappen.")
@click.option("--rolle", metavar="ROLLE", help="Pulten saken havner på.")
@click.option("--vanskegrad", metavar="1-3", help="Hvor vanskelig den er.")
@click.option("--steg", metavar="STEG", help="Steget det spørres om.")
@click.option("--utfall", metavar="UTFALL", help="Det steget skal ende i når alt er hentet.")
def ny(**said: str | None) -> None:
    in_a_course()
    valg = Valg(**said)
    regelbok = sound(lambda: course.load_regelbok(ROOT))
    ids = known_ids()
    try:
        if valg.fra is None or valg.fra.upper() in scenarier():
            draft = from_seed(regelbok, valg, ids)
        else:
            draft = from_case(regelbok, valg, ids)
        path = Path("cases", draft.sak["modul"], f"{draft.sak['id']}.yaml")
        text = written(draft)
        fil.write_new(ROOT / path, text)
    except Avslag as refused:
        raise WrongUse(str(refused)) from None
    click.echo(f"{path.as_posix()} er skrevet. {_remaining(text)}\n{_next(draft.sak['id'], path)}")


@kurs.command(name="tvilling", help="Skriv en tvilling av SAK, der ett faktum har en annen verdi.")
@click.argument("sak", metavar="SAK")
@click.argument("endring", metavar="FAKTUM=VERDI")
@click.option("--id", metavar="ID", help="Tvillingens id. Uten: sakens, med et tall bak.")
def tvilling_(sak: str, endring: str, id: str | None) -> None:
    in_a_course()
    fact, sign, value = endring.partition("=")
    if not sign:
        raise WrongUse(f"«{endring}» har ikke noe likhetstegn; skriv det som «onsker_timeavtale=ja»")
    whole = sound(lambda: course.load(ROOT))
    case = _sound_case(whole, sak)
    try:
        id = free(id, whole.stems) if id else fil.free_id(sak, whole.stems)
        par = tvilling.paired(whole.regelbok, case, fact, tvilling.parsed(whole.regelbok, fact, value))
        made, original = tvilling.twin(par, id), pointing(par.case, id, fact)
        path = Path(case.source.file).with_name(f"{id}.yaml")
        fil.write_new(ROOT / path, made.text)
        if original:
            fil.rewrite(ROOT / case.source.file, original)
    except Avslag as refused:
        raise WrongUse(str(refused)) from None
    for line in turned(par) or [f"Ingen svar går over: «{fact}» har ikke noe å si for det saken spør om."]:
        click.echo(line)
    for question, outcome in made.taken_out:
        click.echo(f"«{question}» kan ha høyst fem svar, så «{outcome}» er tatt ut av tvillingen.")
    if not original:
        click.echo(f"Legg dette til i {case.source.file}:\ntvillinger:\n  - {{sak: {id}, skiller: {fact}}}")
    click.echo(f"{path.as_posix()} er skrevet. {_remaining(made.text)} Les også historien og det andre om igjen.")
    click.echo(_next(id, path))


def _sound_case(whole: Course, id: str) -> Case:
    """The case, when nothing is wrong with it but what is still to be written."""
    wrong = [one for one in whole.problems if Path(one.place.file).stem == id]
    case = whole.by_id.get(id)
    if case is not None:
        found = checks.problems(replace(whole, cases=[case], utenfor=[], lesestoff=[], problems=[]), whole)
        wrong += [one for one in found if not unfinished.is_told(one)]
    if wrong:
        fail(wrong)
    if case is None:
        raise WrongUse(f"det finnes ingen sak «{id}»; {nearest(id, whole.by_id)}")
    return case


def _remaining(text: str) -> str:
    count = len(unfinished.MARK.findall(text))
    return f"{count} {'sted gjenstår' if count == 1 else 'steder gjenstår'}, merket med «SKRIV»."


def _next(id: str, path: Path) -> str:
    return f"Se dem med «kurs sjekk {path.as_posix()}», og saken med «kurs vis {id}»."
