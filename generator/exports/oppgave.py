"""Questions for a format where each is answered by choosing: a slip in a pile is a question of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from generator.course import Case, Course
from generator.exports.ledd import Ledd, Slag, Svarvalg, ledd, med_modell
from generator.view.sak import Kort
from generator.view.sporsmal import LAPPESVAR, Lappvisning, starter
from generator.view.sprak import Tekster
from generator.view.tekst import html


@dataclass(frozen=True)
class Oppgave:
    """A question with everything that stands before it, and everything said afterwards."""

    id: str
    """That of the `Ledd`; a slip has the number of its place in the pile behind it."""
    case: Case
    slag: Slag
    foran: Markup
    """The story, and the cards or the slip."""
    tekst: str
    valg: tuple[Svarvalg, ...]
    forklaring: Markup
    """What is said whatever was chosen; of a text to write, the model and the points."""
    punktvis: bool = False
    """Whether the explanation goes through the choices, and says of each what is said to who chose it."""

    @property
    def rette(self) -> tuple[Svarvalg, ...]:
        """The choices that are in line, or can be defended."""
        return tuple(choice for choice in self.valg if choice.dom != "feil")


def oppgaver(course: Course, case: Case, t: Tekster) -> Iterator[Oppgave]:
    """What the case asks, in its order."""
    story = html(case.sak.historie)
    for one in ledd(course, case, t):
        if one.slag == "bunke":
            for number, slip in enumerate(one.lapper, start=1):
                yield _lapp(one, number, slip, story, t)
        else:
            yield Oppgave(
                id=one.id,
                case=case,
                slag=one.slag,
                foran=Markup("\n").join([story, *_kort(one.kort, t)]),
                tekst=one.tekst,
                valg=one.valg,
                forklaring=med_modell(one, t) if one.slag == "skriv" else _som_taler(one.forklaring, t),
                punktvis=one.slag != "skriv" and not one.er_steg,
            )


def _kort(cards: tuple[Kort, ...], t: Tekster) -> Iterator[Markup]:
    if cards:
        yield Markup("<h2>{}</h2>").format(t["sak"]["bilag"])
    for card in cards:
        yield Markup("<p><b>{}</b>, {}:</p>\n{}").format(card.kilde, card.kort.dato, card.tekst)


def _som_taler(explanation: Markup, t: Tekster) -> Markup:
    """The explanation without the rules that came to nothing: it stands in a dialogue, or below the choice."""
    silent = re.compile(rf"<li>(?:(?!</li>).)*<b>{re.escape(t['forklaring']['slo_ikke_til'])}</b>(?:(?!</li>).)*</li>")
    return Markup(silent.sub("", explanation))


def _lapp(one: Ledd, number: int, slip: Lappvisning, story: Markup, t: Tekster) -> Oppgave:
    words = t["sak"]
    key = t["forklaring"]["svaret"].format(svar=starter(slip.rett, t))
    told = Markup("<p>{}</p>").format(slip.lapp.fordi)
    missed = told
    if slip.eksempler:
        missed += Markup("\n<p>{} {}.</p>").format(words["eksempel"], "; ".join(slip.eksempler))
    return Oppgave(
        id=f"{one.id}.{number}",
        case=one.case,
        slag="en",
        foran=Markup("{}\n<p><b>{}:</b> {}</p>").format(story, slip.lapp.kanal, slip.lapp.tekst),
        tekst=t["eksport"]["prove"]["lapp"],
        valg=tuple(
            Svarvalg(
                outcome,
                starter(outcome, t),
                dom := "rett" if outcome == slip.rett else "feil",
                Markup("<p><b>{}.</b> {}</p>\n{}").format(t["dom"][dom], key, told if dom == "rett" else missed),
            )
            for outcome in LAPPESVAR
        ),
        forklaring=Markup(),
    )
