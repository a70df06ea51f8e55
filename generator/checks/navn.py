"""Over all cases, nobody can guess the answer from the name of the one a case is about.

Names are sorted by gender, and by whether most readers take them as Norwegian; for nothing else than to find a skew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.checks.fisher import fisher, holm, least
from generator.checks.hovedperson import Person, hovedperson
from generator.course import Case, Course
from generator.source import Problem

LEVELS = ("innsatsgruppe", "behovsvurdering", "arbeidsevnevurdering")
"""The steps that say how much help; a case that asks about several of them counts once, by the first here."""
UNLIKELY = 0.05
"""How seldom chance alone gives a skew that is told, however many are looked for."""
ENOUGH = 20
"""How many cases it takes before a small share says anything."""


class Trait(NamedTuple):
    """Something that a name says: the two groups it makes, what they are called, and what to do about a skew."""

    groups: dict[str, str]
    smallest: float
    """The share of the cases that the smaller group should have."""
    hint: str


TRAITS = {
    "kjonn": Trait(
        {"kvinne": "om kvinner", "mann": "om menn"},
        0.25,
        "bytt navn og pronomen i noen av sakene, så svaret ikke følger kjønnet",
    ),
    "opphav": Trait(
        {"norsk": "om folk med norsk navn", "annet": "om folk med navn fra et annet språk"},
        0.10,
        "bytt navn i noen av sakene, så svaret ikke følger hvor navnet kommer fra",
    ),
}


@dataclass
class Tally:
    """The cases of each group, and those of them where an outcome is right."""

    cases: dict[str, list[Case]] = field(default_factory=lambda: defaultdict(list))
    right: dict[str, dict[str, list[Case]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    """Outcome -> group -> cases."""


class Skew(NamedTuple):
    """An outcome that one group has more often: the first group, then the other, and how likely that was."""

    trait: str
    outcome: str
    right: tuple[list[Case], list[Case]]
    cases: tuple[list[Case], list[Case]]
    groups: tuple[str, str]
    p: float


def check(course: Course) -> Iterator[Problem]:
    """Outcomes that go with the gender or the origin of a name, and groups that are nearly absent. Judges the cases."""
    people = {case.sak.id: hovedperson(case.sak) for case in course.cases}
    skews = [skew for trait in TRAITS for skew in _skews(trait, course, people)]
    for skew, told in zip(skews, holm([skew.p for skew in skews], UNLIKELY), strict=True):
        if told:
            yield _skewed(skew, people)
    for name in TRAITS:
        yield from _absent(name, course, people)


def _skews(trait: str, course: Course, people: dict[str, Person | None]) -> Iterator[Skew]:
    """For each outcome, the group that has it most against the other; not where no skew could be told from chance."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for case in course.cases:
        group, asked = getattr(people[case.sak.id], trait, None), _asked(case)
        if group and asked:
            tallies[asked[0]].cases[group].append(case)
            for outcome in asked[1]:
                tallies[asked[0]].right[outcome][group].append(case)
    one, other = TRAITS[trait].groups
    for tally in tallies.values():
        for outcome, right in tally.right.items():
            n, m, all_n, all_m = (len(found[group]) for found in (right, tally.cases) for group in (one, other))
            table = n, all_n - n, m, all_m - m
            if all_n and all_m and least(*table) < UNLIKELY:
                most, then = (one, other) if n * all_m >= m * all_n else (other, one)
                cases = tally.cases[most], tally.cases[then]
                yield Skew(trait, outcome, (right[most], right[then]), cases, (most, then), fisher(*table))


def _asked(case: Case) -> tuple[str, set[str]] | None:
    """What the case is mostly about, and the names of the outcomes that are right when all is fetched."""
    questions = {question.steg: question for question in reversed(case.sak.stegsporsmal)}
    steps = [*(step for step in LEVELS if step in questions), *(q.steg for q in case.sak.stegsporsmal)]
    if not steps:
        return None
    judged = case.desk.judge(questions[steps[0]])
    right = judged.states[judged.index[case.desk.all_open]].right
    names = case.desk.regelbok.steg[steps[0]].utfall
    return ("" if steps[0] in LEVELS else steps[0]), {names.get(outcome, outcome) for outcome in right}


def _skewed(skew: Skew, people: dict[str, Person | None]) -> Problem:
    trait = TRAITS[skew.trait]
    first, then = (trait.groups[group] for group in skew.groups)
    (right, fewer), (cases, others) = ((len(one), len(other)) for one, other in (skew.right, skew.cases))
    message = f"«{skew.outcome}» er rett i {right} av {cases} saker {first}, mot {fewer} av {others} {then}"
    return _at(skew.right[0][0], people, message, trait.hint + _left_out(people))


def _absent(name: str, course: Course, people: dict[str, Person | None]) -> Iterator[Problem]:
    """A group that is nearly nobody's."""
    trait = TRAITS[name]
    groups: dict[str, list[Case]] = {group: [] for group in trait.groups}
    for case in course.cases:
        if group := getattr(people[case.sak.id], name, None):
            groups[group].append(case)
    total = sum(map(len, groups.values()))
    fewest, most = sorted(groups, key=lambda group: len(groups[group]))
    if total >= ENOUGH and len(groups[fewest]) < trait.smallest * total:
        few = f"bare {len(groups[fewest])}" if groups[fewest] else "ingen"
        message = f"{few} av {total} saker handler {trait.groups[fewest]}"
        hint = f"la flere gjøre det, helst {100 * trait.smallest:.0f} % eller mer"
        yield _at(groups[most][0], people, message, hint + _left_out(people))


def _left_out(people: dict[str, Person | None]) -> str:
    """How many cases are not counted, in gender or origin."""
    unclear = sum(person is None or None in (person.kjonn, person.opphav) for person in people.values())
    cases = "1 sak" if unclear == 1 else f"{unclear} saker"
    return f" ({cases} er ikke talt med, for hovedpersonen er uklar)" * bool(unclear)


def _at(case: Case, people: dict[str, Person | None], message: str, hint: str) -> Problem:
    """Told where the name first stands in the story of the case."""
    person = people[case.sak.id]
    place = case.source.place_of_text(person.navn if person else "", "historie")
    return Problem(place, message, hint)
