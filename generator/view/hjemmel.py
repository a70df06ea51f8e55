"""Where a rule comes from, and whether it holds today, in a few words."""

from __future__ import annotations

from generator.model import Regelbok, Stegregel
from generator.view.sprak import Tekster
from generator.view.tekst import enumerated


def hjemmel(regelbok: Regelbok, rule: Stegregel, t: Tekster) -> str:
    """Where a rule comes from, in short; the chapter is the thesis's, which is where we know it from."""
    words = t["hjemmel"]
    records = [regelbok.regler[id] for id in rule.bygger_pa]
    sources = [*dict.fromkeys(words[record.kilde] for record in records if record.kilde != "oppgaven")]
    where = enumerated(sources) or words["oppgaven"]
    chapters = dict.fromkeys(record.kapittel for record in records)
    said = f"{where}, {words['kapittel']} {enumerated([*chapters])}"
    return said + (f". {words['lest']}" if rule.lesning else "")


def i_dag(regelbok: Regelbok, rule: Stegregel, t: Tekster) -> str:
    """Whether what a rule builds on holds today: one answer where it is one, else each by its number.

    A rule that builds on records that hold and on one that is changed says both.
    """
    answers: dict[str, list[str]] = {}
    for id in rule.bygger_pa:
        answers.setdefault(regelbok.regler[id].i_dag.svar, []).append(id)
    words = t["i_dag"]
    if len(answers) == 1:
        return str(words[next(iter(answers))])
    return "; ".join(f"{enumerated(ids)}: {words[answer].lower()}" for answer, ids in answers.items())
