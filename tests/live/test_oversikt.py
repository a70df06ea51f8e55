"""The office's overview for its leader: first votes only, shares only, and nobody to be recognised."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from generator.live import oversikt as module
from generator.live.hendelser import Apnet, Avsluttet, Frigitt, Rutine
from generator.live.meeting import Mote, gjenoppta
from generator.live.oversikt import Oversikt, oversikt
from generator.pages.side import environment
from generator.view.sprak import tekster
from tests.live.mote import LES, REGLER, RUNDE1, RUNDE2, SNAKK, apnet, gikk, kom, mote, skjema, stemme, stemte

TEMPLATES = Path(module.__file__).parent / "templates"
START = datetime(2026, 3, 3, 9)
TODAY = date(2026, 6, 1)
T = tekster("nb")


def opened(sak: str = "anna", **changes: object) -> Apnet:
    """A meeting about one case, whose form is changed so."""
    opening = apnet([sak])
    return replace(opening, skjema={sak: replace(opening.skjema[sak], **changes)})


def held(
    first: str,
    second: str = "",
    *,
    helse: str = "",
    people: str = "wzqrt",
    sak: str = "anna",
    apning: Apnet | None = None,
) -> Mote:
    """A released meeting about a case: the answers of both rounds, and the readings of the first, a letter a person."""
    who = [f"{people}{nr}" for nr in range(len(first))]
    read = [{"j": "ja", "n": "nei"}[one] for one in helse or "j" * len(first)]
    return mote(
        kom(*who),
        gikk(LES, RUNDE1),
        [stemte(*one[:1], RUNDE1, stemme(*one[1:])) for one in zip(who, first, read, strict=True)],
        gikk(RUNDE1, SNAKK, RUNDE2),
        [stemte(one, RUNDE2, svar) for one, svar in zip(who, second, strict=False)],
        gikk(RUNDE2, REGLER),
        [Avsluttet(), Frigitt(ja=True)],
        apning=apning or opened(sak),
    )


def measured(
    answers: Iterable[str], *, people: str = "wzqrt", steg: Iterable[str] = (), saker: str = "abcdefgh"
) -> Mote:
    """A released measurement: for each of its cases the answers, a letter a person."""
    cases = list(zip(saker, answers, strict=False))
    opening = apnet([sak for sak, _ in cases], maling=True)
    steps = dict(zip(saker, steg, strict=False))
    forms = {sak: replace(form, steg=steps.get(sak, "behov")) for sak, form in opening.skjema.items()}
    who = [f"{people}{nr}" for nr in range(max(len(given) for _, given in cases))]
    happened = []
    for nr, (_, given) in enumerate(cases):
        happened += [*(stemte(one, nr, svar) for one, svar in zip(who, given, strict=False)), *gikk(nr, nr + 1)]
    opening = replace(opening, skjema=forms)
    return mote(kom(*who), happened, [Avsluttet(), Frigitt(ja=True)], apning=opening)


def wrote(one: Mote, *routines: Rutine) -> Mote:
    """The same meeting with these lines of practice, which it must have before it is over."""
    lines = dict(enumerate(routines))
    return replace(one, praksis=lines)


def seen(regelbok, *moter: Mote) -> Oversikt:
    """The overview of these meetings, one a week."""
    return oversikt([(START + timedelta(weeks=nr), one) for nr, one in enumerate(moter)], TODAY, T, regelbok)


def page(o: Oversikt, malform: str = "nb") -> str:
    return (
        environment(TEMPLATES)
        .get_template("oversikt.html.j2")
        .render(t=tekster(malform), o=o, tittel="Oversikt", tall=str)
    )


def words(o: Oversikt) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page(o)))


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


def test_a_measurement_is_told_as_means_over_its_cases(regelbok):
    o = seen(regelbok, measured(["bbb", "bba", "aaa"]))
    (serie,) = o.serier
    assert serie.saker == ("A", "B", "C")
    assert [(one.dato, one.i_trad, one.like) for one in serie.malinger] == [("3. mars 2026", 56, 78)]


def test_a_measurement_is_compared_with_the_one_before_that_had_the_same_cases(regelbok):
    o = seen(
        regelbok,
        measured(["aab", "aab", "aab"]),
        measured(["aaa", "bbb"]),
        measured(["a", "a", "a"]),
        measured(["bbb", "bba", "bbb"]),
    )
    assert [[(one.i_trad, one.i_trad_endret, one.like_endret) for one in serie.malinger] for serie in o.serier] == [
        [(33, None, None), (None, None, None), (89, 56, 45)],
        [(50, None, None)],
    ]
    assert "For få svarte til at tallene kan vises." in page(o)
    assert "+56" in words(o)


def test_a_measurement_with_a_rewritten_case_is_not_compared_with_the_one_before(regelbok):
    new = measured(["aab", "aab"])
    new = replace(new, skjema={sak: replace(form, hash="h2") for sak, form in new.skjema.items()})
    assert len(seen(regelbok, measured(["aab", "aab"]), new).serier) == 2


def test_teams_that_measure_on_the_same_day_are_measured_together(regelbok):
    moter = [
        (START, measured(["bb", "bb"], people="x")),
        (START + timedelta(hours=3), measured(["aa", "aa"], people="y")),
    ]
    (serie,) = oversikt(moter, TODAY, T, regelbok).serier
    assert [(one.i_trad, one.like) for one in serie.malinger] == [(50, 33)]


def test_answers_to_anchor_cases_are_told_of_nowhere_else(regelbok):
    o = seen(regelbok, measured(["aaaaa"] * 6))
    assert (o.funn, o.noe_er_likt, o.noe_er_skjult) == ((), False, False)
    for answer in skjema().valg.values():
        assert f">{answer}<" not in page(o)


def test_coefficients_are_told_only_of_cases_that_ask_about_the_same_step_and_are_enough(regelbok):
    answers = ["bbb", "bba", "aaa", "ccc", "bbc", "aab"]
    (told,) = seen(regelbok, measured(answers)).serier[0].malinger[0].koeff
    assert told.ac1
    assert told.ac1.nedre <= told.ac1.verdi <= told.ac1.ovre
    assert (told.ac1.saker, told.er_usikkert) == (6, True)
    for few in (measured(answers[:5]), measured(answers, steg=["x", *"yyyyy"]), measured(answers, steg=[""] * 6)):
        assert seen(regelbok, few).serier[0].malinger[0].koeff == ()


def test_a_coefficient_is_shown_with_its_interval_and_is_said_to_be_uncertain(regelbok):
    said = words(seen(regelbok, measured(["bbb", "bba", "aaa", "ccc", "bbc", "aab"])))
    assert re.search(r"Gwets AC1: −?\d,\d\d \(−?\d,\d\d til −?\d,\d\d\)", said)
    assert "Tallet er usikkert" in said


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
