"""How a case was read and answered in fagmøter, as a meeting's export tells it; nobody is in it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.model.words import content

MOST = 100_000
"""More answers than this is no count of colleagues."""

Antall = Annotated[int, Field(strict=True, ge=0, le=MOST)]


@content
class Saklest:
    """The first, silent answers to one case, of several meetings."""

    hash: Annotated[str, Field(pattern="^[0-9a-f]{8}$")]
    """The mark of the question as it was when it was asked."""
    lesninger: dict[str, dict[str, Antall]]
    """vurdering -> value -> how many read it so."""
    svar: dict[str, Antall]
    moter: Annotated[int, Field(strict=True, ge=1, le=MOST)]
