"""A new case: from a step and the outcome it is to come to, or from a scenario seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generator.desk import INNHENT, Desk
from generator.model import Regelbok, Sak
from generator.model.scenario import Fristelse, Scenario
from generator.reader import adapter
from generator.rules import Given
from generator.utkast import Sti, Utkast, ord
from generator.utkast.kort import laid_out
from generator.utkast.scenarier import asked, known, nearest_to, scenarier
from generator.utkast.vei import tempting, turning_reading, way

MOST_OPTIONS = 4
"""The outcomes to choose between, besides that more must be known."""


@dataclass(frozen=True)
class Svar:
    """What the author has said of the case. Without a step it asks only what one does."""

    id: str
    tittel: str
    modul: str
    rolle: str
    vanskegrad: int
    steg: str | None
    utfall: str | None


def new_case(regelbok: Regelbok, said: Svar, seed: str | None) -> Utkast:
    """The draft: all that the rules can judge is there, and all that is to be read is to be written.

    Raises:
        Avslag: the outcome cannot be reached from what the seed gives.
    """
    like = seed or nearest_to(said.steg, said.utfall)
    scenario = scenarier()[seed] if seed else None
    facts = known(regelbok, scenario) if scenario else {}
    late = asked(regelbok, scenario) if scenario else set()
    if said.steg and said.utfall:
        facts = way(regelbok, said.steg, said.utfall, facts)
    cards, readings = laid_out(regelbok, facts, late)
    sak: dict[str, Any] = {
        "id": said.id,
        "tittel": said.tittel,
        "modul": said.modul,
        "rolle": said.rolle,
        "vanskegrad": said.vanskegrad,
        "kilde": {"scenario": [like], "kapittel": list(scenarier()[like].kapittel)},
        "historie": ord.HISTORIE,
        "opplysninger": cards,
        **({"vurderinger": readings} if readings else {}),
        "sporsmal": [],
    }
    notes: dict[Sti, str] = {("kilde",): "Frøet som saken ligner på."}
    if said.steg:
        sak["forventet"], question = _about_step(regelbok, sak, said.steg, facts, scenario)
        sak["sporsmal"].append(question)
        notes["forventet",] = "Gir reglene noe annet en dag, sier «kurs sjekk» fra."
    if scenario:
        notes["historie",] = f"{seed}: {scenario.situasjon}"
        sak["sporsmal"] += _about_action(scenario)
    sak["drofting"] = list(ord.DROFTING)
    return Utkast(sak, notes)


def _about_step(
    regelbok: Regelbok, sak: dict[str, Any], step: str, facts: Given, scenario: Scenario | None
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """What the case is expected to come to, and the question that asks for it."""
    question: dict[str, Any] = {
        "id": step.replace("_", "-"),
        "type": "steg",
        "steg": step,
        "tekst": regelbok.steg[step].sporsmal,
        **({"lesninger": list(read)} if (read := turning_reading(regelbok, step, facts)) else {}),
    }
    some = [{"utfall": outcome} for outcome in (*regelbok.steg[step].utfall, INNHENT)][:2]
    trial = adapter(Sak).validate_python({**sak, "sporsmal": [{**question, "valg": some}]})
    desk = Desk(regelbok, trial)
    judged = desk.judge(trial.stegsporsmal[0])
    last = judged.states[judged.index[desk.all_open]].verdict
    decided = [state.verdict for state in judged.states if state.verdict.status != "mangler_opplysninger"]
    right = {outcome for one in decided for outcome in one.utfall}
    tempts = {one.utfall: one for one in (scenario.frister if scenario else ()) if one.utfall}
    others = [*tempts, *(outcome for outcome in tempting(regelbok, step, facts) if outcome not in tempts)]
    wrong = [outcome for outcome in others if outcome not in right and outcome in regelbok.steg[step].utfall]
    chosen = {*right, *wrong[: max(MOST_OPTIONS - len(right - {INNHENT}), 0)]} - {INNHENT}
    order = [outcome for outcome in regelbok.steg[step].utfall if outcome in chosen]
    is_right = {*last.utfall, *regelbok.steg[step].godtas}
    question["valg"] = [_option(one, is_right, tempts.get(one)) for one in (*order, INNHENT)]
    fetched = [card.id for card in desk.closed]
    expected = {"steg": step, **({"hentet": fetched} if fetched else {}), "utfall": list(last.utfall)}
    return [expected], question


def _option(outcome: str, right: set[str], tempts: Fristelse | None) -> dict[str, Any]:
    if outcome in right:
        return {"utfall": outcome, "tilbakemelding": ord.RETT}
    says = ord.HENTET if outcome == INNHENT else ord.GALT
    return {"utfall": outcome, "tilbakemelding": says, **_tags(tempts), "koster": ord.KOSTER}


def _about_action(scenario: Scenario) -> list[dict[str, Any]]:
    """The question of what one does, where the seed has one."""
    if not scenario.gjor:
        return []
    right = [{"tekst": text, "folger": list(scenario.regler), "tilbakemelding": ord.RETT} for text in scenario.gjor]
    wrong = [
        {
            "tekst": one.tekst,
            "bryter": list(one.bryter),
            "tilbakemelding": ord.GALT,
            **_tags(one),
            **({"koster": ord.KOSTER} if scenario.slag == "handling" else {}),
        }
        for one in scenario.frister
        if one.tekst
    ]
    text = "Hva gjør du?" if scenario.slag == "handling" else "Hva hører med?"
    valg = [*wrong[:1], *right, *wrong[1:]]
    return [{"id": "hva-na", "type": scenario.slag, "tekst": text, "valg": valg}]


def _tags(tempts: Fristelse | None) -> dict[str, Any]:
    """The avvik and the strategies of a wrong option."""
    if tempts is None:
        return {}
    found: dict[str, Any] = {"avvik": tempts.avvik} if tempts.avvik else {}
    return {**found, "strategi": list(tempts.strategi)} if tempts.strategi else found
