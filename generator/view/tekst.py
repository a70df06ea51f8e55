"""Author text to HTML, once, for all who show it; and small Norwegian words."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from markupsafe import Markup, escape

_markdown = MarkdownIt("commonmark", {"html": False}).disable("image")


@cache
def html(text: str) -> Markup:
    """Markdown as HTML. HTML in the text is escaped, pictures stay text, and no link can run code."""
    return Markup(_markdown.render(text).strip())


def inline(text: str) -> Markup:
    """One line of Markdown, without a paragraph around it."""
    return Markup(_markdown.renderInline(text))


def enumerated(words: list[str], last: str = "og") -> str:
    """
    >>> enumerated(["a", "b", "c"])
    'a, b og c'
    """
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def quoted(text: str) -> str:
    return f"«{text}»"


def number(count: int) -> str:
    """Small numbers in words."""
    words = ["ingen", "én", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv"]
    return words[count] if count < len(words) else str(count)


def strong(text: str) -> Markup:
    return Markup(f"<b>{escape(text)}</b>")
