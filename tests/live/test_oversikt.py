"""The office's overview for its leader: first votes only, shares only, and nobody to be recognised."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from generator.live.hendelser import Frigitt, Rutine
from generator.live.meeting import gjenoppta
from tests.live.kontor import held, measured, opened, page, seen, words, wrote


@pytest.mark.parametrize("event", [Frigitt(ja=False), None])
def test_a_meeting_that_is_not_released_or_not_over_is_not_in_it(regelbok, event):
    one = held("aaaaa")
    out = gjenoppta([event], one) if event else replace(one, er_over=False)
    o = seen(regelbok, wrote(out, Rutine(hva="En rutine")))
    assert o.er_tom
    assert (o.rutiner, o.funn, o.serier) == ((), (), ())
    assert "Ingen møter er frigitt ennå." in page(o)


def test_only_first_votes_count(regelbok):
    assert seen(regelbok, held("aabbc", "bbbbb")) == seen(regelbok, held("aabbc", "aaaaa"))
    assert [one.prosent for one in seen(regelbok, held("aabbc", "bbbbb")).funn[0].enheter[0].andeler] == [40, 40, 20]


def test_agreement_off_the_rules_comes_before_any_split(regelbok):
    o = seen(
        regelbok,
        held("abcab", sak="anna", apning=opened("anna", steg="a1")),
        held("aaaab", sak="bo", apning=opened("bo", steg="b1")),
        held("bbbbb", sak="cam", helse="njnjn", apning=opened("cam", steg="c1")),
    )
    assert [one.dom for one in o.funn] == ["enige_feil", "delt", "delt"]
    assert "Vi er enige, men reglene sier noe annet." in words(o)


def test_what_splits_the_most_comes_first(regelbok):
    o = seen(regelbok, held("aabbb", apning=opened(steg="")), held("aabbc", sak="bo", apning=opened("bo", steg="")))
    assert [(one.enheter[0].saker, one.enheter[0].like) for one in o.funn] == [(("Bo",), 20), (("Anna",), 40)]


def test_readings_that_split_are_told_with_the_share_of_each_value(regelbok):
    funn = seen(regelbok, held("bbbbb", helse="jjjnn")).funn
    assert [(one.navn, one.er_lesning) for one in funn] == [("Hindrer helsen?", True)]
    assert [(one.navn, one.prosent, one.er_rett) for one in funn[0].enheter[0].andeler] == [
        ("Ja", 60, True),
        ("Nei", 40, False),
    ]


def test_one_of_five_may_differ_where_an_office_agrees(regelbok):
    o = seen(regelbok, held("abbbb"))
    assert (o.funn, o.noe_er_likt, o.noe_er_skjult) == ((), True, False)
    assert "Resten leser vi likt, og i tråd med reglene." in page(o)


@pytest.mark.parametrize(
    ("first", "helse", "arsak"),
    [("aabbb", "nnjjj", "lesning"), ("aabbb", "jjjjj", "slutning"), ("aabbb", "njjjj", "begge")],
)
def test_it_is_told_whether_the_facts_were_read_differently_or_the_rules(regelbok, first, helse, arsak):
    answers = next(one for one in seen(regelbok, held(first, helse=helse)).funn if not one.er_lesning)
    assert answers.enheter[0].arsak == arsak


def test_the_same_case_in_two_meetings_is_counted_together(regelbok):
    o = seen(regelbok, held("aab", people="x"), held("bb", people="y"))
    assert [one.prosent for one in o.funn[0].enheter[0].andeler] == [40, 60, 0]


def test_a_case_with_few_answers_is_told_of_only_together_with_others(regelbok):
    o = seen(regelbok, held("aab"), held("abb", sak="bo"))
    assert [(one.saker, one.andeler, one.i_trad, one.like) for one in o.funn[0].enheter] == [
        (("Anna", "Bo"), (), 50, 33)
    ]
    assert not o.noe_er_skjult


def test_a_case_that_is_told_of_alone_is_in_no_number_with_others(regelbok):
    o = seen(regelbok, held("aabbb"), held("abb", sak="bo"), held("aab", sak="cam"))
    assert {one.saker for one in o.funn[0].enheter} == {("Anna",), ("Bo", "Cam")}
    one_small = seen(regelbok, held("aabbb"), held("abb", sak="bo"))
    assert {one.saker for one in one_small.funn[0].enheter} == {("Anna",)}
    assert one_small.noe_er_skjult


def test_where_too_few_answered_nothing_is_shown_and_it_says_so(regelbok):
    o = seen(regelbok, held("aab"))
    assert (o.funn, o.noe_er_likt, o.noe_er_skjult) == ((), False, True)
    assert "Noe er ikke vist, fordi for få har svart." in page(o)
    assert "prosent" not in words(o).split("Dette leser vi ulikt")[1]


def test_what_one_person_answered_in_many_cases_is_not_shown(regelbok):
    assert seen(regelbok, *(held("a", sak=sak) for sak in "abcdefg")).funn == ()
    assert seen(regelbok, measured(["a"] * 6)).serier[0].malinger[0].i_trad is None


def test_nobody_and_no_number_of_people_is_told_of(regelbok):
    o = seen(regelbok, held("a" * 8 + "b" * 9), measured(["ab" * 8 + "c"] * 6))
    assert "wzqrt" not in repr(o) + page(o)
    assert not re.search(r"\b17\b", repr(o) + words(o))


def test_first_votes_at_a_shared_table_are_not_in_it_for_nobody_had_all_the_papers(regelbok):
    assert seen(regelbok, held("aaaaa", apning=replace(opened(), delt_bord=True))).funn == ()


def test_a_case_that_was_rewritten_starts_anew(regelbok):
    o = seen(regelbok, held("aaaaa"), held("aabbb", people="y", apning=opened(hash="h2")))
    assert [one.prosent for one in o.funn[0].enheter[0].andeler] == [40, 60, 0]


def test_routines_past_their_date_come_first_and_those_without_one_last(regelbok):
    days = {"Uten": "", "Senere": "2026-09-01", "Forfalt": "2026-05-31", "I dag": "2026-06-01", "Umulig": "2026-02-31"}
    o = seen(regelbok, wrote(held("b"), *(Rutine(hva=hva, igjen=day, eier="Kari") for hva, day in days.items())))
    assert [(one.rutine.hva, one.er_forfalt) for one in o.rutiner] == [
        ("Forfalt", True),
        ("I dag", False),
        ("Senere", False),
        ("Uten", False),
        ("Umulig", False),
    ]
    assert "Skulle vært sett på igjen 31. mai 2026. Hvem passer på den: Kari. Fra fagmøtet 3. mars 2026." in words(o)


def test_a_routine_that_is_written_again_holds_as_it_was_written_last(regelbok):
    first = wrote(held("b"), Rutine(hva="Vi spør om  arbeid.", eier="Kari"))
    o = seen(regelbok, first, wrote(held("b"), Rutine(hva="vi spør om arbeid.", eier="Ola")))
    assert [one.rutine.eier for one in o.rutiner] == ["Ola"]
    asked = seen(regelbok, first, wrote(held("b"), Rutine(hva="Vi spør om arbeid.", smalner=("hvem",))))
    assert (asked.rutiner, len(asked.apne)) == ((), 1)


def test_a_narrow_routine_is_answered_with_the_rule_and_is_never_a_routine(regelbok):
    narrow = Rutine(hva="Bare de som ber om jobb.", smalner=("hvem", "sted"), eier="Kari")
    other = Rutine(hva="Bare mottaket.", smalner=("sted",))
    o = seen(regelbok, wrote(held("b"), narrow, other))
    assert o.rutiner == ()
    assert [rule.id for rule in o.apne[0].regler] == [*regelbok.hode.smalner["hvem"], *regelbok.hode.smalner["sted"]]
    assert [(one.slag, one.antall) for one in o.hindringer] == [("sted", 2), ("hvem", 1)]
    assert "Ingen rutiner er skrevet ned ennå." in page(o)
    assert f"Hvem som vurderer : 2 åpne spørsmål. Reglene som svarer: {' , '.join(o.hindringer[0].regler)} ." in words(
        o
    )


def test_every_bar_has_its_number_beside_it_and_no_style_of_its_own(regelbok):
    shown = page(seen(regelbok, held("aabbc", helse="jjnnn"), measured(["bbb", "aab"])))
    assert shown.count("<svg") == 6
    for percent in (20, 40, 60):
        assert f"<td>{percent} %</td>" in re.sub(r"\s+</td>", "</td>", shown)
        assert f'width="{round(3.98 * percent, 1)}"' in shown
    assert "style=" not in shown
    assert "67 prosent i tråd" in words(seen(regelbok, measured(["bbb", "aab"])))


@pytest.mark.parametrize("text", ["<script>x</script>", "[x](javascript:y)", "a\n<b>b</b>", '" onclick="x', "{regler}"])
def test_hostile_text_is_harmless(regelbok, text):
    def shown(hva: str) -> list[str]:
        practice = wrote(
            held("b"), Rutine(hva=hva, eier=hva, igjen="2026-01-01"), Rutine(hva=f"{hva} 2", smalner=("sted",))
        )
        return re.findall(r"<(?!br)/?\w+[^>]*", page(seen(regelbok, practice)))

    assert shown(text) == shown("x")


def test_the_overview_is_there_in_nynorsk(regelbok):
    assert "Vi er einige, men reglane seier noko anna." in page(seen(regelbok, held("aaaaa")), "nn")
