"""The pages as HTML: what an author writes stays words, wherever in the page it is put."""

from __future__ import annotations

import json
from copy import copy
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from generator import pages
from generator.course import Course, load
from generator.desk import Desk

ROOT = Path(__file__).parent.parent
EVIL = "</script></textarea></p><img src=x onerror=alert(1)><script>alert(1)</script> \"'>&amp;"
WORDS = (
    "tittel",
    "historie",
    "tekst",
    "hent",
    "dato",
    "fordi",
    "tilbakemelding",
    "koster",
    "drofting",
    "modell",
    "kanal",
)
"""The fields where an author writes freely."""


@pytest.fixture(scope="module")
def course() -> Course:
    return loaded()


def loaded() -> Course:
    """The course, and the tests' own cases with the other kinds of question."""
    return load(ROOT, files=[*ROOT.glob("cases/*/*.yaml"), *ROOT.glob("tests/browser/cases/*/*.yaml")])


class Elements(HTMLParser):
    """Each element of a page with its attributes, and what its scripts hold."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.found and self.found[-1][0] == "script" and self.cdata_elem == "script":
            self.scripts[-1] += data


def made_evil(value: object) -> object:
    """The same content with `EVIL` added to all that an author writes freely; past the model, which would refuse."""
    if isinstance(value, tuple):
        return tuple(made_evil(item) for item in value)
    if not is_dataclass(value):
        return value
    evil = copy(value)
    for field in fields(value):
        inner = getattr(value, field.name)
        if field.name == "drofting":
            inner = tuple(line + EVIL for line in inner)
        elif field.name in WORDS and isinstance(inner, str):
            inner += EVIL
        else:
            inner = made_evil(inner)
        object.__setattr__(evil, field.name, inner)
    return evil


@pytest.mark.parametrize("id", ["tomreren-i-koen", "brevet-til-solveig", "ti-ved-skranken"])
def test_what_an_author_writes_never_becomes_an_element(id, course):
    """The reader refuses most of it already; the pages do not trust it to."""
    case = course.by_id[id]
    sak = made_evil(case.sak)
    evil = course.with_case(replace(case, sak=sak, desk=Desk(course.regelbok, sak)))
    number = course.cases.index(case)
    assert pages.sak(evil, number).html().count("&lt;script&gt;alert(1)") >= 20
    for make in (lambda course: pages.sak(course, number), *(overview(n) for n in range(3))):
        sound, tried = Elements(make(course).html()), Elements(make(evil).html())
        assert tried.found == sound.found
        assert [json.loads(text or "0") for text in tried.scripts] == [
            json.loads(text or "0") for text in sound.scripts
        ]


def overview(number: int):
    return lambda course: [*pages.overview(course)][number]


def test_every_script_in_a_page_is_data_or_a_module_of_the_course(course):
    for side in pages.render(course):
        scripts = [attributes for tag, attributes in Elements(side.html()).found if tag == "script"]
        for attributes in scripts:
            source = attributes.pop("src", None)
            assert attributes == {"type": "module" if source else "application/json"}
            assert source is None or (pages.STATIC / source.rpartition("assets/")[2]).exists()


def test_no_page_has_two_elements_of_one_id(course):
    for side in pages.render(course):
        ids = [attributes["id"] for _, attributes in Elements(side.html()).found if "id" in attributes]
        assert len(ids) == len(set(ids)), side.path


def test_every_page_has_one_first_heading(course):
    for side in pages.render(course):
        assert [tag for tag, _ in Elements(side.html()).found].count("h1") == 1, side.path


def test_the_same_course_gives_the_same_pages(course):
    def everything(course: Course) -> list[str]:
        return [side.path + side.markdown() + side.html() for side in pages.render(course)]

    assert everything(course) == everything(loaded())


def test_a_page_is_one_block_of_html_for_a_builder_that_parses_markdown(course):
    """A blank line would end the block, and indentation would make code of it."""
    for side in pages.render(course):
        _, front_matter, block = side.markdown().split("---\n", 2)
        assert "title: " in front_matter
        lines = block.strip().split("\n")
        assert [line for line in lines if not line.strip() or line.startswith((" ", "\t"))] == []
