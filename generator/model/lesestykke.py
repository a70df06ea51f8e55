"""A page of the course that is written by hand: a lesson, or something to look up."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.model.sak import Handlingssporsmal
from generator.model.words import Id, Markdown, Tekst, content


@content
class Lesestykke:
    """What stands above the text. Only a lesson has more than a title and an introduction."""

    tittel: Tekst
    ingress: Markdown
    etterpa: tuple[Tekst, ...] = ()
    """What one can do afterwards."""
    sporsmal: Annotated[tuple[Handlingssporsmal, ...], Field(max_length=3)] = ()
    """A quick check; nothing of it is kept."""
    saker: tuple[Id, ...] = ()
    """The cases to practise on."""
    videre: tuple[Markdown, ...] = ()
    """Where to read on."""
