"""What the author expected is what the rules derive; where not, both are shown."""

from __future__ import annotations

from collections.abc import Iterator

from generator.course import Case, Course
from generator.rules import Stegvurdering, explain
from generator.source import Problem

MOST_NAMED = 4
"""Facts that a message names; more than that nobody takes in."""


def check(course: Course, case: Case) -> Iterator[Problem]:
    for i, expected in enumerate(case.sak.forventet):
        if expected.regelbok not in (None, course.regelbok.grunnlag):
            continue
        possible = case.desk.worlds(case.desk.mask(expected.hentet))
        derived = explain(course.regelbok, expected.steg, possible)
        if set(derived.verdict.utfall) != set(expected.utfall):
            message = (
                f"her står «{', '.join(expected.utfall)}», men av reglene følger"
                f" «{', '.join(derived.verdict.utfall)}» ({_because(derived)})"
            )
            hint = _instead(derived, expected.utfall)
            yield Problem(case.source.place("forventet", i, "utfall"), message, hint)


def _because(derived: Stegvurdering) -> str:
    """How the rules come to what they say."""
    if derived.verdict.mangler:
        lacking = derived.verdict.mangler
        return "det mangler " + ", ".join(lacking[:MOST_NAMED]) + ", med mer" * (len(lacking) > MOST_NAMED)
    applied = [reason for reason in derived.begrunnelse if reason.utslag == "anvendt" and reason.regel.bygger_pa]
    return "; ".join(
        f"{reason.regel.id} ({', '.join(reason.regel.bygger_pa)})"
        + "".join(
            f", {key}: {value if isinstance(value, str) else ' eller '.join(value)}"
            for key, value in reason.fakta.items()
        )
        for reason in applied
    )


def _instead(derived: Stegvurdering, expected: tuple[str, ...]) -> str:
    """What would have to be otherwise for the rules to say what was expected."""
    if derived.verdict.mangler:
        return "skriv alle utfallene, eller la «hentet» ha kortene som sier det som mangler"
    ways = []
    for outcome in expected:
        for changes in derived.vendepunkt.get(outcome, [])[:1]:
            needed = " og ".join(f"{change.fakta} var {change.til}" for change in changes)
            ways.append(f"«{outcome}» ville fulgt hvis {needed}")
    return "; ".join(ways) or "rett opplysningene, eller det som er forventet"
