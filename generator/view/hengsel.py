"""The five hinges of the course, and which of them a question is practice in."""

from __future__ import annotations

from typing import Literal, get_args

from generator.model import Modul, Sporsmal, Stegsporsmal

Hengsel = Literal["rett", "opplysninger", "niva", "vedtak", "klage"]
HENGSLER: tuple[Hengsel, ...] = get_args(Hengsel)

OF_STEP: dict[str, Hengsel] = {
    "rett_til_vurdering": "rett",
    "takker_nei": "rett",
    "samtale": "opplysninger",
    "hovedmal": "vedtak",
    "tiltak": "vedtak",
    "aktivitetsplan": "vedtak",
    "klage": "klage",
}
"""The steps that are one hinge wherever they are asked for."""
OF_MODULE: dict[Modul, Hengsel] = {
    "rett-til-vurdering": "rett",
    "opplysninger-og-samtale": "opplysninger",
    "niva": "niva",
    "vedtak": "vedtak",
    "hvem-og-felles-praksis": "vedtak",
}


def hengsel(modul: Modul, question: Sporsmal) -> Hengsel:
    """The hinge that a question in this module is practice in: its step's own, or else the module's."""
    step = question.steg if isinstance(question, Stegsporsmal) else None
    return OF_STEP.get(step or "", OF_MODULE[modul])
