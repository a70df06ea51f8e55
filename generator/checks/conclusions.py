"""A card tells what someone has seen, said or measured; what follows from it is for the veileder to judge."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from generator.course import Case, Course
from generator.model import Regelbok
from generator.rules import read_by
from generator.source import Problem

OWN_WORDS = {"henvendelse", "egenvurdering"}
"""Sources where the person speaks, who may conclude as she likes."""
COLLEAGUES = {"kollega", "arena"}
"""Sources where others in Nav may conclude wrongly, in their own words between «»: the learner must withstand them."""
QUOTED = re.compile(r"«[^»]*»")

OTHER_WORDS = {
    "vurderes_a_trenge_bistand": r"trenger (?:ikke )?(?:hjelp|bistand) (?:til|for) å komme i (?:arbeid|jobb)",
    "apenbart_standard": r"åpenbart (?:at|ikke)",
    "arbeid_snart_ved_egen_innsats": r"ventes (?:ikke )?i (?:arbeid|jobb)|ved egen innsats|klarer (?:seg|det) selv",
    "kortvarige_tiltak_nok": r"(?:kortvarige|korte) tiltak (?:er|blir|vil være) (?:ikke )?nok|med kortvarige tiltak",
    "behov_for_bredere_vurdering": r"bredere vurdering",
    "arbeidsevne_nedsatt": r"arbeidsevnen?(?: \w+)? er (?:ikke |varig )*nedsatt|nedsatt arbeidsevne",
    "direkte_betydning_for_arbeid": r"direkte betydning",
    "varig_nedsatt": r"varig nedsatt",
    "ordinart_arbeid": r"(?:i|få|beholde) ordinært arbeid|ordinært arbeid er (?:ikke )?utelukket",
    "aktivitetsrettede_tiltak_aktuelle": r"tiltak er (?:ikke )?aktuelle?\b",
}
"""vurdering -> how its conclusion is written, besides its name in the rulebook."""
ALWAYS = r"har (?:ikke )?rett (?:til|på)|er i behov av"
"""What only the rules, or a veileder, can say of anyone."""


def check(course: Course, case: Case) -> Iterator[Problem]:
    """Cards that state a vurdering which a question about a step turns on."""
    steps = frozenset(question.steg for question in case.sak.stegsporsmal)
    concluding = _concluding(course.regelbok, steps)
    for i, card in enumerate(case.sak.opplysninger):
        if not steps or card.kilde in OWN_WORDS:
            continue
        said = QUOTED.sub(_silence, card.tekst) if card.kilde in COLLEAGUES else card.tekst
        if at := concluding.search(said):
            place = case.source.place_of_text(at[0].split("\n")[0], "opplysninger", i, "tekst")
            message = f"kortet sier «{' '.join(at[0].split())}», og det er en vurdering"
            yield Problem(place, message, "skriv det noen har sett, sagt eller målt, og la leseren vurdere det")


@cache
def _concluding(regelbok: Regelbok, steps: frozenset[str]) -> re.Pattern[str]:
    asked = set().union(*(read_by(regelbok, step) for step in steps))
    read = [key for key, fact in regelbok.fakta.items() if fact.type == "vurdering" and key in asked]
    ways = [re.escape(regelbok.fakta[key].navn) for key in read]
    ways += [OTHER_WORDS[key] for key in read if key in OTHER_WORDS]
    words = "|".join([*ways, ALWAYS]).replace("\\ ", " ").replace(" ", r"\s+")
    return re.compile(rf"\b(?:{words})", re.IGNORECASE)


def _silence(quoted: re.Match[str]) -> str:
    return " " * len(quoted[0])
