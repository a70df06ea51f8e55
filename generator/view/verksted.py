"""What Saksverksted must know of the course: the words of the rulebook, and what a tempting answer is an example of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from generator.course import Course
from generator.model import Faktum, Regelbok
from generator.rules import read_by
from generator.view.sprak import Tekster

USUAL_CHAPTERS = 2
"""The chapters that a new case is said to come from: those that most cases about the step do."""

FRISTER: dict[str, tuple[str | None, tuple[str, ...]]] = {
    "henvendelse": ("a", ("M03",)),
    "ber_om_arbeidsrettet_bistand": ("a", ("M04",)),
    "vurderes_a_trenge_bistand": ("a", ("M06",)),
    "soker_ytelse": ("a", ("M04",)),
    "kun_generell_informasjon": ("a", ("M01",)),
    "bare_ytelse_uten_aktivitetskrav": ("a", ("M04",)),
    "takker_nei_til_vurdering": ("a", ("M01",)),
    "informert_om_konsekvenser": ("a", ("M01",)),
    "samtale_gjennomfort": ("b", ("M05",)),
    "selvregistrert": ("b", ("M07",)),
    "onsker_timeavtale": ("b", ("M05",)),
    "apenbart_standard": ("b", ("M05", "M08")),
    "grunnlag_selvregistrering": ("b", ("M07",)),
    "grunnlag_sykefravarsoppfolging": ("b", ("M07",)),
    "motstridende_opplysninger": ("b", ("M07",)),
    "samtale_dekker_arbeid": ("b", ("M05",)),
    "arbeid_snart_ved_egen_innsats": (None, ("M08",)),
    "vansker_skaffe_beholde": (None, ("M08",)),
    "kortvarige_tiltak_nok": (None, ("M11",)),
    "behov_for_bredere_vurdering": (None, ("M14",)),
    "egenvurdering_fylt_ut": ("b", ("M12",)),
    "ressursprofil_laget": ("b", ("M12",)),
    "arbeidsevne_nedsatt": (None, ("M14",)),
    "direkte_betydning_for_arbeid": (None, ("M14",)),
    "varig_nedsatt": (None, ("M18",)),
    "ordinart_arbeid": (None, ("M18",)),
    "aktivitetsrettede_tiltak_aktuelle": ("d", ("M11",)),
    "kvp_deltaker": ("c", ("M09",)),
    "klagen_gjelder": ("c", ("M09",)),
}
"""A fact read wrongly -> the avvik and the strategies that such a reading most often is an example of. A proposal: the
author knows why the answer tempts."""


def verksted(course: Course, t: Tekster) -> dict[str, Any]:
    """The words by which a case is made, in the order they are offered in."""
    bok = course.regelbok
    return {
        "regelbok": bok.grunnlag,
        "moduler": t["moduler"],
        "roller": t["roller"],
        "grader": t["grader"],
        "kilder": bok.hode.kilder,
        "fakta": {key: _fact(bok, key, fact, t) for key, fact in bok.fakta.items()},
        "steg": {step: _step(bok, step) for step in bok.steg},
        "grupper": [bok.steg["innsatsgruppe"].utfall[group] for group in bok.hode.i_dag],
        "navn_i_dag": [today.navn for today in bok.hode.i_dag.values()],
        "regler": {id: rule.tittel for id, rule in bok.regler.items()},
        "avvik": {id: avvik.navn for id, avvik in bok.avvik.items()},
        "strategier": {id: strategy.navn for id, strategy in bok.strategier.items()},
        "frister": {key: _tags(*tags) for key, tags in FRISTER.items() if key in bok.fakta},
        "kilde": {step: _usual_source(course, step) for step in bok.steg},
        "saker": sorted(case.sak.id for case in course.cases),
    }


def _fact(bok: Regelbok, key: str, fact: Faktum, t: Tekster) -> dict[str, Any]:
    first = next((step for step in bok.steg if key in read_by(bok, step)), None)
    return {
        "navn": fact.navn,
        "sporsmal": fact.sporsmal,
        "gruppe": bok.steg[first].navn if first else t["saksverksted"]["uten_betydning"],
        "vurdering": fact.type == "vurdering",
        "verdier": fact.verdier,
    }


def _step(bok: Regelbok, step: str) -> dict[str, Any]:
    spec = bok.steg[step]
    return {
        "navn": spec.navn,
        "sporsmal": spec.sporsmal,
        "utfall": spec.utfall,
        "for": [before for before in bok.steg if before in _asked(bok, step)],
        "regler": {rule.id: rule.tekst for rule in spec.regler},
    }


@cache
def _asked(bok: Regelbok, step: str) -> frozenset[str]:
    """The steps that a step hangs on, directly or through others."""

    def directly() -> Iterator[str]:
        for rule in bok.steg[step].regler:
            yield from (key for key in rule.conditions() if key in bok.steg)
            if rule.fra:
                yield rule.fra

    near = frozenset(directly())
    return near.union(*(_asked(bok, other) for other in near))


def _tags(avvik: str | None, strategier: tuple[str, ...]) -> dict[str, Any]:
    return ({"avvik": avvik} if avvik else {}) | {"strategi": strategier}


def _usual_source(course: Course, step: str) -> dict[str, list[str]]:
    """Where most of the course's cases about the step come from: a scenario, and chapters of the thesis."""
    about = [case for case in course.cases if any(q.steg == step for q in case.sak.stegsporsmal)]
    sources = [case.sak.kilde for case in about or course.cases]
    scenarios = Counter(scenario for source in sources for scenario in source.scenario)
    chapters = Counter(chapter for source in sources for chapter in source.kapittel)
    return {
        "scenario": [scenario for scenario, _ in scenarios.most_common(1)],
        "kapittel": sorted(chapter for chapter, _ in chapters.most_common(USUAL_CHAPTERS)),
    }
