"""How cases were read in fagmøter: laid in cases/lesninger/, counted together, shown after the answer, and advised on.

What authors are told of the files themselves stands in golden files.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import checks, cli, pages
from generator.checks.lesninger import uprovd
from generator.course import Course, load
from generator.lesninger import FOLDER, read_files
from generator.live.dagsorden import apne
from generator.live.hendelser import Avsluttet, Stemme
from generator.live.kurset import Kurset
from generator.live.meeting import Mote
from generator.live.skjerm import Skjermer
from generator.live.store import Ordre, Store
from generator.view.merke import hash_of
from generator.view.sprak import tekster
from tests.anna import FILE, VALUES, changed, sound
from tests.live.mote import LES, REGLER, RUNDE1, RUNDE2, SNAKK, gikk, kom, stemte

FAKTA = "arbeid_snart_ved_egen_innsats"
"""The vurdering that Anna's question asks for; her case gives it «ja»."""
T = tekster("nb")


@pytest.fixture
def kurset(tmp_path, regelbok) -> Callable[..., Course]:
    """The course of Anna's case with these exports beside it, by the name of the file."""

    def loaded(case: str = sound(), **files: Any) -> Course:
        for name, text in {
            FILE: case,
            **{f"{FOLDER}/{name}.json": json.dumps(data) for name, data in files.items()},
        }.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, "utf-8")
        return load(tmp_path, regelbok)

    return loaded


@pytest.fixture
def merke(kurset) -> str:
    """The mark of Anna's question."""
    (case,) = kurset().cases
    return hash_of(case.desk, case.sak.sporsmal[0])


def lest(merke: str, *, moter: int = 1, fakta: str = FAKTA, **antall: int) -> dict[str, Any]:
    """An export that says how many read Anna's vurdering as what."""
    svar = {"standardinnsats": sum(antall.values())}
    return {"anna": {"hash": merke, "lesninger": {fakta: antall}, "svar": svar, "moter": moter}}


def told(course: Course) -> list[str]:
    """What is wrong, and what is advised of readings."""
    advised = (problem for problem in checks.advice(course) if problem.sjekk == "lesninger")
    return [str(problem) for problem in [*checks.problems(course), *advised]]


def side(course: Course, malform: str = "nb") -> str:
    return pages.sak(course, 0, malform).html()


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# Counted together.


def test_the_files_of_several_offices_are_counted_together(kurset, merke):
    course = kurset(bydelen=lest(merke, ja=4, nei=1, moter=2), byen=lest(merke, ja=3, ukjent=2))
    read = course.lesninger.av("anna", merke, FAKTA)
    assert read
    assert (read.antall, read.alle, read.moter) == ({"ja": 7, "nei": 1, "ukjent": 2}, 10, 3)
    assert told(course) == []


def test_an_export_that_is_laid_twice_is_counted_once_and_that_is_told(kurset, merke):
    course = kurset(april=lest(merke, ja=3, nei=3), kopi=lest(merke, nei=3, ja=3))
    assert course.lesninger.av("anna", merke, FAKTA).alle == 6
    assert told(course) == [
        "cases/lesninger/kopi.json:1:1: råd (lesninger): filen sier det samme som «cases/lesninger/april.json», "
        "og telles ikke\n    slett den ene"
    ]


def test_readings_of_the_case_as_it_was_are_not_counted_and_that_is_told_once(kurset, merke):
    case = changed({"    hent: Ring Anna.\n": "    hent: Ring Anna.\n    fakta: {ber_om_arbeidsrettet_bistand: ja}\n"})
    course = kurset(case, april=lest(merke, ja=2, nei=8))
    assert T["sak"]["andre"] not in side(course)
    assert told(course) == [
        "cases/lesninger/april.json:1:19: råd (lesninger): saken «anna» er endret siden, så disse tallene brukes ikke\n"
        "    ta saken ut av filen, og prøv den i et nytt fagmøte"
    ]


def test_readings_are_counted_still_when_only_the_words_of_the_case_are_new(kurset, merke):
    course = kurset(changed({"Hva skal vedtaket si?": "Hva står i vedtaket?"}), april=lest(merke, ja=9, nei=1))
    assert T["sak"]["andre"] in side(course)
    assert told(course) == []


def test_what_the_case_does_not_ask_for_is_told_where_it_stands(kurset, merke):
    data = lest(merke, ja=5, neii=1)
    data["anna"]["lesninger"]["kortvarige_tiltak_nok"] = {"ja": 6}
    assert [line.split(":", 3)[3] for line in told(kurset(april=data))] == [
        f" «{FAKTA}» kan ikke være «neii»\n    mente du «nei»?",
        f" saken spør ikke etter «kortvarige_tiltak_nok»\n    mulige her: {FAKTA}",
    ]


def test_a_case_that_cannot_be_judged_has_its_own_problems_told_and_no_more(kurset, merke):
    case = changed({"ut_fra: [notat, telefon]": "ut_fra: [notat, brev]"})
    assert [line.split(": ")[1] for line in told(kurset(case, april=lest(merke, ja=2, nei=8)))] == [
        "det finnes ikke noe kort «brev»\n    mulige her"
    ]


@settings(max_examples=100, deadline=None)
@given(data=st.dictionaries(st.sampled_from(["anna", "moter", "lesninger"]), VALUES | st.fixed_dictionaries(
    {"hash": VALUES | st.just("0a1b2c3d"), "lesninger": VALUES | st.dictionaries(st.text(), VALUES), "svar": VALUES}
)))  # fmt: skip
def test_no_export_gives_a_traceback_and_every_problem_has_a_place_and_a_way_out(data):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / FOLDER / "x.json"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(data), "utf-8")
        found, problems = read_files(Path(folder), {"anna"})
    assert len(found.filer) == (not problems)
    assert all(problem.place.file == f"{FOLDER}/x.json" and problem.message and problem.hint for problem in problems)


# After the answer.


def test_from_ten_readings_on_the_key_shows_how_others_read(kurset, merke):
    without = side(kurset())
    assert side(kurset(april=lest(merke, ja=8, nei=1))) == without
    page = side(kurset(april=lest(merke, ja=8, nei=2, moter=2)))
    before, key = page.split('<details class="fold fasit"', 1)
    assert T["sak"]["andre"] not in before
    assert "Slik har andre lest det" in key
    assert "Fra to møter Ja åtte av ti Nei to av ti Det vet jeg for lite til å si ingen av ti" in words(key)


def test_how_others_read_is_shown_when_every_card_is_open_as_it_was_to_them(kurset, merke):
    page = side(kurset(april=lest(merke, ja=9, nei=4)))
    (states,) = re.findall('<section data-del="andre" data-i="(.*?)">', page)
    course = kurset()
    judged = course.cases[0].desk.judge(course.cases[0].sak.stegsporsmal[0])
    assert states == str(judged.index[-1]) != str(judged.index[0])
    assert "Fra ett møte Ja 9 av 13 Nei 4 av 13" in words(page)


def test_how_others_read_is_told_in_nynorsk_too(kurset, merke):
    assert "Frå to møte" in words(side(kurset(april=lest(merke, ja=8, nei=3, moter=2)), "nn"))


# Advice.


@pytest.mark.parametrize(
    ("antall", "said"),
    [
        ({"ja": 6, "nei": 3}, None),
        ({"ja": 7, "nei": 3}, "3 av 10 leste «nei»"),
        ({"ja": 71, "nei": 29}, None),
        ({"ja": 69, "nei": 16, "ukjent": 15}, "16 av 100 leste «nei» og 15 «ukjent»"),
        ({"ja": 70, "nei": 15, "ukjent": 15}, None),
        ({"nei": 10}, "10 av 10 leste «nei»"),
    ],
)
def test_a_vurdering_that_is_read_differently_is_asked_about_at_its_value(antall, said, kurset, merke):
    hint = "skriv «verdi: skjonn» hvis begge kan forsvares; ellers rett verdien, eller gjør kortene klarere"
    advice = f"{FILE}:35:12: råd (lesninger): {said}: er dette skjønn?\n    {hint}"
    assert told(kurset(april=lest(merke, **antall))) == [advice] * bool(said)


def test_a_case_that_leaves_the_vurdering_open_is_not_asked_about_it(kurset):
    case = changed({"verdi: ja\n    fordi: To": "verdi: skjonn\n    fordi: To"})
    case = case.replace("utfall: [standardinnsats]}", "utfall: [standardinnsats, situasjonsbestemt_innsats]}")
    (one,) = kurset(case).cases
    mark = hash_of(one.desk, one.sak.sporsmal[0])
    assert [line for line in told(kurset(case, april=lest(mark, ja=5, nei=5))) if "lesninger" in line] == []


def test_an_author_may_accept_that_a_vurdering_is_read_differently(kurset, merke):
    accepted = sound() + "godtatt:\n  - {sjekk: lesninger, fordi: Begge grupper hadde lest kortet feil.}\n"
    assert told(kurset(accepted, april=lest(merke, ja=5, nei=5))) == []


def test_a_vurdering_is_untried_until_somebody_has_read_it_in_a_meeting(kurset, merke):
    asked = ["behov_for_bredere_vurdering", FAKTA, "kortvarige_tiltak_nok"]
    assert [fact for _, fact in uprovd(kurset())] == asked
    assert [fact for _, fact in uprovd(kurset(april=lest(merke, ja=5)))] == [asked[0], asked[2]]


# From a meeting to the page.


def vote(course: Course, mote: Mote, store: Store, id: str, readings: list[str]) -> None:
    """A meeting about Anna in which so many read her vurdering so, each alone; it is over after that."""
    who = [f"x{nr}" for nr in range(len(readings))]
    votes = [Stemme(svar="standardinnsats", lesninger={FAKTA: reading}) for reading in readings]
    first = [stemte(one, RUNDE1, given) for one, given in zip(who, votes, strict=True)]
    happened = [*kom(*who), *gikk(LES, RUNDE1), *first, *gikk(RUNDE1, SNAKK, RUNDE2, REGLER), Avsluttet()]
    answers = store.skriv([Ordre(id, one, mote) for one in [apne(course, ["anna"], T), *happened]])
    assert all(isinstance(answer, Mote) for answer in answers)


@pytest.fixture
def kurs(tmp_path, monkeypatch, capsys) -> Callable[..., tuple[int, str, str]]:
    monkeypatch.chdir(tmp_path)

    def run(*args: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            cli.kurs.run(args)
        return (ended.value.code, *capsys.readouterr())

    return run


@pytest.fixture
def provd(tmp_path, kurset, kurs) -> Course:
    """The course after two meetings about Anna, whose readings are laid beside her."""
    course, store = kurset(), Store.in_folder(tmp_path / "fagmote")
    for readings in (["ja", "ja", "nei", "ja", "ja"], ["nei", "ja", "ja", "ukjent", "nei"]):
        vote(course, Mote(), store, store.opprett()[0], readings)
    store.engine.dispose()
    file = f"{FOLDER}/kontoret.json"
    assert kurs("fagmote", "lesninger", file) == (0, f"1 sak er skrevet til {file}.\n", "")
    return kurset()


def test_what_was_read_in_meetings_comes_to_the_page_and_to_the_author(provd, kurs):
    assert "Fra to møter Ja seks av ti Nei tre av ti Det vet jeg for lite til å si én av ti" in words(side(provd))
    assert [line.split(": ")[2] for line in told(provd)] == ["3 av 10 leste «nei» og 1 «ukjent»"]
    code, said, _ = kurs("sjekk")
    untried = "2 vurderinger er ikke prøvd i noe fagmøte. Et møte prøver bare dem saken spør etter («lesninger»)."
    assert (code, said.splitlines()[-1]) == (0, untried)
    assert kurs("sjekk", FILE)[1].splitlines()[-1] == (
        f"{FILE}: «behov_for_bredere_vurdering» og «kortvarige_tiltak_nok» er ikke prøvd i noe fagmøte."
    )
    assert kurs("sjekk", f"{FOLDER}/kontoret.json")[:2] == (0, "0 feil i 1 fil.\n")


def test_while_the_case_lies_on_a_table_how_others_read_it_is_not_in_the_course(provd, tmp_path):
    page = tmp_path / "site" / "saker" / "anna" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text(f"<article>{side(provd)}</article>", "utf-8")
    served = Kurset(tmp_path / "site", Skjermer(provd, T, "http://kontoret"))
    shown = {lying: served.side("saker/anna/index.html", lying).body.decode() for lying in ((), ("anna",))}
    assert [T["sak"]["andre"] in html for html in shown.values()] == [True, False]


def test_a_file_with_readings_is_never_written_over(provd, kurs):
    code, said, wrong = kurs("fagmote", "lesninger", f"{FOLDER}/kontoret.json")
    assert (code, said) == (2, "")
    assert wrong.startswith(f"kurs: «{FOLDER}/kontoret.json» finnes fra før; slett den først, for de samme møtene")


def test_where_too_few_have_answered_it_is_said_how_many_it_takes(tmp_path, kurs):
    Store.in_folder(tmp_path / "fagmote").engine.dispose()
    code, said, _ = kurs("fagmote", "lesninger", "ut.json")
    assert (code, said) == (
        0,
        "0 saker er skrevet til ut.json. En sak kommer med når 5 svar er gitt, av minst 3.\n",
    )
