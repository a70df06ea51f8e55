"""The page that authors look the fields of a case up on says what the model says, and the rulebook."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
import yaml

from generator import pages
from generator.course import load
from generator.model import Sak
from generator.reader import json_schema
from generator.schema import felt, schema
from generator.view.felt import deler
from generator.view.sprak import tekster

ROOT = Path(__file__).parent.parent
MODEL = json_schema(Sak)
PARTS = {"Sak": MODEL, **MODEL["$defs"]}


@pytest.fixture(scope="module")
def page() -> str:
    course = load(ROOT, files=[])
    return next(side.html() for side in pages.texts(course) if side.path == "feltene.md").replace("<wbr>", "")


@pytest.mark.parametrize("name", PARTS)
def test_the_page_has_every_field_of_the_part_with_its_words_and_its_example(name, page):
    for key in PARTS[name]["properties"]:
        told = felt()[name]["felt"][key]
        _, _, entry = page.partition(f'<div id="{name.lower()}-{key}"><dt><code>{key}</code></dt>')
        entry = html.unescape(entry.partition("</dd>")[0])
        assert told["hva"] in entry
        assert yaml.safe_load(re.search("<pre><code>(.*)</code></pre>", entry, re.DOTALL)[1]) == {key: told["eksempel"]}


def test_the_page_has_every_word_that_the_rulebook_gives_an_author(page, regelbok):
    words = regelbok.words()
    for kind in ("fakta", "steg", "utfall", "kilder", "avvik", "strategier"):
        assert [word for word in words[kind] if f"<code>{word}</code>" not in page] == [], kind
    for key, fact in regelbok.fakta.items():
        assert fact.sporsmal in html.unescape(page), key


def test_every_link_within_the_page_leads_to_a_place_on_it(page):
    ids = re.findall(r'id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


@pytest.mark.parametrize(
    ("part", "field", "form"),
    [
        ("sak", "tittel", "tekst"),
        ("sak", "historie", "tekst, i flere avsnitt om du vil (Markdown)"),
        ("sak", "vanskegrad", "helt tall fra 1 til 3"),
        ("sak", "sporsmal", "liste: felt på hver sin linje, minst 1"),
        ("opplysning", "fakta", "faktum og verdi på hver sin linje"),
        ("opplysning", "hent", "tekst"),
        ("lesning", "verdi", "tekst eller liste: tekst, minst 1"),
        ("handlingssporsmal", "type", "alltid «handling»"),
        ("stegsporsmal", "valg", "liste: felt på hver sin linje, 2 til 5 av dem"),
        ("bunke", "lapper", "liste: felt på hver sin linje, 10 av dem"),
        ("stegvalg", "strategi", "liste: ett ord"),
    ],
)
def test_what_may_stand_in_a_field_is_said_in_a_few_words(part, field, form, regelbok):
    found = {(one.id, row.navn): row for one in deler(regelbok, tekster()) for row in one.felt}
    assert found[part, field].form == form


def test_a_field_says_whether_it_must_be_there(regelbok):
    whole = schema(regelbok)
    found = {row.navn for one in deler(regelbok, tekster()) if one.id == "sak" for row in one.felt if row.kreves}
    assert found == set(whole["required"])
