"""What a meeting is told when it asks for the answer, on paper and on the projector: the key, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from generator.course import Course
from generator.view.forklaring import Forklaring, Ruleline, said_in
from generator.view.sak import Kort, Saksvisning
from generator.view.sporsmal import Sporsmal
from generator.view.sprak import Tekster
from generator.view.tekst import strong

BOKSTAVER = "ABCDEFGHI"
"""What a room calls the options, so that a hand can be raised for one."""


@dataclass(frozen=True)
class Regel:
    """A rule that spoke: what it builds on (`R25`), what it says, what became of it, and where it stands."""

    id: str
    tekst: str
    utslag: Markup
    kilde: str


@dataclass(frozen=True)
class Fasit:
    """The answer to a question. Everything but `ved_bordet` and `mangler` holds when every card is open."""

    sporsmal: Sporsmal
    ved_bordet: Markup | None
    """What is right with the cards on the table alone, where it is something else."""
    mangler: tuple[Markup, ...]
    """What is then missing."""
    svaret: Markup
    avgjorde: tuple[tuple[Kort | None, str], ...]
    """What decided, each with the card that it stands on."""
    snudd: tuple[Markup, ...]
    """What would have led elsewhere."""
    regler: tuple[Regel, ...]
    uklart: tuple[Markup, ...]
    """What the text leaves open here."""
    lesninger: tuple[tuple[str, str, str], ...]
    """Each judgement that is asked first: the question, how it can be read, and why."""


def fasit(course: Course, shown: Saksvisning, question: Sporsmal, t: Tekster) -> Fasit:
    """The answer to one of the case's questions, in the words of `t`."""
    told = question.forklaring
    if told is None:
        return Fasit(question, None, (), Markup(""), (), (), (), (), ())
    first, last = question.data["tilstand"][0], question.siste
    at_first, in_the_end = told.svaret(first), told.svaret(last)
    differs = at_first != in_the_end
    return Fasit(
        sporsmal=question,
        ved_bordet=at_first if differs else None,
        mangler=tuple(said_in(first, told.mangler)) if differs else (),
        svaret=in_the_end,
        avgjorde=tuple((shown.stempler.get(said.card or ""), said.text) for said in said_in(last, told.avgjorde)),
        snudd=tuple(said_in(last, told.snudd)),
        regler=tuple(_regler(told.regler, last, t)),
        uklart=tuple(_uklart(course, told, last)),
        lesninger=tuple(_lesninger(question)),
    )


def _regler(lines: tuple[Ruleline, ...], state: int, t: Tekster) -> Iterator[Regel]:
    """The rules that apply, give way or stay open; not those that were asked and did not hold."""
    silent = strong(t["forklaring"]["slo_ikke_til"])
    for line in lines:
        for utslag in said_in(state, line.became):
            if not utslag.startswith(silent):
                yield Regel(", ".join(line.regel.bygger_pa), line.regel.tekst, utslag, f"{line.hjemmel}. {line.i_dag}.")


def _uklart(course: Course, told: Forklaring, state: int) -> Iterator[Markup]:
    for id in said_in(state, told.uklarheter):
        gap = course.regelbok.uklarheter[id]
        yield strong(gap.tittel) + escape(f". {gap.tekst} {gap.handtering}")


def _lesninger(question: Sporsmal) -> Iterator[tuple[str, str, str]]:
    for reading in question.lesninger:
        names = dict(reading.valg)
        defended = question.data["lest"][reading.fakta][-1]
        yield reading.sporsmal, " / ".join(names[value] for value in defended), reading.fordi


def forbehold(course: Course, t: Tekster) -> str:
    """What must be said wherever the rules are quoted."""
    head = course.regelbok.hode
    return f"{head.navn}. {head.forbehold or ''} {t['sak']['ikke_kontrollert']}".replace("  ", " ")
