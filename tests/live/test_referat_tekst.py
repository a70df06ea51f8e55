"""Whatever was typed is only text in the minutes, as a page and as Markdown."""

from __future__ import annotations

import html
import re

import markdown as python_markdown
import pytest
from markdown_it import MarkdownIt

from generator.live import referat
from tests.live.mote import mote
from tests.live.referatet import minutes, page, rounds, routine

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "![x](https://ond.no/x.png)",
    "<https://ond.no>",
    "[x]: https://ond.no",
    "https://ond.no og www.ond.no",
    '=HYPERLINK("https://ond.no";"x")',
    "  +1+cmd|' /C calc'!A0",
    "linje\n# overskrift\n---\n- punkt\n1. én\n> sitat\n```\nkode\n```\n| a |\n|---|\n| b |",
    "linje\n\n    kode\n\n<b>fet</b>",
    "&lt;script&gt; &#60;b&#62;",
    "\\[x](javascript:y) **fet** `kode` ~~borte~~",
    "!!! note\n    <script>x</script>",
    "x {: onclick=y } [^1] *[a]: b",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_harmless_in_markdown(regelbok, text):
    held = routine(mote(rounds("ab", "bb", grunn=text)), hva=text, nar=text, hvem=text, hvorfor=text)
    held = routine(held, hva=f"{text} 2", smalner=("hvem",), hvorfor=text)
    plain = routine(mote(rounds("ab", "bb", grunn="x")), hva="x", nar="x", hvem="x", hvorfor="x")
    plain = routine(plain, hva="x 2", smalner=("hvem",), hvorfor="x")
    for render in (
        MarkdownIt("default", {"html": True}).render,
        lambda source: python_markdown.markdown(source, extensions=["extra", "admonition", "sane_lists"]),
    ):
        tags = [re.findall(r"<(?!br)/?(\w+)", render(minutes(one, regelbok))) for one in (held, plain)]
        assert tags[0] == tags[1]


@pytest.mark.parametrize("text", HOSTILE)
def test_typed_text_reads_as_it_was_typed(text):
    words = html.unescape(re.sub(r"<[^>]+>", "", MarkdownIt().render(referat.literal(text))))
    assert words.split() == text.split()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_harmless_on_the_page(regelbok, text):
    held = routine(mote(rounds("ab", "bb", grunn=text)), hva=text, nar=text, eier=text, hvorfor=text)
    held = routine(held, hva=f"{text} 2", smalner=("hvem",), hvorfor=text)
    plain = routine(mote(rounds("ab", "bb", grunn="x")), hva="x", nar="x", eier="x", hvorfor="x")
    plain = routine(plain, hva="x 2", smalner=("hvem",), hvorfor="x")
    tags = [re.findall(r"<(?!br)/?\w+[^>]*", page(one, regelbok)) for one in (held, plain)]
    assert tags[0] == tags[1]
