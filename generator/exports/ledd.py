"""Questions for a format that knows no cards: each with all that lies before the learner, and what is said of a choice.

A question about a step is asked twice where what is fetched turns the answer: of what lies on the table, where more may
have to be fetched first, and of everything fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup, escape

from generator.course import Case, Course
from generator.desk import INNHENT
from generator.view.forklaring import said_in
from generator.view.sak import Kort, Saksvisning, vis
from generator.view.saksrad import saksrad
from generator.view.sporsmal import Dom, Lappvisning, Sporsmal, Valg, dommen, starter
from generator.view.sprak import Tekster

Slag = Literal["en", "flere", "bunke", "skriv"]
"""One choice, all that belong, a pile to sort, or a text to write."""
SLAG: dict[str, Slag] = {"steg": "en", "handling": "en", "flere": "flere", "bunke": "bunke", "begrunnelse": "skriv"}
PA_BORDET = "bord"
"""Ends the id of a question that is asked of the table alone."""


@dataclass(frozen=True)
class Svarvalg:
    """A choice: its id within the question, its words, the verdict on it, and what is said to who chose it."""

    id: str
    tekst: str
    dom: Dom
    sagt: Markup


@dataclass(frozen=True)
class Ledd:
    """Something to answer. Its id never changes with order or wording: `rad-ni.niva`, `rad-ni.niva.bord`."""

    id: str
    case: Case
    slag: Slag
    tekst: str
    kort: tuple[Kort, ...]
    """The cards before the learner."""
    valg: tuple[Svarvalg, ...]
    forklaring: Markup
    """What is said afterwards, whatever was chosen: the key, what decided, and the rules."""
    merkelapper: tuple[str, ...]
    """Module, level, role, clarity, rules (`R25`), avvik."""
    er_steg: bool
    """Whether the key follows from the rules of a step; else it is cited, choice by choice."""
    ved_bordet: bool
    """Whether it is asked of the table alone."""
    lapper: tuple[Lappvisning, ...] = ()
    modell: Markup | None = None

    @property
    def rette(self) -> tuple[Svarvalg, ...]:
        """The choices that are in line, or can be defended."""
        return tuple(choice for choice in self.valg if choice.dom != "feil")


def ledd(course: Course, case: Case, t: Tekster) -> Iterator[Ledd]:
    """What the case asks, in its order."""
    shown = vis(course, case, 1, t)
    tags = _merkelapper(course, case)
    for question in shown.sporsmal:
        first = question.data["tilstand"][0] if question.type == "steg" else question.siste
        right, in_the_end = _right(question, first), _right(question, question.siste)
        if first != question.siste and (INNHENT in right or right != in_the_end):
            yield _ledd(course, shown, question, first, tags=tags, t=t)
        yield _ledd(course, shown, question, question.siste, tags=tags, t=t)


def _right(question: Sporsmal, state: int) -> list[str]:
    return list(question.data["rett"][state]) if question.type == "steg" else []


def _ledd(
    course: Course, shown: Saksvisning, question: Sporsmal, state: int, *, tags: tuple[str, ...], t: Tekster
) -> Ledd:
    is_last = state == question.siste
    id = f"{shown.case.sak.id}.{question.id}"
    return Ledd(
        id=id if is_last else f"{id}.{PA_BORDET}",
        case=shown.case,
        slag=SLAG[question.type],
        tekst=question.tekst,
        kort=(*shown.pa_bordet, *(shown.kan_hentes if is_last else ())),
        valg=tuple(_valg(course, question, state, t)),
        forklaring=Markup("\n").join(_forklaring(course, question, state, t)),
        merkelapper=tags,
        er_steg=question.type == "steg",
        ved_bordet=not is_last,
        lapper=question.lapper,
        modell=question.modell,
    )


def _valg(course: Course, question: Sporsmal, state: int, t: Tekster) -> Iterator[Svarvalg]:
    for choice in question.valg:
        dom = _verdict(question, choice, state)
        said = [part for part in _said(course, question, choice, state, dom=dom, t=t) if part]
        yield Svarvalg(
            choice.verdi, choice.tekst, dom, Markup("\n").join(Markup("<p>{}</p>").format(one) for one in said)
        )


def _verdict(question: Sporsmal, choice: Valg, state: int) -> Dom:
    if state == question.siste:
        return choice.dom
    if choice.verdi not in _right(question, state):
        return "feil"
    is_key = choice.verdi == INNHENT or question.data["utledet"][state] == [choice.verdi]
    return "rett" if is_key else "gra"


def _said(
    course: Course, question: Sporsmal, choice: Valg, state: int, *, dom: Dom, t: Tekster
) -> Iterator[Markup | str | None]:
    """What is said of the choice in this state. The author writes of a case with every card open; of the table alone
    only that speaks which is for those who answer too early, so that no closed card is given away."""
    yield Markup(" ").join(filter(None, [_dom(question, dom, t), _key(question, state)]))
    is_last = state == question.siste
    speaks = is_last if not choice.for_tidlig else dom == "feil"
    if is_last and dom == "gra":
        yield choice.kan_forsvares
    if speaks and choice.tilbakemelding:
        yield choice.tilbakemelding
        if choice.koster and dom == "feil":
            yield f"{t['sak']['koster']} {choice.koster}"
    elif dom == "feil" and question.forklaring:
        words, missed = t["skript"]["sak"], question.forklaring.hint[state].get(choice.verdi)
        asked = words["hint_nok" if choice.verdi == INNHENT else "hint_ingen"]
        yield f"{words['hint_faktum']} {course.regelbok.fakta[missed].sporsmal if missed else asked}"
    if is_last and choice.regler:
        yield f"{_regler(choice.regler)}."


def med_modell(one: Ledd, t: Tekster) -> Markup:
    """Of a text to write: how it can be written, and what it should say."""
    return Markup("<p><b>{}</b></p>\n{}\n<p><b>{}</b></p>\n{}").format(
        t["sak"]["modell"], one.modell or "", t["sak"]["sjekkliste"], one.forklaring
    )


def _key(question: Sporsmal, state: int) -> Markup:
    return question.forklaring.svaret(state) if question.forklaring else Markup()


def _dom(question: Sporsmal, dom: Dom, t: Tekster) -> Markup:
    """The verdict in words; of several answers, whether this one belongs."""
    return Markup("<b>{}.</b>").format(dommen(question.type, dom, t))


def _regler(rules: tuple[tuple[str, str, str], ...]) -> str:
    return "; ".join(f"{id} {title} {how}" for id, title, how in rules)


def _forklaring(course: Course, question: Sporsmal, state: int, t: Tekster) -> Iterator[Markup]:
    """The key with its reasons, as the page gives them in this state."""
    words = t["sak"]
    for line, rules in question.sjekkliste:
        yield Markup("<p>{} ({})</p>").format(line, ", ".join(id for id, _ in rules))
    told = question.forklaring
    if told is None:
        yield from _punktvis(question, t)
        return
    yield Markup("<p>{}</p>").format(_key(question, state))
    parts = (
        ("det_som_mangler", [escape(said) for said in said_in(state, told.mangler)]),
        ("avgjorde", [escape(quote.text) for quote in said_in(state, told.avgjorde)]),
        ("snudd", [escape(said) for said in said_in(state, told.snudd)]),
    )
    for name, lines in parts:
        if lines:
            yield Markup("<p><b>{}</b></p>\n<ul>{}</ul>").format(
                words[name], Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
            )
    spoken = [
        Markup("<li><b>{}</b> {} {} ({}. {})</li>").format(
            ", ".join(line.regel.bygger_pa),
            line.regel.tekst,
            Markup(" ").join(said_in(state, line.became)),
            line.hjemmel,
            line.i_dag,
        )
        for line in told.regler
        if state in line.states
    ]
    yield Markup("<p><b>{}</b></p>\n<ul>{}</ul>").format(words["reglene"], Markup("").join(spoken))
    for gap in said_in(state, told.uklarheter):
        unclear = course.regelbok.uklarheter[gap]
        yield Markup("<p><b>{} {}.</b> {} {}</p>").format(
            words["uklart"], unclear.tittel, unclear.tekst, unclear.handtering
        )
    if question.i_dag:
        today = [
            Markup("<li>{} {} <b>{}</b>.</li>").format(then, words["heter_na"], now) for then, now, _ in question.i_dag
        ]
        yield Markup("<p><b>{}</b></p>\n<ul>{}</ul>\n<p>{}.</p>").format(
            words["heter_i_dag"], Markup("").join(today), question.i_dag[0][2]
        )
    if course.regelbok.hode.forbehold:
        yield Markup("<p>{}. {}</p>").format(course.regelbok.hode.navn, course.regelbok.hode.forbehold)


def _punktvis(question: Sporsmal, t: Tekster) -> Iterator[Markup]:
    """Each choice or slip with what holds of it and why: where the key is not one answer from one step."""
    points = [
        (
            choice.tekst,
            _dom(question, choice.dom, t),
            choice.tilbakemelding or "",
            f"({_regler(choice.regler)})" if choice.regler else "",
        )
        for choice in question.valg
    ] + [
        (slip.lapp.tekst, Markup("<b>{}.</b>").format(starter(slip.rett, t)), slip.lapp.fordi, "")
        for slip in question.lapper
    ]
    lines = [Markup("<li>{}</li>").format(Markup(" ").join(part.strip() for part in point if part)) for point in points]
    if lines:
        yield Markup("<ol>{}</ol>").format(Markup("").join(lines))


def _merkelapper(course: Course, case: Case) -> tuple[str, ...]:
    row = saksrad(course, case)
    return (
        case.sak.modul,
        f"vanskegrad-{case.sak.vanskegrad}",
        case.sak.rolle,
        row.klarhet,
        *row.regler,
        *(f"avvik-{avvik}" for avvik in row.avvik),
    )
