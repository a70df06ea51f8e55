"""Within a case, everything that is pointed at is there, and no two cards give one fact differently."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from generator.course import Case, Course
from generator.model import SKJONN, Opplysning
from generator.rules import ImpossibleFacts
from generator.source import Problem, nearest

MOST_CLOSED = 8


def check(course: Course, case: Case) -> Iterator[Problem]:
    sak, source = case.sak, case.source
    cards = [card.id for card in sak.opplysninger]
    readings = [reading.fakta for reading in sak.vurderinger]
    yield from _twice(case, "opplysninger", "id", cards)
    yield from _twice(case, "vurderinger", "fakta", readings)
    yield from _twice(case, "sporsmal", "id", [question.id for question in sak.sporsmal])
    for i, card in enumerate(sak.opplysninger):
        others = [other for other in cards if other != card.id]
        yield from _missing(case, ("opplysninger", i, "erstatter"), "kort", card.erstatter, others)
        for fact in card.fakta:
            if course.regelbok.fakta[fact].type == "vurdering":
                place = source.place_of_key("opplysninger", i, "fakta", fact)
                yield Problem(
                    place, f"«{fact}» er en vurdering", "skriv den under «vurderinger», med «fordi» og «ut_fra»"
                )
    for i, reading in enumerate(sak.vurderinger):
        yield from _missing(case, ("vurderinger", i, "ut_fra"), "kort", reading.ut_fra, cards)
        several = not isinstance(reading.verdi, str)
        allowed = [*course.regelbok.fakta[reading.fakta].verdier, *([] if several else [SKJONN])]
        for value in reading.verdi if several else [reading.verdi]:
            if value not in allowed:
                place = source.place("vurderinger", i, "verdi")
                yield Problem(place, f"«{reading.fakta}» kan ikke være «{value}»", nearest(value, allowed))
    for i, question in enumerate(sak.sporsmal):
        if question.type == "steg":
            yield from _missing(case, ("sporsmal", i, "lesninger"), "vurdering i saken", question.lesninger, readings)
    for i, expected in enumerate(sak.forventet):
        closed = [card.id for card in case.desk.closed]
        yield from _missing(case, ("forventet", i, "hentet"), "kort å hente", expected.hentet, closed)
        known = course.regelbok.steg[expected.steg].utfall
        yield from _missing(case, ("forventet", i, "utfall"), f"utfall i «{expected.steg}»", expected.utfall, known)
    if len(case.desk.closed) > MOST_CLOSED:
        message = f"saken har {len(case.desk.closed)} kort å hente, og det meste er {MOST_CLOSED}"
        yield Problem(source.place("opplysninger"), message, "slå sammen kort, eller legg noen på bordet")
    else:
        yield from _contradictions(case)


def _twice(case: Case, part: str, key: str, values: list[str]) -> Iterator[Problem]:
    for i, value in enumerate(values):
        if value in values[:i]:
            yield Problem(case.source.place(part, i, key), f"«{value}» står to ganger", "gi den ene et annet navn")


def _missing(
    case: Case, path: tuple[str | int, ...], what: str, words: Iterable[str], known: Iterable[str]
) -> Iterator[Problem]:
    known = list(known)
    for i, word in enumerate(words):
        if word not in known:
            yield Problem(case.source.place(*path, i), f"det finnes ikke noe {what} «{word}»", nearest(word, known))


def _contradictions(case: Case) -> Iterator[Problem]:
    """Cards that give one fact differently and do not say which goes first; facts that cannot all hold."""
    for (_, one), (j, other) in combinations(enumerate(case.sak.opplysninger), 2):
        for fact in one.fakta.keys() & other.fakta.keys():
            if one.fakta[fact] != other.fakta[fact] and not _replaces(one, other):
                place = case.source.place("opplysninger", j, "fakta", fact)
                message = f"«{fact}» er {_said(other, fact)} her, men {_said(one, fact)} på kortet «{one.id}»"
                yield Problem(place, message, f"skriv «erstatter: [{one.id}]» hvis dette kortet går foran")
    told = set()
    for mask in range(case.desk.all_open + 1):
        try:
            case.desk.worlds(mask)
        except ImpossibleFacts as error:
            if error.reasons not in told:
                told.add(tuple(error.reasons))
                fetched = [card.id for i, card in enumerate(case.desk.closed) if mask >> i & 1]
                when = f" når {', '.join(fetched)} er hentet" if fetched else ""
                place = case.source.place("vurderinger" if case.sak.vurderinger else "opplysninger")
                yield Problem(place, f"opplysningene kan ikke stemme samtidig{when}", " ".join(error.reasons))
                return


def _replaces(one: Opplysning, other: Opplysning) -> bool:
    return one.id in other.erstatter or other.id in one.erstatter


def _said(card: Opplysning, fact: str) -> str:
    value = card.fakta[fact]
    return f"«{value if isinstance(value, str) else ', '.join(value)}»"
