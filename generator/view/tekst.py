"""Author text to HTML, once, for all who show it; and small Norwegian words."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from generator.view.sprak import Tekster

_markdown = MarkdownIt("commonmark", {"html": False}).disable("image")

_PLAIN = re.compile(r"(?:(?![-+ ]|\d+[.)])[\w .,;:!?«»–—’()/%§…-]+(?<! )(?:\n+|\Z))+")
"""Words and full stops, as in most texts: paragraphs, whatever a parser may think of it for thirty times as long."""


@cache
def html(text: str) -> Markup:
    """Markdown as HTML. HTML in the text is escaped, pictures stay text, and no link can run code."""
    if _PLAIN.fullmatch(text) and "_" not in text:
        return Markup("\n".join(f"<p>{lines}</p>" for lines in re.split("\n\n+", text.rstrip("\n"))))
    return Markup(_markdown.render(text).strip())


def inline(text: str) -> Markup:
    """One line of Markdown, without a paragraph around it."""
    return Markup(_markdown.renderInline(text))


def plain(text: str) -> str:
    """Markdown text as HTML on one line without tags, for search.

    >>> plain("Hun sier *ja*\\n\\nNei")
    'Hun sier ja Nei'
    """
    return " ".join(re.sub(r"<[^>]+>", " ", html(text)).split())


def dag(dato: date, t: Tekster) -> str:
    """A day as people write it."""
    words = t["felles"]
    return str(words["dato"].format(dag=dato.day, maned=words["maneder"][dato.month - 1], ar=dato.year))


def enumerated(words: list[str], last: str = "og") -> str:
    """
    >>> enumerated(["a", "b", "c"])
    'a, b og c'
    """
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def quoted(text: str) -> str:
    return f"«{text}»"


def number(count: int, words: list[str]) -> str:
    """Small numbers in words: `words` are those for 0, 1, 2 …

    >>> number(1, ["ingen", "én"]), number(2, ["ingen", "én"])
    ('én', '2')
    """
    return words[count] if count < len(words) else str(count)


def strong(text: str) -> Markup:
    return Markup(f"<b>{escape(text)}</b>")
