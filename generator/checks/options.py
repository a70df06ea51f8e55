"""Every option that is right in some state of the cards can be chosen, and every wrong one teaches."""

from __future__ import annotations

from collections.abc import Iterator

from generator.course import Case, Course
from generator.desk import INNHENT, options
from generator.model import Bunke, Flersporsmal, Handlingssporsmal, Handlingsvalg, Stegsporsmal
from generator.rules import ImpossibleFacts, Verdict
from generator.source import Place, Problem, Source


def check(course: Course, case: Case) -> Iterator[Problem]:
    for i, question in enumerate(case.sak.sporsmal):
        match question:
            case Stegsporsmal():
                yield from _steg(course, case, i, question)
            case Handlingssporsmal() | Flersporsmal():
                yield from cited(case.source, i, question)
            case Bunke():
                yield from _bunke(case, i, question)


def _steg(course: Course, case: Case, i: int, question: Stegsporsmal) -> Iterator[Problem]:
    known = course.regelbok.steg[question.steg].utfall
    listed = [option.utfall for option in question.valg]

    def place(number: int) -> Place:
        return case.source.place("sporsmal", i, "valg", number, "utfall")

    for number, outcome in enumerate(listed):
        if outcome != INNHENT and outcome not in known:
            yield Problem(
                place(number), f"«{question.steg}» har ikke utfallet «{outcome}»", "mulige her: " + ", ".join(known)
            )
        if outcome in listed[:number]:
            yield Problem(place(number), f"«{outcome}» står to ganger", "behold den ene")
    if not case.sak.opplysninger:
        hint = "legg til kort under «opplysninger»"
        yield Problem(case.source.place("sporsmal", i), "saken har ingen opplysninger å svare ut fra", hint)
        return
    judged = case.desk.judge(question)
    right: dict[str, int] = {}
    for cards, number in enumerate(judged.index):
        for outcome in _derived(judged.states[number].verdict):
            right.setdefault(outcome, cards)
    for outcome in sorted(right.keys() - set(options(question))):
        where, cards = case.source.place("sporsmal", i, "valg"), right[outcome]
        fetched = [card.id for bit, card in enumerate(case.desk.closed) if cards >> bit & 1]
        when = f"når {', '.join(fetched)} er hentet" if fetched else "før noe er hentet"
        yield Problem(where, f"«{outcome}» er rett {when}, men kan ikke velges", f"legg til «- utfall: {outcome}»")
    last = judged.states[judged.index[case.desk.all_open]]
    for number, option in enumerate(question.valg):
        if option.kan_forsvares and option.utfall in last.verdict.utfall:
            hint = "ta bort «kan_forsvares»; reglene sier det selv"
            yield Problem(place(number), f"«{option.utfall}» følger av reglene når alt er hentet", hint)
        if option.utfall not in last.right and not option.tilbakemelding:
            message = f"«{option.utfall}» er galt når alt er hentet, men har ingen «tilbakemelding»"
            yield Problem(place(number), message, "skriv hva valget overser, og hvilken regel som sier noe annet")


def _derived(said: Verdict) -> tuple[str, ...]:
    return () if said.status == "mangler_opplysninger" else said.utfall


def cited(source: Source, i: int, question: Handlingssporsmal | Flersporsmal) -> Iterator[Problem]:
    """What is wrong with the options of question number `i`, whose key is the rules they follow or break."""
    right = [not option.bryter for option in question.valg]
    if all(right) or not any(right):
        message = "alle valgene bryter en regel" if not any(right) else "ingen av valgene bryter en regel"
        yield Problem(source.place("sporsmal", i, "valg"), message, "minst ett valg skal være rett, og minst ett galt")
    for number, option in enumerate(question.valg):
        for message, hint in _wrong_with(question, option):
            yield Problem(source.place("sporsmal", i, "valg", number), message, hint)


def _wrong_with(question: Handlingssporsmal | Flersporsmal, option: Handlingsvalg) -> Iterator[tuple[str, str]]:
    if not option.folger and not option.bryter:
        yield "valget viser ikke til noen regel", "skriv reglene det «folger» eller «bryter»"
    if option.tilbakemelding:
        return
    if question.type == "flere":
        yield "hvert valg her må ha «tilbakemelding»", "skriv hvorfor det hører med, eller ikke"
    elif option.bryter:
        yield "et valg som bryter en regel, må ha «tilbakemelding»", "skriv hva valget overser"


def _bunke(case: Case, i: int, question: Bunke) -> Iterator[Problem]:
    """A pile stands alone, and holds both contacts that start an assessment and contacts that do not."""
    if len(case.sak.sporsmal) > 1 or case.sak.opplysninger:
        hint = "flytt de andre spørsmålene og kortene til en egen sak"
        yield Problem(case.source.place("sporsmal", i), "en bunke skal stå alene i saken", hint)
    found = set()
    for number, slip in enumerate(question.lapper):
        try:
            found.add(case.desk.starts(slip))
        except ImpossibleFacts as error:
            place = case.source.place("sporsmal", i, "lapper", number, "fakta")
            yield Problem(place, "opplysningene kan ikke stemme samtidig", str(error))
    if not {"har_rett", "ikke_rett"} <= found:
        hint = "legg til lapper som starter en vurdering, og lapper som ikke gjør det"
        yield Problem(case.source.place("sporsmal", i, "lapper"), "lappene har samme svar", hint)
