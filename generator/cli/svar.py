"""What an author answers when a new case is begun, and the draft that comes of it."""

from __future__ import annotations

import re
from typing import NamedTuple

from generator import course
from generator.cli.kjerne import ROOT, fail
from generator.cli.sporre import ask, choose
from generator.model import Regelbok
from generator.norsk import WrongUse
from generator.source import nearest
from generator.utkast import Avslag, Utkast
from generator.utkast.kopi import copied
from generator.utkast.ny import Svar, new_case
from generator.utkast.scenarier import known, nearest_to, scenarier
from generator.utkast.vei import reachable
from generator.view.sprak import tekster

GRADER = {"klar": "1", "mer": "2", "gra": "3"}
"""How hard a case from a seed is likely to be."""
ID = "[a-z0-9]+(-[a-z0-9]+)*"


class Valg(NamedTuple):
    """What was said on the command line; the rest is asked for."""

    fra: str | None
    id: str | None
    tittel: str | None
    modul: str | None
    rolle: str | None
    vanskegrad: str | None
    steg: str | None
    utfall: str | None


def from_seed(regelbok: Regelbok, valg: Valg, ids: list[str]) -> Utkast:
    """A draft from a scenario seed, or from a step and an outcome."""
    seed = valg.fra.upper() if valg.fra else None
    scenario = scenarier()[seed] if seed else None
    tittel = ask("--tittel", "Hva heter saken?", valg.tittel, _text, scenario.tittel if scenario else None)
    id = ask("--id", "Hva skal filen hete?", valg.id, lambda said: free(said, ids), slug(tittel))
    steg = utfall = None
    if scenario is None or scenario.steg or valg.steg:
        stegene = {key: step.navn for key, step in regelbok.steg.items()}
        steg = choose("--steg", "Hvilket steg spør den om?", valg.steg, stegene, scenario.steg if scenario else None)
        ends = reachable(regelbok, steg, known(regelbok, scenario) if scenario else {})
        wanted = [one for one in (scenario.venter if scenario else ()) if one in ends] or ends
        named = {one: regelbok.steg[steg].utfall[one] for one in ends}
        utfall = choose("--utfall", "Hva skal det ende i når alt er hentet?", valg.utfall, named, wanted[0])
    like = scenarier()[seed or nearest_to(steg, utfall)]
    modul = choose("--modul", "Hvilken modul hører den til?", valg.modul, tekster()["moduler"], like.modul)
    rolle = choose("--rolle", "Hvilken pult havner den på?", valg.rolle, tekster()["roller"], "mottak")
    grad = choose("--vanskegrad", "Hvor vanskelig er den?", valg.vanskegrad, tekster()["grader"], GRADER[like.klarhet])
    return new_case(regelbok, Svar(id, tittel, modul, rolle, int(grad), steg, utfall), seed)


def from_case(regelbok: Regelbok, valg: Valg, ids: list[str]) -> Utkast:
    """A draft with the bones of another case."""
    if valg.steg or valg.utfall:
        raise WrongUse("«--steg» og «--utfall» følger av saken når du kopierer en")
    if valg.fra not in ids:
        raise WrongUse(f"det finnes ikke noe frø og ingen sak «{valg.fra}»; {nearest(valg.fra, [*scenarier(), *ids])}")
    read = course.load(ROOT, regelbok, [*(ROOT / "cases").glob(f"**/{valg.fra}.y*ml")][:1])
    if read.problems:
        fail(read.problems)
    case = (*read.cases, *read.utenfor)[0]
    tittel = ask("--tittel", "Hva heter den nye saken?", valg.tittel, _text)
    id = ask("--id", "Hva skal filen hete?", valg.id, lambda said: free(said, ids), slug(tittel))
    among = {"modul": "moduler", "rolle": "roller", "vanskegrad": "grader"}
    given = {key: value for key in among if (value := getattr(valg, key))}
    changes = {key: choose(f"--{key}", "", value, tekster()[among[key]]) for key, value in given.items()}
    return copied(case, id, tittel, {key: int(one) if one.isdigit() else one for key, one in changes.items()})


def _text(said: str) -> str:
    if not said.strip():
        raise Avslag("her må det stå noe")
    return said.strip()


def free(said: str, ids: list[str] | set[str]) -> str:
    """The id, when it has the right form and no case has it.

    Raises:
        Avslag: otherwise.
    """
    if not re.fullmatch(ID, said):
        raise Avslag(f"«{said}» har feil form; bruk små bokstaver a–z, tall og bindestrek")
    if said in ids:
        raise Avslag(f"det finnes alt en sak «{said}»; velg en annen id")
    return said


def slug(title: str) -> str:
    """An id made of a title.

    >>> slug("Tre lesninger av «åpenbart»")
    'tre-lesninger-av-apenbart'
    """
    plain = title.lower().translate({ord("æ"): "ae", ord("ø"): "o", ord("å"): "a", ord("é"): "e", ord("ü"): "u"})
    return "-".join(re.findall("[a-z0-9]+", plain)) or "ny-sak"
