"""Which case to write next: what the bank has none or little of, each with facts that would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice, zip_longest

from generator.course import Course
from generator.desk import INNHENT
from generator.rules import eksempel
from generator.view.dekning import Dekning
from generator.view.rutenett import Regelrad
from generator.view.sprak import Tekster
from generator.view.tekst import enumerated

FEW_OPTIONS = 10
"""A deviation or a strategy that fewer options than this show, is met too seldom to be recognised."""
SCENARIOS_NAMED = 6


@dataclass(frozen=True)
class Forslag:
    """A case to write. `om` is what it would practise: a rule («ikke»: that fails), a step and its outcome, a tag …"""

    tekst: str
    om: tuple[str, ...]
    fakta: dict[str, str] = field(default_factory=dict)
    """Facts with which the rule applies (or does not), or the step ends there, whatever else the case says."""

    @property
    def opplysninger(self) -> str:
        """The facts as a case writes them, on one line.

        >>> Forslag("…", (), {"henvendelse": "ja", "i_arbeid": "nei"}).opplysninger
        'henvendelse: ja, i_arbeid: nei'
        """
        return ", ".join(f"{key}: {value}" for key, value in self.fakta.items())


Kind = Callable[[Course, Dekning, Tekster], Iterable[Forslag]]


def forslag(course: Course, dekket: Dekning, t: Tekster) -> tuple[Forslag, ...]:
    """At most ten suggestions in the words of `t`, the most useful first."""
    found = (islice(kind(course, dekket, t), most) for kind, most in KINDS)
    return tuple(chain.from_iterable(found))


def _outcomes(course: Course, dekket: Dekning, t: Tekster) -> Iterator[Forslag]:
    """The outcomes that no case ends in: of each step first the one that takes most facts to reach."""
    words, found = t["dekning"]["forslag"], []
    for step, rows in dekket.rutenett.utfall.items():
        spec = course.regelbok.steg[step]
        asked = any(row.rett for row in rows)
        holes = []
        for row in rows:
            if row.ender or row.utfall not in spec.utfall or row.utfall == INNHENT:
                continue
            said = words["utfall" if asked else "uspurt"].format(sporsmal=spec.sporsmal, utfall=spec.utfall[row.utfall])
            facts = eksempel.ends_in(course.regelbok, step, row.utfall)
            if facts is not None:
                holes.append(Forslag(said, (step, row.utfall), facts))
        found.append(sorted(holes, key=lambda one: -len(one.fakta)))
    return _in_turn(found)


def _rules(course: Course, dekket: Dekning, t: Tekster) -> Iterator[Forslag]:
    """The rules that apply nowhere, everywhere they are asked, or in one case only: those asked most often first."""
    rows = [(step, row) for step, rows in dekket.steg.items() for row in rows if _is_thin(row)]
    rows.sort(key=lambda one: (_thinness(one[1]), -one[1].gjelder_ikke))
    steps = dict.fromkeys(step for step, _ in rows)
    return _in_turn([[_rule(course, dekket, t, step, row) for own, row in rows if own == step] for step in steps])


def _is_thin(row: Regelrad) -> bool:
    return row.gjelder < 2 or not row.gjelder_ikke


def _thinness(row: Regelrad) -> int:
    """What is worst first: that it applies nowhere, that it always does, that it does once."""
    return 0 if not row.gjelder else 1 if not row.gjelder_ikke else 2


def _rule(course: Course, dekket: Dekning, t: Tekster, step: str, row: Regelrad) -> Forslag:
    words, bok = t["dekning"]["forslag"], course.regelbok
    said = {"regel": row.regel.tekst.rstrip(".")}
    if row.gjelder and not row.gjelder_ikke:
        against = eksempel.fails(bok, step, row.regel.id) or {}
        return Forslag(words["regel_alltid"].format(**said), (row.regel.id, "ikke"), against)
    facts = eksempel.applies(bok, step, row.regel.id) or {}
    if not row.gjelder:
        return Forslag(words["regel_ingen"].format(**said), (row.regel.id,), facts)
    only = next(number for number, mark in row.ruter.items() if mark in ("gjelder", "begge"))
    sak = dekket.rutenett.saker[only].tittel
    return Forslag(words["regel_en"].format(**said, sak=sak), (row.regel.id,), facts)


def _tags(course: Course, dekket: Dekning, t: Tekster) -> Iterator[Forslag]:
    """The deviations and strategies that few options show, the rarest first."""
    known = {**course.regelbok.avvik, **course.regelbok.strategier}
    counts = {row.id: sum(row.ruter.values()) for row in (*dekket.rutenett.avvik, *dekket.rutenett.strategier)}
    for tag in sorted(counts, key=lambda tag: counts[tag]):
        if counts[tag] < FEW_OPTIONS:
            said = t["dekning"]["forslag"]["merke"].format(id=tag, navn=known[tag].navn, n=counts[tag])
            yield Forslag(said, (tag,))


def _desks(course: Course, dekket: Dekning, t: Tekster) -> Iterator[Forslag]:
    """Module by role, the emptiest first: which grades no case there has."""
    words = t["dekning"]["forslag"]
    cases = Counter((case.sak.modul, case.sak.rolle) for case in course.cases)
    graded = {(case.sak.modul, case.sak.rolle, str(case.sak.vanskegrad)) for case in course.cases}
    desks = [(modul, rolle) for modul in t["moduler"] for rolle in t["roller"]]
    for modul, rolle in sorted(desks, key=lambda desk: cases[desk]):
        missing = [grade for grade in t["grader"] if (modul, rolle, grade) not in graded]
        if missing:
            said = words["pult_grad" if cases[modul, rolle] else "pult"].format(
                modul=t["moduler"][modul],
                rolle=t["roller"][rolle],
                grad=enumerated([t["grader"][grade].lower() for grade in missing], "eller"),
            )
            yield Forslag(said, (modul, rolle, *missing))


def _scenarios(course: Course, dekket: Dekning, t: Tekster) -> Iterator[Forslag]:
    once = [scenario for scenario, cases in dekket.scenarier.items() if len(cases) == 1][:SCENARIOS_NAMED]
    if once:
        yield Forslag(t["dekning"]["forslag"]["scenarier"].format(scenarier=enumerated(once, "eller")), tuple(once))


def _in_turn(lists: Iterable[list[Forslag]]) -> Iterator[Forslag]:
    """The first of each list, then the second of each, and so on."""
    return (one for row in zip_longest(*lists) for one in row if one is not None)


KINDS: tuple[tuple[Kind, int], ...] = ((_outcomes, 3), (_rules, 3), (_tags, 1), (_desks, 2), (_scenarios, 1))
"""What is looked for, the most useful first, and how many of each are said: ten in all."""
