"""A package that plays the course in others' platforms: the course's own pages in a light frame, with nothing from
elsewhere. Which platform it speaks with is the adapter's to know: a script beside these, named after its format."""

from generator.exports.skall.pakke import files, tittel, valgte

__all__ = ["files", "tittel", "valgte"]
