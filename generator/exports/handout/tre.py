"""Our own HTML as data that Typst can show: nothing that an author wrote is ever read as Typst's markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser

Node = str | list[object]
"""A text, or a list of the tag, its address if it is a link, and its content as a list of nodes."""

VOID = ("br", "hr")
BLOCKS = ("p", "ul", "ol", "li", "blockquote", "pre", "hr", "h1", "h2", "h3", "h4", "h5", "h6")
NESTED = ("ul", "ol", "blockquote")
DEEPEST = 4
"""Lists and quotes deeper within each other than this are set as what they stand in."""

LONG = re.compile(r"\S{30,}")
PIECE = 12
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


def linje(text: str) -> str:
    """A plain text on one line, with places to break where a word is too long to be one.

    >>> linje("æ" * 30).split("\\u200b") == ["æ" * 12, "æ" * 12, "æ" * 6]
    True
    """
    flat = re.sub(r"\s+", " ", text)
    return LONG.sub(lambda word: "\u200b".join(re.findall(f".{{1,{PIECE}}}", word[0])), flat)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root: list[Node] = []
        self._open: list[tuple[str, list[Node]]] = [("", self.root)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        around = self._open[-1][1]
        if (tag in NESTED and self._depth >= DEEPEST) or (tag == "li" and self._depth > DEEPEST):
            self._open.append((tag, around))
            return
        content: list[Node] = []
        address = [dict(attrs).get("href") or ""] if tag == "a" else []
        around.append([tag, *address, content])
        if tag not in VOID:
            self._open.append((tag, content))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1][1].append([tag, []])

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        around = self._open[-1][1]
        is_inside = bool(around) and (isinstance(around[-1], str) or around[-1][0] not in BLOCKS)
        if any(tag == "pre" for tag, _ in self._open):
            around.append(data)
        elif data.strip() or is_inside:
            around.append(linje(data))

    @property
    def _depth(self) -> int:
        return sum(tag in NESTED for tag, _ in self._open)
