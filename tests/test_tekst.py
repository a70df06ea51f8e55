"""Author text as HTML is what Markdown makes of it, also where no Markdown parser was asked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.view import tekst

PIECES = [*"a Å9 .,:!«»–-+*_#>&<[]()`~=|\\\n", "  ", "    ", "\n\n", "1. ", "2) ", "- ", "hei", "---", "\t"]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join).filter(str.strip))
def test_any_text_is_what_markdown_makes_of_it(text):
    markdown = MarkdownIt("commonmark", {"html": False}).disable("image")
    assert tekst.html(text) == markdown.render(text).strip()
