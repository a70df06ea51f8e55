"""Each kind of flaw in a rulebook is found, and the world that shows it is named.

The flaws are made in a copy of the rulebook in use, by changing its text.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.rules.book import read_regelbok
from generator.rules.proof import Flaw, prove
from generator.source import Problem
from tests.conftest import RULEBOOK

Change = Callable[[str, str, str], None]


@pytest.fixture
def copy(tmp_path) -> Path:
    return Path(shutil.copytree(RULEBOOK, tmp_path / "bok"))


@pytest.fixture
def change(copy) -> Change:
    """Puts one text in place of another that stands exactly once in a file of the copy."""

    def change(name: str, old: str, new: str) -> None:
        (path,) = [*copy.rglob(f"*{name}.yaml")]
        text = path.read_text("utf-8")
        assert text.count(old) == 1, f"«{old}» står {text.count(old)} ganger i {name}"
        path.write_text(text.replace(old, new), "utf-8")

    return change


def flaws(folder: Path) -> list[Flaw]:
    read = read_regelbok(folder)
    assert read.problems == []
    assert read.regelbok
    return prove(read.regelbok)


def problems(folder: Path) -> list[Problem]:
    read = read_regelbok(folder, root=folder)
    assert read.regelbok is None
    return read.problems


def test_the_rulebook_in_use_has_no_flaw(regelbok):
    assert prove(regelbok) == []


def test_a_copy_that_nobody_touched_has_no_flaw(copy):
    assert flaws(copy) == []


def test_a_gap_is_shown_with_its_world(copy, change):
    change(
        "takker_nei", "hvis: {takker_nei_til_vurdering: nei}", "hvis: {takker_nei_til_vurdering: nei, henvendelse: ja}"
    )
    (flaw,) = flaws(copy)
    assert (flaw.step, flaw.rule) == ("takker_nei", None)
    assert flaw.message == "ingen regel gir noe utfall når henvendelse: nei, takker_nei_til_vurdering: nei"


def test_a_value_that_no_rule_answers_is_a_gap(copy, change):
    change(
        "klage",
        "hvis: {klagen_gjelder: ikke_vurdert}",
        "hvis: {klagen_gjelder: innsatsniva}\n    unntak_fra: klage.niva",
    )
    assert [flaw.message for flaw in flaws(copy) if flaw.rule is None] == [
        "ingen regel gir noe utfall når klagen_gjelder: ikke_vurdert"
    ]


def test_a_gap_is_told_once_though_later_steps_ask_for_it(copy, change):
    change("samtale", "hvis: {samtale_gjennomfort: nei}", "hvis: {samtale_gjennomfort: nei, selvregistrert: nei}")
    assert {flaw.step for flaw in flaws(copy) if flaw.message.startswith("ingen regel")} == {"samtale"}


def test_a_world_that_cannot_occur_is_no_gap(copy, change):
    """Without that, the step has no answer for who has no trouble and is not expected to manage alone."""
    clause = "{arbeid_snart_ved_egen_innsats: nei, vansker_skaffe_beholde: nei}"
    change("regelbok", clause, "{arbeidsevne_nedsatt: nei, varig_nedsatt: ja, klagen_gjelder: ikke_vurdert}")
    (flaw,) = flaws(copy)
    assert flaw.step == "behovsvurdering"
    assert "arbeid_snart_ved_egen_innsats: nei, vansker_skaffe_beholde: nei" in flaw.message


def test_rules_that_disagree_are_shown_with_their_world(copy, change):
    change("takker_nei", "    unntak_fra: takker_nei.informer\n", "")
    conflict = [flaw for flaw in flaws(copy) if flaw.rule == "takker_nei.respekter"]
    assert [flaw.message for flaw in conflict][:1] == [
        "«takker_nei.informer» og «takker_nei.respekter» gir ulike utfall når "
        "takker_nei_til_vurdering: ja, informert_om_konsekvenser: ja"
    ]


def test_rules_that_disagree_on_how_much_is_open_disagree(copy, change):
    change("takker_nei", "gir: respekter", "gir: [respekter, informer_forst]")
    change("takker_nei", "    unntak_fra: takker_nei.informer\n", "")
    assert any("gir ulike utfall" in flaw.message for flaw in flaws(copy))


def test_rules_that_agree_need_not_be_each_others_exceptions(copy, change):
    """Two causes for the same answer, as in the rulebook itself: no profile, and no self-assessment."""
    change("takker_nei", "gir: respekter", "gir: informer_forst")
    change(
        "takker_nei", "    unntak_fra: takker_nei.informer\n    hvis: {", "    hvis: {takker_nei_til_vurdering: ja, "
    )
    assert not any("gir ulike utfall" in flaw.message for flaw in flaws(copy))


def test_steps_that_wait_for_each_other_are_a_circle(copy, change):
    change("rett_til_vurdering", "hvis: {henvendelse: ja, vurderes", "hvis: {behovsvurdering: ikke_aktuelt, vurderes")
    (flaw,) = flaws(copy)
    assert flaw.message.startswith("stegene går i ring: ")
    assert {"rett_til_vurdering", "behovsvurdering"} <= set(flaw.message.split(": ", 1)[1].split(" → "))


def test_only_the_steps_of_the_circle_are_named(copy, change):
    change("rett_til_vurdering", "hvis: {henvendelse: ja, vurderes", "hvis: {behovsvurdering: ikke_aktuelt, vurderes")
    (flaw,) = flaws(copy)
    assert "aktivitetsplan" not in flaw.message


def test_exceptions_that_wait_for_each_other_are_a_circle(copy, change):
    change(
        "samtale",
        "hvis: {samtale_gjennomfort: nei}",
        "hvis: {samtale_gjennomfort: nei}\n    unntak_fra: samtale.timeavtale_sykefravar",
    )
    found = {flaw.rule: flaw.message for flaw in flaws(copy)}
    assert set(found) == {"samtale.hovedregel", "samtale.unntak_sykefravar", "samtale.timeavtale_sykefravar"}
    assert found["samtale.hovedregel"] == (
        "unntakene går i ring: samtale.hovedregel → samtale.timeavtale_sykefravar → samtale.unntak_sykefravar"
        " → samtale.hovedregel"
    )


def test_a_rule_that_is_an_exception_to_itself_is_a_circle(copy, change):
    change(
        "klage",
        "hvis: {klagen_gjelder: innsatsniva}",
        "hvis: {klagen_gjelder: innsatsniva}\n    unntak_fra: klage.niva",
    )
    assert [flaw.rule for flaw in flaws(copy)] == ["klage.niva"]


def test_a_rule_whose_conditions_exclude_each_other_is_unreachable(copy, change):
    """Also when one of them is of a step: outcomes of steps do not vary freely."""
    change("rett_til_vurdering", "kun_generell_informasjon: ja", "samtale: gjennomfort\n      samtale_gjennomfort: nei")
    (flaw,) = flaws(copy)
    assert (flaw.step, flaw.rule) == ("rett_til_vurdering", "rett.generell_informasjon")
    assert flaw.message == "«rett.generell_informasjon» får aldri noe å si"


def test_a_rule_that_its_exception_always_takes_over_from_is_unreachable(copy, change):
    change("takker_nei", "hvis: {informert_om_konsekvenser: ja}", "hvis: {informert_om_konsekvenser: [ja, nei]}")
    assert [flaw.rule for flaw in flaws(copy) if flaw.step == "takker_nei"] == ["takker_nei.informer"]


def test_a_rule_that_only_speaks_where_nothing_can_be_is_unreachable(copy, change):
    change(
        "regelbok", "{arbeidsevne_nedsatt: nei, varig_nedsatt: ja}", "{ordinart_arbeid: utelukket, varig_nedsatt: ja}"
    )
    assert [flaw.rule for flaw in flaws(copy)] == ["aev.varig_utelukket"]


UNKNOWN_WORDS = {
    "a misspelt fact": (
        "hvis: {informert_om_konsekvenser: ja}",
        "hvis: {informert_om_konsekvens: ja}",
        "det finnes ikke noe faktum «informert_om_konsekvens»",
        "mente du «informert_om_konsekvenser»?",
    ),
    "a misspelt value": (
        "hvis: {informert_om_konsekvenser: ja}",
        "hvis: {informert_om_konsekvenser: jaa}",
        "«informert_om_konsekvenser» kan ikke være «jaa»",
        "mente du «ja»?",
    ),
    "a misspelt step": (
        "hvis: {informert_om_konsekvenser: ja}",
        "hvis: {samtal: gjennomfort}",
        "det finnes ikke noe faktum «samtal»",
        "mente du «samtale»?",
    ),
    "a misspelt outcome of another step": (
        "hvis: {informert_om_konsekvenser: ja}",
        "hvis: {samtale: gjennomfør}",
        "«samtale» kan ikke være «gjennomfør»",
        "mente du «gjennomfort»?",
    ),
    "the step's own outcome": (
        "hvis: {informert_om_konsekvenser: ja}",
        "hvis: {takker_nei: respekter}",
        "det finnes ikke noe faktum «takker_nei»",
        "",
    ),
    "a fact that has no bearing": (
        "hvis: {informert_om_konsekvenser: ja}",
        "hvis: {kanal: telefon}",
        "det finnes ikke noe faktum «kanal»",
        "",
    ),
    "a misspelt outcome": (
        "gir: respekter",
        "gir: respektere",
        "det finnes ikke noe utfall «respektere»",
        "mente du «respekter»?",
    ),
    "a misspelt rule to be the exception to": (
        "unntak_fra: takker_nei.informer",
        "unntak_fra: takker_nei.informere",
        "det finnes ikke noen regel «takker_nei.informere»",
        "mente du «takker_nei.informer»?",
    ),
    "a misspelt step to take the outcome from": (
        "gir: respekter",
        "fra: rett_til_vurderinga",
        "det finnes ikke noe steg «rett_til_vurderinga»",
        "mente du «rett_til_vurdering»?",
    ),
    "a rule of the guidelines that does not exist": (
        "bygger_pa: [R16]\n    hvis: {takker_nei_til_vurdering: nei}",
        "bygger_pa: [R99]\n    hvis: {takker_nei_til_vurdering: nei}",
        "det finnes ikke noen regel «R99»",
        "",
    ),
}


@pytest.mark.parametrize("word", UNKNOWN_WORDS.values(), ids=UNKNOWN_WORDS)
def test_a_word_that_does_not_exist_is_told_with_its_place_and_the_nearest(copy, change, word):
    old, new, message, hint = word
    change("takker_nei", old, new)
    (problem,) = problems(copy)
    assert problem.message == message
    assert hint in problem.hint
    text = (copy / problem.place.file).read_text("utf-8").splitlines()
    assert new.splitlines()[0].split("{")[-1].split(": ")[-1].rstrip("}") in text[problem.place.line - 1]


def test_an_outcome_can_be_taken_from_a_step_only(copy, change):
    change("takker_nei", "gir: respekter", "fra: henvendelse")
    assert [problem.message for problem in problems(copy)] == ["det finnes ikke noe steg «henvendelse»"]


def test_an_outcome_that_is_always_accepted_must_exist(copy, change):
    change("03-samtale", "godtas: [samtale_forst]", "godtas: [samtale_først]")
    assert [problem.hint for problem in problems(copy)] == ["mente du «samtale_forst»?"]


def test_a_fact_cannot_mean_what_it_cannot_be(copy, change):
    change("fakta", "  kilder: [sosialsystem]\n  ved_ukjent: nei", "  kilder: [sosialsystem]\n  ved_ukjent: neppe")
    assert [problem.message for problem in problems(copy)] == ["«kvp_deltaker» kan ikke være «neppe»"]


def test_two_rules_cannot_have_one_id(copy, change):
    change("klage", "- id: klage.tiltak", "- id: klage.niva")
    assert [problem.message for problem in problems(copy)] == ["regelen «klage.niva» står to ganger"]


def test_a_step_cannot_pass_on_an_outcome_that_it_does_not_have(copy, change):
    change("klage", "gir: teksten_svarer_ikke", "fra: rett_til_vurdering")
    read = read_regelbok(copy)
    assert read.problems or prove(read.regelbok)


@pytest.mark.parametrize(
    "clause",
    [
        "{arbeidsevne_nedsatt: nei, ordinart_arbeid: [forventes, utelukket]}",
        "{arbeidsevne_nedsatt: nei, ordinart_arbeid: skjonn}",
        "{arbeidsevne_nedsatt: nei, kanal: papir}",
    ],
)
def test_what_cannot_occur_is_said_of_single_values_of_facts_with_bearing(copy, change, clause):
    change("regelbok", "{arbeidsevne_nedsatt: nei, varig_nedsatt: ja}", clause)
    assert problems(copy)


def test_what_cannot_occur_is_said_of_facts_that_exist(copy, change):
    change("regelbok", "varig_nedsatt: ja", "varig_nedsat: ja")
    assert [problem.hint for problem in problems(copy)] == ["mente du «varig_nedsatt»?"]
