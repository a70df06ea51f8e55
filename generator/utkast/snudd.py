"""What a changed fact turns, in words: each question's answer before and after, with the rule that makes it so."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model import SKJONN, UKJENT, Regelbok, Stegsporsmal
from generator.rules import Verdict, Worlds, explain, verdict
from generator.utkast.tvilling import Par, said
from generator.view.sprak import tekster


def turned(par: Par) -> list[str]:
    """A line for each answer that turned; one that only turns on the way, as it first does."""
    lines = []
    for _, question, before, after in par.questions:
        for mask in (par.other.all_open, *range(par.other.all_open)):
            was, now = (judged.states[judged.index[mask]].verdict for judged in (before, after))
            if _told(was) != _told(now):
                lines.append(_line(par, question, mask))
                break
    return lines


def _line(par: Par, question: Stegsporsmal, mask: int) -> str:
    book, step = par.regelbok, question.steg
    was, now = par.case.desk.worlds(mask), par.other.worlds(mask)
    ends = " til ".join(f"«{named(book, step, verdict(book, step, possible))}»" for possible in (was, now))
    return f"Svaret på «{question.id}»{_when(par, mask)} går fra {ends}, fordi {_because(par, step, was, now)}"


def _when(par: Par, mask: int) -> str:
    """With which cards, where it is not all of them."""
    if mask == par.other.all_open:
        return ""
    fetched = [card.id for number, card in enumerate(par.other.closed) if mask >> number & 1]
    return f" når {' og '.join(fetched)} er hentet" if fetched else " før noe er hentet"


def _because(par: Par, step: str, was: Worlds, now: Worlds) -> str:
    """What is missing now; or the rule that speaks now and did not before, in the first step that turned."""
    book = par.regelbok
    if missing := verdict(book, step, now).mangler:
        return f"dette nå mangler: {book.fakta[missing[0]].sporsmal}"
    for name in _asked(book, step):
        old, new = explain(book, name, was), explain(book, name, now)
        speaking = [one.regel for one in new.begrunnelse if one.utslag == "anvendt" and one.regel.id not in old.regler]
        if speaking and _told(old.verdict) != _told(new.verdict):
            return f"«{speaking[-1].tekst}» ({', '.join(speaking[-1].bygger_pa)})"
    is_now = {SKJONN: "kan vurderes ulikt", UKJENT: "ikke er kjent"}.get(said(par.value), f"er «{said(par.value)}»")
    return f"«{book.fakta[par.fact].navn}» nå {is_now}."


def _asked(regelbok: Regelbok, step: str) -> Iterator[str]:
    """The step and all that it asks, in the rulebook's order, which is that of the work."""
    reached, queue = {step}, [step]
    while queue:
        for rule in regelbok.steg[queue.pop()].regler:
            new = {*rule.conditions(), rule.fra or ""} & regelbok.steg.keys() - reached
            reached |= new
            queue += new
    return (name for name in regelbok.steg if name in reached)


def named(regelbok: Regelbok, step: str, verdict: Verdict) -> str:
    """A verdict by the names of its outcomes."""
    if verdict.status == "mangler_opplysninger":
        return str(tekster()["sak"]["trenger_mer"])
    return " eller ".join(name for outcome, name in regelbok.steg[step].utfall.items() if outcome in verdict.utfall)


def _told(verdict: Verdict) -> object:
    """What a learner can tell apart."""
    return verdict.status == "mangler_opplysninger" or verdict.utfall
