"""Where a rule comes from, and whether it holds today, in a few words."""

from __future__ import annotations

from generator.model import Regelbok, Stegregel
from generator.view.sprak import Tekster
from generator.view.tekst import enumerated

THESIS = ("lov", "retningslinje", "oppgaven")
"""The kinds of source that we know through the thesis: such a rule is cited by its chapter."""


def hjemmel(regelbok: Regelbok, rule: Stegregel, t: Tekster) -> str:
    """Where a rule comes from, in short: what the thesis tells of by its chapter, the rest by where it stands."""
    words = t["hjemmel"]
    records = [regelbok.regler[id] for id in rule.bygger_pa]
    told = [record for record in records if record.kilde in THESIS]
    said = [f"{words[record.kilde]}, {record.sted}" for record in records if record.kilde not in THESIS]
    if told:
        sources = [*dict.fromkeys(words[record.kilde] for record in told if record.kilde != "oppgaven")]
        chapters = dict.fromkeys(record.sted for record in told)
        where = enumerated(sources) or words["oppgaven"]
        said.insert(0, f"{where}, {words['kapittel']} {enumerated([*chapters])}")
    return "; ".join(said) + (f". {words['lest']}" if rule.lesning else "")


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
