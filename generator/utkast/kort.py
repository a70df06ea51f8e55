"""Facts laid on cards: each on one from a source that it usually comes from; judgements with the cards they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.model import Regelbok
from generator.rules import Given
from generator.utkast import ord

ON_THE_TABLE = ("henvendelse", "selvregistrering", "arena")
"""The sources that lie there when the day begins; the others take something to get."""
TALK, HELD = "samtale", "samtale_gjennomfort"

Kort = dict[str, Any]


def laid_out(regelbok: Regelbok, facts: Given, late: Iterable[str]) -> tuple[list[Kort], list[dict[str, Any]]]:
    """The cards and the vurderinger that give `facts`. Those in `late` stand on cards of their own, to be fetched."""
    late = set(late)
    sources = list(regelbok.hode.kilder)
    places: dict[tuple[bool, str], Kort] = {(False, sources[0]): _card(sources[0], is_late=False)}

    def card(source: str, *, is_late: bool) -> Kort:
        return places.setdefault((is_late, source), _card(source, is_late=is_late))

    readings = []
    for key in sorted(facts, key=list(regelbok.fakta).index):
        if regelbok.fakta[key].type == "opplysning":
            where = card(_sources(regelbok, key, facts)[0], is_late=key in late)
            where.setdefault("fakta", {})[key] = facts[key]
    for key in (key for key in regelbok.fakta if key in facts and regelbok.fakta[key].type == "vurdering"):
        likely = _sources(regelbok, key, facts)
        there = [source for source in likely if (False, source) in places and key not in late]
        rests_on = [card(source, is_late=key in late)["id"] for source in there or likely[:1]]
        readings.append({"fakta": key, "verdi": facts[key], "fordi": ord.FORDI, "ut_fra": rests_on})
    return [places[at] for at in sorted(places, key=lambda at: (at[0], sources.index(at[1])))], readings


def _sources(regelbok: Regelbok, key: str, facts: Given) -> list[str]:
    """Where the fact is likely to be found; not in a talk that was never held, where it can be helped."""
    likely = list(regelbok.fakta[key].kilder) or list(regelbok.hode.kilder)[:1]
    return [source for source in likely if source != TALK or facts.get(HELD) != "nei"] or likely


def _card(source: str, *, is_late: bool) -> Kort:
    id = source.replace("_", "-") + ("-2" if is_late else "")
    to_fetch = is_late or source not in ON_THE_TABLE
    return {"id": id, "kilde": source, "dato": ord.DATO, **({"hent": ord.HENT} if to_fetch else {}), "tekst": ord.KORT}
