"""Finished HTML for those who take less of it than a browser: other names for the tags, and lists as paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import escape
from html.entities import html5
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from markupsafe import Markup

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LISTS = ("ul", "ol")
BLOCKS = frozenset({"p", "pre", "blockquote", "hr", "li", *HEADINGS, *LISTS})
VOID = ("br", "hr")
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML file can hold."""
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(\w+;)")

Tags = tuple[tuple[str, str], ...]


def tags(kept: str, **renamed: str) -> Tags:
    """What a format takes: the tags it keeps, and those that have another name there.

    >>> tags("p br", b="strong")
    (('p', 'p'), ('br', 'br'), ('b', 'strong'))
    """
    return (*((name, name) for name in kept.split()), *renamed.items())


@lru_cache(maxsize=256)  # the cards of a case stand before each of its questions
def narrowed(markup: Markup, taken: Tags) -> Markup:
    """The same text as XML with the tags of `taken` only, and no attributes but the address of a link.

    A list that is not taken, or that does not begin at 1, becomes paragraphs, each with its mark; a heading a strong
    paragraph; a link its words and its address. Of other tags the text is kept.

    >>> narrowed(Markup("<ul><li>ja</li></ul>"), tags("p"))
    Markup('<p>– ja</p>')
    """
    text = _NAMED.sub(lambda found: html5.get(found[1], found[0]), NOT_XML.sub("", markup))
    return Markup(_inside(ElementTree.fromstring(f"<div>{text}</div>"), dict(taken)))


def _inside(node: Element, taken: Mapping[str, str]) -> str:
    return _text(node.text) + "".join(_one(child, taken) + _text(child.tail) for child in node)


def _text(text: str | None) -> str:
    return escape(text or "", quote=False)


def _one(node: Element, taken: Mapping[str, str]) -> str:
    tag = node.tag
    if tag in LISTS and (tag not in taken or node.get("start", "1") != "1"):
        return "\n".join(_paragraphs(node, taken))
    inside = _inside(node, taken)
    if tag in taken:
        name = taken[tag]
        return f"<{name} />" if tag in VOID else f"<{name}{_address(node)}>{inside}</{name}>"
    if tag == "a":
        return f"{inside} ({escape(node.get('href', ''))})"
    if tag in HEADINGS:
        return f"<p><strong>{inside}</strong></p>"
    return f"<p>{inside}</p>" if tag == "pre" else inside


def _address(node: Element) -> str:
    return f' href="{escape(node.get("href", ""))}"' if node.tag == "a" else ""


def _paragraphs(node: Element, taken: Mapping[str, str]) -> Iterator[str]:
    """The points of a list as paragraphs: «– » before each, or its number."""
    first = int(node.get("start", "1"))
    for number, point in enumerate(node, start=first):
        mark = f"{number}. " if node.tag == "ol" else "– "
        split = next((at for at, child in enumerate(point) if child.tag in BLOCKS), len(point))
        head, rest = Element("li"), point[split:]
        head.text = point.text
        head.extend(point[:split])
        line = _inside(head, taken).strip()
        below = "\n".join(_one(child, taken) for child in rest)
        if line or not below.startswith("<p>"):
            yield f"<p>{mark}{line}</p>{below}"
        else:
            yield f"<p>{mark}{below.removeprefix('<p>')}"
