"""Nobody can guess the answer from a name: what a skew is, who a case is about, and what an author is told."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path

import pytest
import yaml

from generator import course
from generator.checks import advice
from generator.checks.fisher import fisher, holm, least
from generator.checks.hovedperson import LIST, Person, hovedperson
from generator.model import Regelbok, Sak
from tests.anna import changed

WOMEN = ["Kari", "Fatuma", "Ingrid", "Agnieszka", "Solveig", "Hodan"]
MEN = ["Ola", "Yusuf", "Sverre", "Piotr", "Håkon", "Abdi"]


def bank(root: Path, regelbok: Regelbok, people: list[tuple[str, str, bool]]) -> course.Course:
    """Cases about these people: a name, a pronoun, and whether the one finds work by own effort."""
    for number, (name, pronoun, alone) in enumerate(people):
        path = root / f"cases/niva/sak-{number:02}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        changes = {
            "id: anna\n": f"id: sak-{number:02}\n",
            "Anna er oppdiktet. Hun ringer": f"{name} er oppdiktet. {pronoun} ringer",
        }
        if not alone:
            reading = "fakta: arbeid_snart_ved_egen_innsats\n    verdi: "
            changes[reading + "ja"] = reading + "nei"
        path.write_text(changed(changes))
    return course.load(root, regelbok)


def people(women: int, men: int, alone: int, men_alone: int) -> list[tuple[str, str, bool]]:
    """So many of each, and so many of those who find work alone, spread over names of many languages."""
    shes = [(name, "Hun", i < alone) for i, name in zip(range(women), cycle(WOMEN), strict=False)]
    return shes + [(name, "Han", i < men_alone) for i, name in zip(range(men), cycle(MEN), strict=False)]


def told(found: course.Course) -> list[str]:
    return [str(one) for one in advice(found) if one.sjekk == "navn"]


def test_a_bank_where_an_outcome_goes_with_gender_is_told_at_the_first_case_with_both(tmp_path, regelbok):
    assert told(bank(tmp_path, regelbok, people(12, 12, 12, 3))) == [
        "cases/niva/sak-00.yaml:9:3: råd (navn): «Standardinnsats» er rett i 12 av 12 saker om kvinner, "
        "mot 3 av 12 om menn\n    bytt navn og pronomen i noen av sakene, så svaret ikke følger kjønnet",
        "cases/niva/sak-15.yaml:9:3: råd (navn): «Situasjonsbestemt innsats» er rett i 9 av 12 saker om menn, "
        "mot 0 av 12 om kvinner\n    bytt navn og pronomen i noen av sakene, så svaret ikke følger kjønnet",
    ]


def test_a_bank_where_an_outcome_goes_with_the_origin_of_a_name_is_told(tmp_path, regelbok):
    names = [
        (name, pronoun)
        for pair in zip(WOMEN, MEN, strict=True)
        for name, pronoun in zip(pair, ("Hun", "Han"), strict=True)
    ]
    skewed = [(name, pronoun, i % 4 < 2) for i, (name, pronoun) in enumerate(names * 2)]
    (one, other) = told(bank(tmp_path, regelbok, skewed))
    assert "«Standardinnsats» er rett i 12 av 12 saker om folk med norsk navn, mot 0 av 12 om folk med navn" in one
    assert "bytt navn i noen av sakene, så svaret ikke følger hvor navnet kommer fra" in other


def test_a_bank_where_outcomes_do_not_go_with_names_is_not_told(tmp_path, regelbok):
    assert told(bank(tmp_path, regelbok, people(12, 12, 6, 6))) == []


def test_a_skew_that_chance_often_gives_is_not_told(tmp_path, regelbok):
    assert told(bank(tmp_path, regelbok, people(12, 12, 8, 4))) == []


def test_a_bank_with_hardly_any_women_is_told(tmp_path, regelbok):
    (said,) = told(bank(tmp_path, regelbok, people(2, 22, 1, 11)))
    assert "bare 2 av 24 saker handler om kvinner\n    la flere gjøre det, helst 25 % eller mer" in said


def test_a_bank_with_only_norwegian_names_is_told(tmp_path, regelbok):
    (said,) = told(bank(tmp_path, regelbok, [("Kari", "Hun", True), ("Ola", "Han", True)] * 11))
    assert "ingen av 22 saker handler om folk med navn fra et annet språk" in said


def test_a_case_about_nobody_in_particular_is_left_out_and_counted(tmp_path, regelbok):
    (said,) = told(bank(tmp_path, regelbok, [*people(2, 22, 1, 11), ("Saken", "Noen", True)]))
    assert said.endswith("(1 sak er ikke talt med, for hovedpersonen er uklar)")


def test_a_few_cases_say_nothing(tmp_path, regelbok):
    assert told(bank(tmp_path, regelbok, people(0, 6, 0, 6))) == []


def person(story: str) -> Person | None:
    """Who a case with this story is about."""
    data = yaml.safe_load(changed({}))
    del data["opplysninger"], data["vurderinger"], data["forventet"]
    return hovedperson(Sak(**{**data, "tittel": "En sak", "historie": story}))


@pytest.mark.parametrize(
    ("story", "who"),
    [
        ("Lederen heter Elin. Elin vil ha tall. Gro er 46 år og venter.", Person("Gro", "kvinne", "norsk")),
        ("Køen er lang. Bilal står ved døra. Han er 28 år, og Hege ringer.", Person("Bilal", "mann", "annet")),
        ("Yusufs lister kommer. Ivar leser. Nå skriver Yusuf igjen.", Person("Yusuf", "mann", "annet")),
        ("Wixana er 30 år. Hun bor i Moss.", Person("Wixana", "kvinne", None)),
        ("Kim er 30 år. Han bor i Moss.", Person("Kim", "mann", "norsk")),
        ("Kim er 30 år, og bor i Moss.", Person("Kim", None, "norsk")),
        ("På Arena står det lite, og Nav i Halden venter på Moss.", None),
        ("Per er nødvendig i setningen, per dag. Per uke også.", None),
    ],
)
def test_a_case_is_about_the_one_whose_age_is_told_or_else_about_the_one_named_most(story, who):
    assert person(story) == who


@pytest.mark.parametrize(
    ("table", "p"),
    [((3, 1, 1, 3), 0.485714), ((8, 2, 1, 5), 0.034965), ((1, 9, 11, 3), 0.002759), ((10, 2, 3, 15), 0.000537)],
)
def test_fishers_test_says_what_textbooks_say(table, p):
    assert fisher(*table) == pytest.approx(p, abs=1e-6)


def test_equal_groups_are_as_likely_as_can_be():
    assert fisher(5, 5, 5, 5) == fisher(0, 3, 0, 9) == 1


def test_the_most_skewed_table_is_the_least_likely():
    assert least(4, 4, 4, 4) == pytest.approx(fisher(8, 0, 0, 8))
    assert least(1, 3, 1, 3) == pytest.approx(fisher(2, 2, 0, 4))


def test_the_more_tests_are_made_the_more_it_takes():
    assert holm([0.01], 0.05) == [True]
    assert holm([0.01, 0.012, 0.03], 0.05) == [True, True, True]
    assert holm([0.03, 0.02, 0.04], 0.05) == [False, False, False]
    assert holm([], 0.05) == []


def test_a_name_stands_once_in_the_list():
    listed = [
        name
        for kinds in yaml.safe_load(LIST.read_text("utf-8")).values()
        for names in kinds.values()
        for name in names.split()
    ]
    assert len(listed) > 500
    assert [name for name in set(listed) if listed.count(name) > 1] == []
