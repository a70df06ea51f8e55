"""A twin: the same case with one fact changed. The file's text is kept; what must be rewritten is marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.checks.unfinished import REWRITE
from generator.course import Case
from generator.desk import Desk, Judged, Value
from generator.model import SKJONN, UKJENT, Regelbok, Sak, Stegsporsmal
from generator.reader import read
from generator.rules import ImpossibleFacts, verdict
from generator.source import Source, nearest
from generator.utkast import Avslag, Sti
from generator.utkast.peker import point
from generator.utkast.rediger import Redigering
from generator.utkast.svarvalg import turn_options


@dataclass(frozen=True)
class Par:
    """The case as it is, and as its twin."""

    regelbok: Regelbok
    case: Case
    fact: str
    value: Value
    other: Desk

    @property
    def questions(self) -> Iterator[tuple[int, Stegsporsmal, Judged, Judged]]:
        """The questions about steps, as judged in the case and in the twin."""
        for i, question in enumerate(self.case.sak.sporsmal):
            if isinstance(question, Stegsporsmal):
                yield i, question, self.case.desk.judge(question), self.other.judge(question)


@dataclass(frozen=True)
class Tvilling:
    """The twin's file, and what its author must know."""

    text: str
    par: Par
    taken_out: list[tuple[str, str]] = field(default_factory=list)
    """(question, outcome): options that had to give way to one that is now right."""


def parsed(regelbok: Regelbok, fact: str, said: str) -> Value:
    """The value that was asked for.

    Raises:
        Avslag: there is no such fact, or it cannot have that value.
    """
    if fact not in regelbok.fakta:
        raise Avslag(f"det finnes ikke noe faktum «{fact}»; {nearest(fact, regelbok.fakta)}")
    spec = regelbok.fakta[fact]
    values = [one.strip() for one in said.split(",")]
    allowed = [*spec.verdier, *([SKJONN, *([UKJENT] if spec.type == "opplysning" else [])] if len(values) == 1 else [])]
    if wrong := [one for one in values if one not in allowed]:
        if wrong == [UKJENT]:
            why = "er en vurdering, og blir ukjent av at kortene under «ut_fra» ikke er hentet"
            raise Avslag(f"«{fact}» {why}; mulige her: {', '.join(allowed)}")
        raise Avslag(f"«{fact}» kan ikke være «{wrong[0]}»; {nearest(wrong[0], allowed)}")
    return values[0] if len(values) == 1 else values


def paired(regelbok: Regelbok, case: Case, fact: str, value: Value) -> Par:
    """The two, judged.

    Raises:
        Avslag: the case does not give the fact, has that value already, or cannot have it beside its other facts.
    """
    given = case.desk.facts(case.desk.all_open)
    if fact not in given:
        known = nearest("", given) or "den har ingen kort"
        raise Avslag(f"«{case.sak.id}» sier ikke noe om «{fact}»; {known}")
    if _same(given[fact], value):
        raise Avslag(f"«{fact}» er alt «{said(value)}» i «{case.sak.id}»; velg en annen verdi")
    edit = Redigering(case.source.text)
    for path in _stated(case, fact):
        edit.replace(path, value)
    sak, problems = read(Source.parse(case.source.file, edit.text()), Sak, regelbok.words())
    if sak is None:
        raise Avslag("\n".join(map(str, problems)))
    par = Par(regelbok, case, fact, value, Desk(regelbok, sak))
    try:
        for mask in range(par.other.all_open + 1):
            par.other.worlds(mask)
    except ImpossibleFacts as impossible:
        raise Avslag(f"«{fact}» kan ikke være «{said(value)}» her: {' '.join(impossible.reasons)}") from None
    return par


def twin(par: Par, id: str) -> Tvilling:
    """The twin's file: with its own name, the changed fact, what the rules now say, and marks at what to rewrite."""
    edit, taken_out = Redigering(par.case.source.text), list[tuple[str, str]]()
    sak = par.case.sak
    edit.replace(("id",), id)
    edit.mark(("tittel",), REWRITE)
    for path in _stated(par.case, par.fact):
        edit.replace(path, par.value)
    for path in _telling(par.case, par.fact):
        edit.mark(path, REWRITE)
    for i, question, before, after in par.questions:
        taken_out += turn_options(edit, i, question, before, after)
    for i, expected in enumerate(sak.forventet):
        possible = par.other.worlds(par.other.mask(expected.hentet))
        found = verdict(par.regelbok, expected.steg, possible).utfall
        if {*found} != {*expected.utfall}:
            order = [one for one in par.regelbok.steg[expected.steg].utfall if one in found]
            edit.replace(("forventet", i, "utfall"), order)
    point(edit, sak, sak.id, par.fact, is_alone=True)
    return Tvilling(edit.text(), par, taken_out)


def said(value: Value) -> str:
    return value if isinstance(value, str) else " eller ".join(value)


def _same(one: Value, other: Value) -> bool:
    return one == other or {said(one)} == {said(other)}


def _stated(case: Case, fact: str) -> Iterator[Sti]:
    """Where the fact stands: under the vurderinger, or on each card that gives the value that counts in the end."""
    last = case.desk.facts(case.desk.all_open)[fact]
    for i, reading in enumerate(case.sak.vurderinger):
        if reading.fakta == fact:
            yield "vurderinger", i, "verdi"
            return
    for i, card in enumerate(case.sak.opplysninger):
        if fact in card.fakta and card.fakta[fact] == last:
            yield "opplysninger", i, "fakta", fact


def _telling(case: Case, fact: str) -> Iterator[Sti]:
    """The texts that say what the fact says: cards, and the reason of a vurdering with the cards it rests on."""
    rests_on = {card for reading in case.sak.vurderinger if reading.fakta == fact for card in reading.ut_fra}
    stated = {path[1] for path in _stated(case, fact)}
    for i, reading in enumerate(case.sak.vurderinger):
        if reading.fakta == fact:
            yield "vurderinger", i, "fordi"
            stated = set()
    for i, card in enumerate(case.sak.opplysninger):
        if i in stated or card.id in rests_on:
            yield "opplysninger", i, "tekst"
