"""The options of a twin's questions: what must be rewritten, added, or give way, when the answer turns."""

from __future__ import annotations

from generator.checks.unfinished import REWRITE
from generator.desk import INNHENT, Judged, options
from generator.model import Stegsporsmal
from generator.utkast import Sti, ord
from generator.utkast.rediger import Redigering

MOST_OPTIONS = 5


def turn_options(
    edit: Redigering, i: int, question: Stegsporsmal, before: Judged, after: Judged
) -> list[tuple[str, str]]:
    """Marks the feedback of options whose verdict turned, and adds those that are now right; which had to go."""
    last = after.states[after.index[-1]]
    decided = [state.verdict for state in after.states if state.verdict.status != "mangler_opplysninger"]
    new = sorted({outcome for one in decided for outcome in one.utfall} - {*options(question)})
    out = _to_go(question, after, len(question.valg) + len(new) - MOST_OPTIONS)
    for number, option in enumerate(question.valg):
        path: Sti = ("sporsmal", i, "valg", number)
        if number in out:
            edit.remove(path)
            continue
        if option.kan_forsvares and option.utfall in last.verdict.utfall:
            edit.remove((*path, "kan_forsvares"))
        if option.tilbakemelding and _when(option.utfall, before) != _when(option.utfall, after):
            edit.mark((*path, "tilbakemelding"), REWRITE)
        elif not option.tilbakemelding and option.utfall not in last.right:
            edit.add_field(path, "tilbakemelding", ord.GALT)
    for outcome in new:
        edit.add_item(("sporsmal", i, "valg"), {"utfall": outcome, "tilbakemelding": ord.RETT})
    return [(question.id, question.valg[number].utfall) for number in out]


def _to_go(question: Stegsporsmal, after: Judged, too_many: int) -> list[int]:
    """The options that give way: the last of those that are never right."""
    right = {outcome for state in after.states for outcome in state.right} | {INNHENT}
    spare = [number for number, option in enumerate(question.valg) if option.utfall not in right]
    return spare[len(spare) - too_many :] if too_many > 0 else []


def _when(outcome: str, judged: Judged) -> list[bool]:
    """With which sets of open cards the outcome is right."""
    return [outcome in judged.states[number].right for number in judged.index]
