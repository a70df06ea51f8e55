"""Within a case, everything that is pointed at is there, and no two cards give one fact differently."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from generator.course import Case, Course
from generator.model import SKJONN, Opplysning
from generator.nodes import shown
from generator.rules import ImpossibleFacts
from generator.source import Place, Problem, nearest

MOST_CLOSED = 8


def check(course: Course, case: Case) -> Iterator[Problem]:
    sak, source, regelbok = case.sak, case.source, course.regelbok
    cards = [card.id for card in sak.opplysninger]
    closed = [card.id for card in case.desk.closed]
    readings = [reading.fakta for reading in sak.vurderinger]
    yield from _twice(case, "opplysninger", "id", cards)
    yield from _twice(case, "vurderinger", "fakta", readings)
    yield from _twice(case, "sporsmal", "id", [question.id for question in sak.sporsmal])
    for i, card in enumerate(sak.opplysninger):
        yield from _missing(case, ("opplysninger", i, "erstatter"), NO_CARD, card.erstatter, cards)
        for fact in card.fakta:
            if regelbok.fakta[fact].type == "vurdering":
                place = source.place_of_key("opplysninger", i, "fakta", fact)
                hint = "flytt den til «vurderinger», med «fordi» og «ut_fra»"
                yield Problem(place, f"«{fact}» er en vurdering, og kan ikke stå på et kort", hint)
    for i, reading in enumerate(sak.vurderinger):
        yield from _missing(case, ("vurderinger", i, "ut_fra"), NO_CARD, reading.ut_fra, cards)
        cannot_be = f"«{reading.fakta}» kan ikke være «{{}}»"
        known = regelbok.fakta[reading.fakta].verdier
        if isinstance(reading.verdi, str):
            yield from _missing(case, ("vurderinger", i, "verdi"), cannot_be, [reading.verdi], [*known, SKJONN])
        else:
            yield from _missing(case, ("vurderinger", i, "verdi"), cannot_be, reading.verdi, known)
    for i, question in enumerate(sak.sporsmal):
        if question.type == "steg":
            no_reading = "saken har ikke «{}» under «vurderinger»"
            yield from _missing(case, ("sporsmal", i, "lesninger"), no_reading, question.lesninger, readings)
    for i, expected in enumerate(sak.forventet):
        not_closed = "det finnes ikke noe kort «{}» som kan hentes"
        yield from _missing(case, ("forventet", i, "hentet"), not_closed, expected.hentet, closed)
        no_outcome = f"«{expected.steg}» har ikke utfallet «{{}}»"
        known = regelbok.steg[expected.steg].utfall
        yield from _missing(case, ("forventet", i, "utfall"), no_outcome, expected.utfall, known)
    yield from _disagreements(case)
    yield from _circles(case)
    if len(closed) > MOST_CLOSED:
        message = f"saken har {len(closed)} kort å hente, og det meste er {MOST_CLOSED}"
        yield Problem(source.place("opplysninger"), message, "slå sammen kort, eller legg noen på bordet")
    else:
        yield from _impossible(course, case)


def hold(course: Course, case: Case) -> bool:
    """Whether the case can be judged: nothing is wrong with its references, and no slip in its pile is impossible."""
    try:
        for slip in case.sak.lapper:
            case.desk.starts(slip)
    except ImpossibleFacts:
        return False
    return not any(check(course, case))


NO_CARD = "det finnes ikke noe kort «{}»"


def _twice(case: Case, part: str, key: str, values: list[str]) -> Iterator[Problem]:
    for i, value in enumerate(values):
        if value in values[:i]:
            yield Problem(case.source.place(part, i, key), f"«{value}» står to ganger", "gi den ene et annet navn")


def _missing(
    case: Case, path: tuple[str | int, ...], message: str, words: Iterable[str], known: Iterable[str]
) -> Iterator[Problem]:
    known = list(known)
    for i, word in enumerate(words):
        if word not in known:
            hint = nearest(word, known) or "ta det bort, eller legg det til i saken"
            yield Problem(case.source.place(*path, i), message.format(shown(word)), hint)


def _disagreements(case: Case) -> Iterator[Problem]:
    """Cards that give one fact differently and do not say which goes first."""
    for (_, one), (j, other) in combinations(enumerate(case.sak.opplysninger), 2):
        for fact in sorted(one.fakta.keys() & other.fakta.keys()):
            replaces = one.id in other.erstatter or other.id in one.erstatter
            if one.fakta[fact] != other.fakta[fact] and not replaces:
                place = case.source.place("opplysninger", j, "fakta", fact)
                message = f"«{fact}» er {_said(other, fact)} her, men {_said(one, fact)} på kortet «{one.id}»"
                yield Problem(place, message, f"skriv «erstatter: [{one.id}]» hvis dette kortet går foran")


def _circles(case: Case) -> Iterator[Problem]:
    """Cards that replace themselves, directly or through others: then none of them would speak."""
    replaces = {card.id: card.erstatter for card in case.sak.opplysninger}
    for i, card in enumerate(case.sak.opplysninger):
        reached, queue = set(), [*card.erstatter]
        while queue:
            other = queue.pop()
            if other not in reached:
                reached.add(other)
                queue += replaces.get(other, ())
        if card.id in reached:
            place = case.source.place("opplysninger", i, "erstatter")
            message = f"kortet «{card.id}» ender med å erstatte seg selv"
            yield Problem(place, message, "la bare det kortet som går foran, ha «erstatter»")


def _impossible(course: Course, case: Case) -> Iterator[Problem]:
    """Facts that cannot all hold, with some set of open cards."""
    told = set()
    for mask in range(case.desk.all_open + 1):
        try:
            case.desk.worlds(mask)
        except ImpossibleFacts as error:
            fetched = [card.id for i, card in enumerate(case.desk.closed) if mask >> i & 1]
            when = f" når {', '.join(fetched)} er hentet" if fetched else ""
            for reason in error.reasons:
                if reason not in told:
                    told.add(reason)
                    facts = {key for one in course.regelbok.hode.umulig if one.fordi == reason for key in one.fakta}
                    together = " og ".join(f"«{fact}»" for fact in sorted(facts))
                    message = f"{together} kan ikke stemme samtidig slik de står{when}"
                    yield Problem(_last_of(case, facts), message, reason)


def _last_of(case: Case, facts: set[str]) -> Place:
    """The place of the last in the file that gives one of `facts`."""
    cards = [
        case.source.place("opplysninger", i, "fakta", fact)
        for i, card in enumerate(case.sak.opplysninger)
        for fact in card.fakta
        if fact in facts
    ]
    readings = [
        case.source.place("vurderinger", i, "verdi")
        for i, reading in enumerate(case.sak.vurderinger)
        if reading.fakta in facts
    ]
    return max([*cards, *readings], default=case.source.place("opplysninger"))


def _said(card: Opplysning, fact: str) -> str:
    value = card.fakta[fact]
    return f"«{value if isinstance(value, str) else ' eller '.join(value)}»"
