"""A hand-written page asks only for what there is, and its questions have a key."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from generator import bilde
from generator.checks.options import cited
from generator.course import Course
from generator.lesestoff import Ask, Stykke
from generator.source import Problem, nearest


def check(course: Course, stykke: Stykke) -> Iterator[Problem]:
    blocks = _asked_on_a_line(course)
    inline: dict[str, Collection[str]] = {"i_dag": course.regelbok.hode.i_dag}
    for ask, is_block in stykke.asks():
        if ask.word == "bilde" and is_block:
            yield from _picture(course, ask)
            continue
        yield from _wrong_with(ask, blocks if is_block else inline, inline if is_block else blocks)
    for i, id in enumerate(stykke.hode.saker):
        if id not in course.stems:
            yield Problem(stykke.source.place("saker", i), f"det finnes ingen sak «{id}»", nearest(id, course.by_id))
    for i, question in enumerate(stykke.hode.sporsmal):
        yield from cited(stykke.source, i, question)


def _picture(course: Course, ask: Ask) -> Iterator[Problem]:
    """A picture that is asked for is there, and is told to those who cannot see it."""
    names = [*bilde.names(course.root)]
    name, *alt = ask.about or ("",)
    if name not in names:
        hint = nearest(name, names) or f"legg det i course/{bilde.FOLDER}/ som PNG"
        yield Problem(ask.place, f"det finnes ikke noe bilde «{name}»", hint)
    elif bilde.size(course.root, name) is None:
        yield Problem(ask.place, f"bildet «{name}» er ikke en PNG-fil", "lagre det som PNG")
    elif not alt:
        yield Problem(ask.place, f"bildet «{name}» har ingen tekst", "skriv hva det viser, etter navnet")


def _asked_on_a_line(course: Course) -> dict[str, Collection[str]]:
    """What a line of its own may ask for, and what that may be about; nothing where it stands alone."""
    bok = course.regelbok
    return {
        "regel": bok.regler,
        "uklarhet": bok.uklarheter,
        "avvik": bok.avvik,
        "strategi": bok.strategier,
        "sak": course.stems,
        "fasit": course.stems,
        "bilde": (),
        "vei": (),
        "navn_i_dag": (),
        "regler_i_dag": (),
        "formater": (),
    }


def _wrong_with(
    ask: Ask, known: dict[str, Collection[str]], elsewhere: dict[str, Collection[str]]
) -> Iterator[Problem]:
    if ask.word in elsewhere:
        hint = "sett det på en egen linje" if ask.word != "i_dag" else "sett det inn i en setning"
        yield Problem(ask.place, f"«{ask.word}» kan ikke stå her", hint)
    elif ask.word not in known:
        yield Problem(ask.place, f"«{ask.word}» er ikke noe siden kan be om", nearest(ask.word, known))
    elif known[ask.word] and not ask.about:
        hint = f"skriv for eksempel «{ask.word} {next(iter(known[ask.word]))}»"
        yield Problem(ask.place, f"«{ask.word}» skal si hva", hint)
    elif ask.about and not known[ask.word]:
        yield Problem(ask.place, f"«{ask.word}» skal stå alene", "ta bort det som står etter")
    else:
        for word in ask.about:
            if word not in known[ask.word]:
                yield Problem(ask.place, f"det finnes ingen {ask.word} «{word}»", nearest(word, known[ask.word]))
