"""The minutes of a fagmøte, as a page and as Markdown; which rounds they tell of, `uttrekk` says."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from generator.live import fordeling
from generator.live.hendelser import Rutine
from generator.live.meeting import Mote
from generator.live.uttrekk import fortalt
from generator.model import Regelbok
from generator.view.sprak import Tekster
from generator.view.tekst import dag

ACTIVE = re.compile(r"[\\`*_{}\[\]|~]|:(?=//)|(?<=www)\.|^[-+=#!:?]", re.IGNORECASE)
"""What means something in Markdown, of whatever make."""
NUMBERED = re.compile(r"^(\d+)([.)])")


@dataclass(frozen=True)
class Saksdel:
    """What is told of a case, and of its twin below it."""

    tittel: str
    sporsmal: str
    runder: tuple[str, ...]
    """The names of the rounds, in the order of the numbers."""
    svar: tuple[fordeling.Rad, ...]
    setninger: tuple[str, ...]
    """What it came to: agreement crossed with the rules, pairs alike; of a twin, whether it carried over."""
    sikkerhet: tuple[str, ...] = ()
    tvilling: Saksdel | None = None
    grunner: tuple[str, ...] = ()


@dataclass(frozen=True)
class Avtale:
    """A routine, and what is said of it: label and text."""

    hva: str
    ledd: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Regelsvar:
    """A rule, as it answers an open question."""

    id: str
    tittel: str
    tekst: str


@dataclass(frozen=True)
class Apent:
    """A routine that is narrower than the rules, and therefore none; and the rules that say so."""

    hva: str
    hvorfor: str
    regler: tuple[Regelsvar, ...]


@dataclass(frozen=True)
class Referat:
    """The minutes; both the page and the Markdown are made of this."""

    dato: str
    saker: tuple[Saksdel, ...]
    delt_bord: bool
    ankersaker: tuple[str, ...]
    """What was measured with; there is no more to tell of those."""
    praksis: tuple[Avtale, ...]
    apne: tuple[Apent, ...]


def referat(mote: Mote, dato: date, t: Tekster, regelbok: Regelbok) -> Referat:
    """The minutes of the meeting as it stands, held on that day."""
    told = fortalt(mote)
    return Referat(
        dato=dag(dato, t),
        saker=tuple(_sak(mote, nr, told, t) for nr in told if mote.plan[nr].trinn == "runde1"),
        delt_bord=mote.delt_bord,
        ankersaker=tuple(mote.skjema[punkt.sak].tittel for punkt in mote.plan if punkt.trinn == "maling"),
        praksis=tuple(_avtale(mote, rutine, t) for rutine in mote.praksis.values() if not rutine.er_apent),
        apne=tuple(apent(rutine, regelbok) for rutine in mote.praksis.values() if rutine.er_apent),
    )


def apent(rutine: Rutine, regelbok: Regelbok) -> Apent:
    """The open question, and what answers it; a rule that answers it in two ways is named once."""
    ids = dict.fromkeys(id for kind in rutine.smalner for id in regelbok.hode.smalner.get(kind, ()))
    rules = tuple(Regelsvar(id, regelbok.regler[id].tittel, regelbok.regler[id].tekst) for id in ids)
    return Apent(rutine.hva, rutine.hvorfor, rules)


def som_dato(text: str) -> date | None:
    """The day that was typed; None where nothing was, or no such day is."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def dato(text: str, t: Tekster) -> str:
    """A day as it was typed in a form, as people say it; what is no day as it stands."""
    day = som_dato(text)
    return dag(day, t) if day else text


def _sak(mote: Mote, nr: int, told: Sequence[int], t: Tekster) -> Saksdel:
    """What is told of the case whose first round is step `nr`."""
    words, sak = t["referat"], mote.plan[nr].sak
    rounds = [nr, *(two for two in told if (mote.plan[two].trinn, mote.plan[two].sak) == ("runde2", sak))]
    twin = _tvilling(mote, nr, told)
    votes = [mote.lukkede(one) for one in rounds]
    skjema, last = mote.skjema[sak], next((one for one in reversed(votes) if one), {})
    pairs = [fordeling.prosent_like(one) for one in votes]
    said = [words["dom"]["alene" if len(last) == 1 else fordeling.dom(skjema.rett, last)]]
    if len(pairs) > 1 and None not in pairs:
        said.append(words["par"].format(forst=pairs[0], sist=pairs[1]))
    elif pairs[0] is not None:
        said.append(words["par_en"].format(forst=pairs[0]))
    return Saksdel(
        tittel=skjema.tittel,
        sporsmal=skjema.sporsmal,
        runder=tuple(words["runder"][mote.plan[one].trinn] for one in rounds),
        svar=fordeling.rader(skjema, *votes),
        setninger=tuple(said),
        sikkerhet=tuple(line for one in rounds for line in _sikkerhet(mote, one, t)),
        tvilling=_overfort(mote, twin, t) if twin else None,
        grunner=fordeling.grunner(*votes, *([mote.lukkede(twin)] if twin else [])),
    )


def _tvilling(mote: Mote, nr: int, told: Sequence[int]) -> int | None:
    """The step in which the twin of the case with its first round at `nr` is judged, if it is told of."""
    next_case = (later for later in range(nr + 1, len(mote.plan)) if mote.plan[later].trinn == "runde1")
    steps = range(nr + 1, next(next_case, len(mote.plan)))
    return next((one for one in steps if mote.plan[one].trinn == "tvilling" and one in told), None)


def _overfort(mote: Mote, nr: int, t: Tekster) -> Saksdel:
    words, skjema, votes = t["referat"], mote.skjema[mote.plan[nr].sak], mote.lukkede(nr)
    right = fordeling.i_trad(skjema.rett, votes)
    kind = "ubesvart" if not votes else "alle" if right == len(votes) else "noen" if right else "ingen"
    said = words["overfort"][kind].format(rett=right, antall=len(votes))
    return Saksdel(
        skjema.tittel, skjema.sporsmal, (words["runder"]["tvilling"],), fordeling.rader(skjema, votes), (said,)
    )


def _sikkerhet(mote: Mote, nr: int, t: Tekster) -> Iterator[str]:
    words, punkt = t["referat"], mote.plan[nr]
    for degree in fordeling.sikkerhet(mote.skjema[punkt.sak].rett, mote.lukkede(nr)):
        named = {"runde": words["runder"][punkt.trinn], "sikker": words["sikker"][degree.sikker]}
        yield words["sikker_linje"].format(**named, antall=degree.antall, rett=degree.rett)


def _avtale(mote: Mote, rutine: Rutine, t: Tekster) -> Avtale:
    words = t["referat"]
    case = mote.skjema.get(rutine.sak)
    said = {
        "nar": rutine.nar,
        "hvem": rutine.hvem,
        "eier": rutine.eier,
        "igjen": dato(rutine.igjen, t),
        "hvorfor": rutine.hvorfor,
        "sak": case.tittel if case else "",
    }
    return Avtale(rutine.hva, tuple((words[key], text) for key, text in said.items() if text))


def markdown(mote: Mote, dato: date, t: Tekster, regelbok: Regelbok) -> str:
    """The minutes as Markdown, in which nothing that was typed can become a link or HTML."""
    words, minutes = t["referat"], referat(mote, dato, t, regelbok)
    parts = [f"# {words['tittel']}", literal(minutes.dato)]
    if minutes.ankersaker:
        parts += [words["maling"], _list(minutes.ankersaker)]
    if minutes.delt_bord:
        parts.append(words["delt_bord"])
    for sak in minutes.saker:
        parts += _sak_md(sak, f"## {literal(sak.tittel)}", t)
        if sak.tvilling:
            title = words["tvilling"].format(tittel=literal(sak.tvilling.tittel))
            parts += _sak_md(sak.tvilling, f"### {title}", t)
        parts += [f"### {words['grunner']}", _list(sak.grunner)] if sak.grunner else []
    if minutes.saker or minutes.praksis:
        parts.append(f"## {words['praksis']}")
        parts += ["\n".join(map(_avtale_md, minutes.praksis))] if minutes.praksis else [words["ingen_praksis"]]
    if minutes.apne:
        asked = "\n".join(_apent_md(one, t) for one in minutes.apne)
        parts += [f"## {words['apne']}", words["apne_om"], asked]
    return "\n\n".join(parts) + "\n"


def literal(text: str, indent: str = "") -> str:
    """Text in Markdown that means nothing but itself; its lines stay lines.

    HTML is kept out with entities: `<` with a backslash before it is a tag to some makes of Markdown.

    >>> literal("[x](javascript:y) <b>")
    '\\\\[x\\\\](javascript:y) &lt;b&gt;'
    """
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    safe = (NUMBERED.sub(r"\1\\\2", ACTIVE.sub(r"\\\g<0>", html.escape(line, quote=False))) for line in lines)
    return f"  \n{indent}".join(safe)


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {literal(item, '  ')}" for item in items)


def _sak_md(sak: Saksdel, heading: str, t: Tekster) -> list[str]:
    words = t["referat"]
    lines = []
    for row in sak.svar:
        numbers = " → ".join(map(str, row.antall))
        lines.append(f"- {literal(row.navn)}: {numbers}" + f" ({words['etter_reglene']})" * row.er_rett)
    said = [literal(one) for one in sak.setninger]
    sure = [words["sikkerhet"], _list(sak.sikkerhet)] if sak.sikkerhet else []
    order = [words["to_tall"]] if len(sak.runder) > 1 else []
    return [heading, literal(sak.sporsmal), *order, "\n".join(lines), *said, *sure]


def _avtale_md(avtale: Avtale) -> str:
    inner = [f"    - {label}: {literal(text, ' ' * 6)}" for label, text in avtale.ledd]
    return "\n".join([f"- {literal(avtale.hva, '  ')}", *inner])


def _apent_md(question: Apent, t: Tekster) -> str:
    inner = [f"    - {t['referat']['hvorfor']}: {literal(question.hvorfor, ' ' * 6)}"] if question.hvorfor else []
    inner += [f"    - {rule.id} {literal(rule.tittel)}: {literal(rule.tekst, ' ' * 6)}" for rule in question.regler]
    return "\n".join([f"- {literal(question.hva, '  ')}", *inner])
