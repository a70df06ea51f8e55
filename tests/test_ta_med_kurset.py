"""The page on taking the course along: its table is what the formats say, and every command in it is run."""

from __future__ import annotations

import re
import shlex

import pytest
from lxml import html

from generator import pages
from generator.course import Course, load
from generator.exports.handout import ALL_AT_ONCE
from generator.exports.om import EVNER, FORMATER
from generator.view.sprak import MALFORMER, tekster
from tests.conftest import PROJECT, Kursmappe

PAGE = "ta-med-kurset.md"
TEXT = (PROJECT / "course" / PAGE).read_text("utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL) for line in block.splitlines()]


@pytest.fixture(scope="module")
def kurset() -> Course:
    return load(PROJECT)


@pytest.fixture(scope="module")
def kopi(tmp_path_factory: pytest.TempPathFactory) -> Kursmappe:
    return Kursmappe(tmp_path_factory.mktemp("ta-med")).copy()


def shown(course: Course, malform: str, path: str = PAGE) -> html.HtmlElement:
    """The page as it is built."""
    return html.fromstring(next(side.html() for side in pages.render(course, malform) if side.path == path))


@pytest.mark.parametrize("malform", MALFORMER)
def test_the_table_has_every_format_and_what_it_carries(malform, kurset):
    words = tekster(malform)["eksport"]
    [table] = shown(kurset, malform).xpath("//table")
    names = [words["formater"][name]["navn"] for name in FORMATER]
    assert [head.text_content() for head in table.xpath("thead//th[@scope='col']")][1:] == names
    rows = table.xpath("tbody/tr")
    assert [row.xpath("th[@scope='row']")[0].text_content().lower() for row in rows] == [
        words["evner"][evne].lower() for evne in EVNER
    ]
    assert [[cell.text_content() for cell in row.xpath("td")] for row in rows] == [
        [words["tabell"][om.evner[evne]] for om in FORMATER.values()] for evne in EVNER
    ]
    assert table.xpath("caption")[0].text_content()


def test_the_page_says_for_how_many_cases_a_handout_can_be_read_by_a_screen_reader():
    assert f"Med opptil {ALL_AT_ONCE} saker" in TEXT


def test_each_format_is_told_with_whom_it_is_for_and_the_command(kurset):
    words = tekster("nb")["eksport"]["formater"]
    said = shown(kurset, "nb").xpath("//dl/div")
    assert [div.text_content() for div in said] == [
        f"{words[name]['navn']}{words[name]['til']} kurs eksporter {name} kurs{om.endelse}"
        for name, om in FORMATER.items()
    ]


def test_what_one_types_is_not_made_into_links(kurset):
    page = shown(kurset, "nb")
    assert [code.text_content() for code in page.xpath("//code[.//a]")] == []
    assert [line for line in COMMANDS if line not in page.text_content()] == []


def test_the_page_shows_how_each_format_is_made_and_names_the_file_by_its_ending():
    made = [shlex.split(line)[2:4] for line in COMMANDS if "--liste" not in line]
    assert {name for name, _ in made} == set(FORMATER)
    assert [file for name, file in made if not file.endswith(FORMATER[name].endelse)] == []


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_of_the_page_does_what_it_says(line, kopi):
    command, *arguments = shlex.split(line)
    ended = kopi.run(command, *arguments)
    assert ended.returncode == 0, (line, ended.stderr[-1500:])
    if "--liste" not in arguments:
        file = kopi.root / arguments[2]
        assert file.stat().st_size > 0
        assert ended.stdout.endswith(f"skrevet i {file.name}.\n")


@pytest.mark.parametrize("path", ["lag-saker.md", "lede-fagmote.md"])
def test_the_guides_for_authors_and_leaders_lead_to_the_page(path, kurset):
    assert shown(kurset, "nb", path).xpath("//a[@href='../ta-med-kurset/']")
