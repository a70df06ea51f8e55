"""Over all cases, nobody can guess the right answer from where it stands, how long it is, or how often it is right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from math import comb
from operator import itemgetter
from typing import NamedTuple

from generator.checks import outcomes
from generator.course import Case, Course
from generator.desk import INNHENT, options
from generator.model import Flersporsmal, Handlingssporsmal, Sporsmal, Stegsporsmal
from generator.source import Problem

UNLIKELY = Fraction(1, 100)
"""How seldom chance alone gives something so lopsided, on either side."""
POINTS = Fraction(10, 100)
"""A share that is nearer than this to what chance gives, helps nobody to guess."""

MOVE = "bytt om på valgene her, og i noen saker til"
RESIZE = "gjør valgene mer like lange her, og i noen saker til"
HINTS = {"står først": MOVE, "står sist": MOVE, "er lengst": RESIZE, "er kortest": RESIZE}
"""What can be said of a choice -> what to do when it is said too often, or too seldom, of the right one."""
WAYS = (("står først", "står sist"), ("er lengst", "er kortest"))
"""Two sides of one thing: it is enough to tell of one."""


class Trial(NamedTuple):
    """A question: whether the choice in some place is right, and how likely that was."""

    place: tuple[Case, int]
    hit: bool
    chance: Fraction


def check(course: Course) -> Iterator[Problem]:
    """Places, lengths and outcomes that are right much more often, or more seldom, than others. Judges the cases."""
    trials: dict[tuple[str, str], list[Trial]] = defaultdict(list)
    for case in course.cases:
        for i, question in enumerate(case.sak.sporsmal):
            for kind, where, hit, chance in _guesses(case, question):
                trials[kind, where].append(Trial((case, i), hit, chance))
    for kind in dict.fromkeys(kind for kind, _ in trials):
        for ways in WAYS:
            yield from _lopsided(kind, {where: trials[kind, where] for where in ways if (kind, where) in trials})
    yield from outcomes.check(course)


def _guesses(case: Case, question: Sporsmal) -> Iterator[tuple[str, str, bool, Fraction]]:
    """For each way to guess: the kind of question, the way, whether it is right, and how likely it was."""
    if isinstance(question, Stegsporsmal):
        judged = case.desk.judge(question)
        listed = [outcome for outcome in options(question) if outcome != INNHENT]  # it always stands last
        for when, cards in {"før noe er hentet": 0, "når alt er hentet": case.desk.all_open}.items():
            right = [outcome in judged.states[judged.index[cards]].right for outcome in listed]
            if any(right):
                yield from _ends(f"spørsmål om steg {when}", right)
    elif isinstance(question, Handlingssporsmal | Flersporsmal):
        kind = "spørsmål om hva du gjør" if question.type == "handling" else "spørsmål med flere svar"
        right = [not option.bryter for option in question.valg]
        lengths = [len(option.tekst) for option in question.valg]
        chance = Fraction(sum(right), len(right))
        yield from _ends(kind, right)
        yield kind, "er lengst", right[lengths.index(max(lengths))], chance
        yield kind, "er kortest", right[lengths.index(min(lengths))], chance


def _ends(kind: str, right: list[bool]) -> Iterator[tuple[str, str, bool, Fraction]]:
    chance = Fraction(sum(right), len(right))
    yield kind, "står først", right[0], chance
    yield kind, "står sist", right[-1], chance


def _lopsided(kind: str, tried: dict[str, list[Trial]]) -> Iterator[Problem]:
    """Of several ways to guess, the one that pays most, if any does; told where a change would help the most."""
    odd = [(likely, where) for where, trials in tried.items() if (likely := _likely(trials)) < UNLIKELY]
    if not odd:
        return
    _, where = min(odd, key=itemgetter(0))
    trials = tried[where]
    count, hits, chance = len(trials), sum(trial.hit for trial in trials), _chance(trials)
    sign = 1 if Fraction(hits, count) > chance else -1
    case, i = max(trials, key=lambda trial: sign * (trial.hit - trial.chance)).place
    shares = f"({100 * hits / count:.0f} %); tilfeldig ville gitt {100 * float(chance):.0f} %"
    message = f"rett svar {where} i {hits} av {count} {kind} {shares}"
    yield Problem(case.source.place("sporsmal", i, "valg"), message, HINTS[where])


def _likely(trials: list[Trial]) -> Fraction:
    """How likely chance alone is to give this; certain, where it is too near to help anybody."""
    count, hits, chance = len(trials), sum(trial.hit for trial in trials), _chance(trials)
    is_near = abs(Fraction(hits, count) - chance) <= POINTS
    return Fraction(1) if is_near else unlikely(hits, count, chance)


def _chance(trials: list[Trial]) -> Fraction:
    """The mean of the questions' own, near enough to be reckoned with."""
    return Fraction(sum(trial.chance for trial in trials), len(trials)).limit_denominator(1000)


def unlikely(hits: int, count: int, chance: Fraction) -> Fraction:
    """How often chance gives something as lopsided, on either side: twice the smaller tail, exactly.

    >>> unlikely(0, 3, Fraction(1, 2))
    Fraction(1, 4)
    """
    of, no = chance.numerator, chance.denominator - chance.numerator
    ways = [comb(count, k) * of**k * no ** (count - k) for k in range(count + 1)]
    smaller = min(sum(ways[: hits + 1]), sum(ways[hits:]))
    return min(Fraction(1), Fraction(2 * smaller, chance.denominator**count))
