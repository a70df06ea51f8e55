"""Cards that are worth fetching, and that tell what is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from generator.course import Case, Course
from generator.rules import read_by
from generator.source import Problem

MOST_BLIND = 2
"""Cards to fetch that lead nowhere: a learner must be able to fetch in vain, but not to do little else."""


def check(course: Course, case: Case) -> Iterator[Problem]:
    """Too many cards that lead nowhere, and questions that no card speaks to. Judges the case."""
    blind = [*_blind(course, case)]
    if len(blind) > MOST_BLIND and case.sak.stegsporsmal:
        number = [card.id for card in case.sak.opplysninger].index(blind[MOST_BLIND])
        message = f"{len(blind)} kort å hente endrer ingenting: {', '.join(f'«{card}»' for card in blind)}"
        hint = f"{MOST_BLIND} blindspor er nok; ta bort kort, eller la dem gi noe som spørsmålene trenger"
        yield Problem(case.source.place("opplysninger", number), message, hint)
    yield from _unheard(course, case)


def _blind(course: Course, case: Case) -> Iterator[str]:
    """The cards to fetch that never bring an answer further, that no vurdering rests on, and that tell nothing that a
    step asks for or that the rules name as without bearing."""
    judged = [case.desk.judge(question) for question in case.sak.stegsporsmal]
    helping = {number for one in judged for state in one.states for number in state.helps}
    rested_on = {card for reading in case.sak.vurderinger for card in reading.ut_fra}
    telling = {key for key, fact in course.regelbok.fakta.items() if fact.uten_betydning}
    telling = telling.union(*(read_by(course.regelbok, question.steg) for question in case.sak.stegsporsmal))
    for number, card in enumerate(case.desk.closed):
        if number not in helping and card.id not in rested_on and not telling & card.fakta.keys():
            yield card.id


def _unheard(course: Course, case: Case) -> Iterator[Problem]:
    """A question about a step, in a case where no card tells anything that the step asks for."""
    given = {fact for card in case.sak.opplysninger for fact in card.fakta}
    given |= {reading.fakta for reading in case.sak.vurderinger if reading.ut_fra}
    for i, question in enumerate(case.sak.sporsmal):
        if question.type == "steg" and case.sak.opplysninger and not given & read_by(course.regelbok, question.steg):
            message = f"ikke noe kort sier noe som «{question.steg}» spør etter"
            yield Problem(case.source.place("sporsmal", i), message, "legg det spørsmålet trenger, på et kort")
