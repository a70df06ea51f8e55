"""Our own HTML as data that Typst can show: nothing that an author wrote is ever read as Typst's markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from generator.view.tekst import html

Node = str | list[object]
"""A text, or a list of the tag, its address if it is a link, and its content as a list of nodes."""

VOID = ("br", "hr")
BLOCKS = ("p", "ul", "ol", "li", "blockquote", "pre", "hr", "h1", "h2", "h3", "h4", "h5", "h6")
LONG = re.compile(r"\S{40,}")
PIECE = 20
"""A word longer than any Norwegian one may be broken every so many characters, or it would run off the paper."""


def tre(markup: str) -> list[Node]:
    """The nodes of HTML made by `view`: well-formed, and with every text escaped.

    >>> tre("<p>Hun sier <em>ja</em>\\n&amp; nei</p>")
    [['p', ['Hun sier ', ['em', ['ja']], ' & nei']]]
    """
    parser = _Parser()
    parser.feed(markup)
    parser.close()
    return parser.root


def markdown(text: str) -> list[Node]:
    """The nodes of an author's Markdown."""
    return tre(html(text))


def linje(text: str) -> str:
    """A plain text on one line, with places to break where a word is too long to be one.

    >>> linje("æ" * 45).split("\\u200b") == ["æ" * 20, "æ" * 20, "æ" * 5]
    True
    """
    flat = re.sub(r"\s+", " ", text)
    return LONG.sub(lambda word: "\u200b".join(re.findall(f".{{1,{PIECE}}}", word[0])), flat)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root: list[Node] = []
        self._open: list[list[Node]] = [self.root]
        self._in_pre = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        content: list[Node] = []
        address = [dict(attrs).get("href") or ""] if tag == "a" else []
        self._open[-1].append([tag, *address, content])
        if tag not in VOID:
            self._open.append(content)
        self._in_pre += tag == "pre"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].append([tag, []])

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()
        self._in_pre -= tag == "pre"

    def handle_data(self, data: str) -> None:
        before = self._open[-1][-1] if self._open[-1] else None
        is_between_blocks = not data.strip() and (before is None or before[0] in BLOCKS)
        if self._in_pre or not is_between_blocks:
            self._open[-1].append(str(data) if self._in_pre else linje(data))
