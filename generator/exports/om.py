"""What each format is, and what it can carry: the table of the guide, and of `kurs eksporter --liste`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Grad = Literal["ja", "delvis", "nei"]
EVNER = ("kort", "sikkerhet", "tilbakemelding", "regler", "poeng", "fortsett", "leksjoner", "bunke", "begrunnelse")
"""What there is to carry: cards to fetch, certainty, feedback on each choice, the rules' explanation, a score that
arrives, going on where one was, lessons, piles, and reasons to write. Their words stand in sprak/ (`eksport.evner`)."""


@dataclass(frozen=True)
class Om:
    """A format: the ending of its file, and how far it carries each of EVNER. Its words stand in sprak/."""

    endelse: str
    evner: dict[str, Grad]

    def carries(self, evne: str) -> bool:
        return self.evner[evne] != "nei"


def _om(endelse: str, *grader: Grad) -> Om:
    return Om(endelse, dict(zip(EVNER, grader, strict=True)))


FORMATER: dict[str, Om] = {
    "scorm12": _om(".zip", "ja", "ja", "ja", "ja", "ja", "ja", "ja", "ja", "ja"),
    "moodle": _om(".xml", "nei", "nei", "ja", "ja", "ja", "ja", "nei", "ja", "ja"),
    "handout": _om(".pdf", "delvis", "nei", "delvis", "ja", "nei", "nei", "nei", "ja", "ja"),
    "slides": _om(".html", "ja", "nei", "delvis", "ja", "nei", "nei", "nei", "ja", "ja"),
    "cmi5": _om(".zip", "ja", "ja", "ja", "ja", "ja", "ja", "ja", "ja", "ja"),
    "h5p": _om(".h5p", "nei", "nei", "ja", "ja", "ja", "delvis", "nei", "delvis", "nei"),
    "qti": _om(".zip", "nei", "nei", "ja", "ja", "ja", "nei", "nei", "delvis", "ja"),
    "qti21": _om(".zip", "nei", "nei", "ja", "ja", "ja", "nei", "nei", "delvis", "ja"),
    "anki": _om(".apkg", "nei", "nei", "delvis", "ja", "nei", "ja", "nei", "delvis", "delvis"),
}
"""In the order of their worth."""
