"""What the bank covers is counted right, told in a terminal and in sheets, and says what to write next."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from generator import cli
from generator.course import Course, load
from generator.desk import INNHENT, Desk
from generator.model import Stegsporsmal
from generator.pages.dekning import MOST_COLUMNS, dekningsside
from generator.rules import Vurdering, assess, eksempel
from generator.view.dekning import Dekning, dekning
from generator.view.dekningsark import sheets
from generator.view.dekningsliste import WIDTH, lines
from generator.view.forslag import KINDS, forslag
from generator.view.saksrad import hangs_on
from generator.view.sprak import MALFORMER, tekster
from tests.anna import FILE, sound
from tests.conftest import PROJECT

GOLDEN = Path(__file__).parent / "golden" / "dekning-av-en-sak.txt"


@pytest.fixture(scope="module")
def course() -> Course:
    return load(PROJECT)


@pytest.fixture(scope="module")
def dekket(course: Course) -> Dekning:
    return dekning(course)


@pytest.fixture
def anna(tmp_path: Path, regelbok) -> Course:
    """A course of the one sound case."""
    (tmp_path / FILE).parent.mkdir(parents=True)
    (tmp_path / FILE).write_text(sound(), "utf-8")
    return load(tmp_path, regelbok)


def told(desk: Desk, mask: int) -> Vurdering:
    """What the rules say of the facts with these cards open, asked from the very start."""
    return assess(desk.regelbok, desk.facts(mask))


def test_each_rule_has_the_mark_that_a_slow_count_gives_it(course, dekket):
    """Before anything is fetched and when all is, in every step that is asked about or hung on; and slip by slip."""
    for number, case in enumerate(course.cases):
        steps = {step for q in case.sak.stegsporsmal for step in hangs_on(course.regelbok, q.steg)}
        moments = [(told(case.desk, mask), steps) for mask in (0, case.desk.all_open)]
        moments += [(assess(course.regelbok, slip.fakta), {"rett_til_vurdering"}) for slip in case.sak.lapper]
        for step, rows in dekket.steg.items():
            for row in rows:
                became = {
                    reason.utslag
                    for said, among in moments
                    if step in among
                    for reason in said.steg[step].begrunnelse
                    if reason.regel.id == row.regel.id
                }
                applies, fails = "anvendt" in became, bool(became & {"overstyrt", "slo_ikke_til"})
                marks = {(True, True): "begge", (True, False): "gjelder", (False, True): "ikke"}
                expected = marks.get((applies, fails), "apen") if became else None
                assert row.ruter.get(number) == expected, (case.sak.id, row.regel.id)


def test_each_outcome_is_counted_where_a_question_ends_in_it_and_where_it_is_right_at_some_time(course, dekket):
    ends, right = Counter(), Counter()
    for case in course.cases:
        ends.update({end for question in case.sak.stegsporsmal for end in ending(case.desk, question)})
        judged = [(q.steg, state) for q in case.sak.stegsporsmal for state in case.desk.judge(q).states]
        right.update({(step, outcome) for step, state in judged for outcome in state.right})
        slips = {("rett_til_vurdering", starting(course, slip.fakta)) for slip in case.sak.lapper}
        ends.update(slips)
        right.update(slips)
    rows = {(step, row.utfall): row for step, rows in dekket.rutenett.utfall.items() for row in rows}
    assert {key: len(row.ender) for key, row in rows.items() if row.ender} == ends
    assert {key: len(row.rett) for key, row in rows.items() if row.rett} == right


def ending(desk: Desk, question: Stegsporsmal) -> set[tuple[str, str]]:
    said = told(desk, desk.all_open).steg[question.steg].verdict
    outcomes = [INNHENT] if said.status == "mangler_opplysninger" else said.utfall
    return {(question.steg, outcome) for outcome in outcomes}


def starting(course: Course, facts: dict[str, str]) -> str:
    said = assess(course.regelbok, facts).steg["rett_til_vurdering"].verdict
    return said.utfall[0] if said.status == "avgjort" else INNHENT


def test_each_deviation_and_strategy_is_counted_where_an_option_or_a_slip_shows_it(course, dekket):
    for number, case in enumerate(course.cases):
        shown = [thing for question in case.sak.sporsmal for thing in getattr(question, "valg", ())]
        shown += case.sak.lapper
        tags = Counter(tag for thing in shown for tag in (thing.avvik, *thing.strategi) if tag)
        rows = (*dekket.rutenett.avvik, *dekket.rutenett.strategier)
        assert {row.id: row.ruter[number] for row in rows if number in row.ruter} == tags, case.sak.id


# What to write next


def test_every_rule_and_outcome_of_the_book_has_an_example_and_no_fact_in_it_is_idle(regelbok):
    for step, spec in regelbok.steg.items():
        for rule in spec.regler:
            facts = eksempel.applies(regelbok, step, rule.id)
            assert rule.id in assess(regelbok, facts).steg[step].regler
            against = eksempel.fails(regelbok, step, rule.id)
            reasons = assess(regelbok, against).steg[step].begrunnelse if against is not None else ()
            assert [r.utslag for r in reasons if r.regel.id == rule.id] in ([], ["slo_ikke_til"], ["overstyrt"])
            for idle in facts:
                fewer = {key: value for key, value in facts.items() if key != idle}
                assert rule.id not in assess(regelbok, fewer).steg[step].regler, (rule.id, idle)
        for outcome in spec.utfall:
            assert outcome in assess(regelbok, eksempel.ends_in(regelbok, step, outcome)).steg[step].verdict.utfall


@pytest.mark.parametrize("malform", MALFORMER)
@pytest.mark.parametrize("count", [1, 7, 94])
def test_what_to_write_next_is_ten_sentences_at_most_and_the_same_each_time(count, malform, course):
    some = replace(course, cases=course.cases[:count])
    found = forslag(some, dekning(some), tekster(malform))
    assert 0 < len(found) <= 10
    assert len({one.om for one in found}) == len(found)
    assert found == forslag(some, dekning(some), tekster(malform))


@pytest.mark.parametrize("count", [1, 7, 94])
def test_the_facts_of_every_suggestion_do_what_it_says_also_of_those_after_the_ten(count, course):
    some = replace(course, cases=course.cases[:count])
    covered = dekning(some)
    met = {end for case in some.cases for question in case.sak.stegsporsmal for end in ending(case.desk, question)}
    steps = {rule.id: step for step, spec in course.regelbok.steg.items() for rule in spec.regler}
    for one in (one for kind, _ in KINDS for one in kind(some, covered, tekster())):
        said = assess(course.regelbok, one.fakta)
        if one.om[0] in course.regelbok.steg:
            assert one.om not in met
            assert one.om[1] in said.steg[one.om[0]].verdict.utfall
        elif one.om[0] in steps:
            assert (one.om[0] in said.steg[steps[one.om[0]]].regler) == (one.om[1:] != ("ikke",)), one
        else:
            assert one.fakta == {}


# Told


def test_a_terminal_is_told_in_lines_it_has_room_for(anna, course, dekket):
    assert "\n".join(lines(anna, dekning(anna))) + "\n" == GOLDEN.read_text("utf-8")
    assert max(map(len, lines(course, dekket))) <= WIDTH


def test_the_sheets_say_the_same_as_the_grids_case_by_case(course, dekket):
    files = sheets(course, dekket)
    assert all(content.startswith(b"\xef\xbb\xbf") for content in files.values())
    read = {
        name: [*csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")]
        for name, content in files.items()
    }
    ids = [case.sak.id for case in course.cases]
    rules = {row["regel"]: row for row in read["regler.csv"]}
    for row in (row for rows in dekket.steg.values() for row in rows):
        line = rules[row.regel.id]
        assert (line["tekst"], int(line["gjelder"])) == (row.regel.tekst, row.gjelder)
        assert int(line["gjelder"]) == sum(line[id] in ("gjelder", "begge") for id in ids)
        assert int(line["gjelder ikke"]) == sum(line[id] in ("ikke", "begge") for id in ids)
    for line in read["utfall.csv"]:
        assert int(line["ender der"]) == sum(line[id] == "ender" for id in ids)
        assert int(line["rett"]) >= sum(line[id] == "rett" for id in ids)
    for line in (*read["avvik.csv"], *read["strategier.csv"]):
        assert int(line["valg"]) == sum(int(line[id] or 0) for id in ids)
        assert int(line["saker"]) == sum(bool(line[id]) for id in ids)


def test_sheets_are_written_in_a_folder_and_never_over_what_is_there(anna, monkeypatch, capsys):
    monkeypatch.chdir(anna.root)
    assert kurs("dekning", "--csv", "ut/ark") == 0
    assert sorted(path.name for path in Path("ut/ark").iterdir()) == [
        "avvik.csv",
        "regler.csv",
        "strategier.csv",
        "utfall.csv",
    ]
    Path("ut/ark/regler.csv").write_text("mitt", "utf-8")
    Path("ut/ark/avvik.csv").unlink()
    assert kurs("dekning", "--csv", "ut/ark") == 2
    assert "«ut/ark/regler.csv» finnes fra før" in capsys.readouterr().err
    assert Path("ut/ark/regler.csv").read_text("utf-8") == "mitt"
    assert not Path("ut/ark/avvik.csv").exists()


def test_a_case_that_is_not_finished_is_left_out_and_said_to_be(anna, monkeypatch, capsys):
    monkeypatch.chdir(anna.root)
    assert kurs("dekning") == 0
    before = capsys.readouterr()
    draft = sound().replace("id: anna\n", "id: utkast\n").replace("Timen er i dag.", "SKRIV: hva som har hendt.")
    (anna.root / FILE).with_name("utkast.yaml").write_text(draft, "utf-8")
    assert kurs("dekning") == 0
    assert capsys.readouterr() == (before.out, "Én sak er ikke skrevet ferdig, og er ikke talt med.\n")


def test_a_course_that_does_not_hold_is_told_instead(anna, monkeypatch, capsys):
    (anna.root / FILE).write_text("id: 'anna\n", "utf-8")
    monkeypatch.chdir(anna.root)
    assert kurs("dekning") == 1
    assert f"{FILE}:1:5: anførselstegnet her er ikke lukket" in capsys.readouterr().err


def kurs(*args: str) -> int | str | None:
    with pytest.raises(SystemExit) as ended:
        cli.kurs.run(args)
    return ended.value.code


# The page


def test_the_page_has_a_column_a_case_until_they_are_too_many_and_says_so_then(course):
    page = dekningsside(course, tekster(), str)
    assert len(page.encode()) < 160_000
    first = course.cases[0].sak.tittel
    assert f'<th scope=col title="{first}">1</th>' in page
    many = replace(course, cases=(course.cases * 2)[: MOST_COLUMNS + 1])
    page = dekningsside(many, tekster(), str)
    assert "<th scope=col title=" not in page
    assert f"flere enn {MOST_COLUMNS} saker" in page
