"""A page: where it goes, and finished HTML from a template, made when it is asked for."""

from __future__ import annotations

import json
import os
import posixpath
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import yaml
from jinja2 import BytecodeCache, Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from generator.view import tekst
from generator.view.hjemmel import THESIS, hjemmel
from generator.view.sporsmal import Sporsmal, starter
from generator.view.tvilling import pair

HERE = Path(__file__).parent
STATIC = HERE / "static"

LISTS = ("saker", "regler", "leksjoner")
"""The folders of pages, each with an index."""

META = {"hide": ["navigation", "toc"]}
"""Front matter of every page: the sheet has the width to itself."""

Til = Callable[[str], str]
"""From the name of a page (`saker/anna`), or of a file (`assets/start.js`), to its address as seen from this page."""


@dataclass(frozen=True)
class Side:
    """A page: its path in the docs folder, its title, and the text that search may find it by."""

    path: str
    title: str
    sok: str
    make: Callable[[Til], str]

    def html(self) -> str:
        """The finished HTML: made when it is asked for, so that a thousand pages need not be held at once."""
        return self.make(partial(link, self.path))

    def markdown(self) -> str:
        """The page as any builder reads it: front matter, and the HTML as one raw block, with links from file to file.

        Builders disagree on what a link in raw HTML is seen from, but not where a page lies as its source does.
        """
        meta = yaml.safe_dump({"title": self.title, **META}, allow_unicode=True)
        return f"---\n{meta}---\n\n{self.make(partial(file_link, self.path))}\n"


def side(path: str, title: str, template: str, sok: str, **context: Any) -> Side:
    """The page at `path` that `template` makes of `context`."""
    return Side(path, title, sok, lambda til: html(template, til=til, **context))


def html(template: str, **context: Any) -> str:
    """What the template makes, without its indentation and blank lines."""
    return stripped(environment().get_template(template).render(**context))


def stripped(page: str) -> str:
    """The page without its indentation and blank lines."""
    return re.sub(r"\n\s+", "\n", page).strip()


@cache
def link(path: str, to: str) -> str:
    """The address of the page or file `to` as seen from the page at `path`: each page is a folder on the site.

    >>> link("saker/anna.md", "regler/samtale"), link("index.md", "saker"), link("min-side.md", "assets/minside.js")
    ('../../regler/samtale/', 'saker/', '../assets/minside.js')
    """
    address = posixpath.relpath(to, path.removesuffix("index.md").removesuffix(".md") or ".")
    return address if _is_file(to) else address + "/"


@cache
def file_link(path: str, to: str) -> str:
    """The same where each page is a file.

    >>> file_link("saker/anna.md", "regler/samtale"), file_link("index.md", "saker")
    ('../regler/samtale.html', 'saker/index.html')
    """
    page = to if _is_file(to) else f"{to}/index.html" if to in LISTS else f"{to}.html"
    return posixpath.relpath(page, posixpath.dirname(path) or ".")


def _is_file(to: str) -> bool:
    return "." in posixpath.basename(to)


def compiled() -> BytecodeCache | None:
    """Where templates are kept as Python runs them, as its own modules are; None where that cannot be."""
    folder = HERE / "__pycache__"
    if sys.dont_write_bytecode or not os.access(folder, os.W_OK):
        return None
    return FileSystemBytecodeCache(str(folder))


@cache
def environment(*folders: Path) -> Environment:
    """The templates of the pages, after those in these folders, and what both may use."""
    environment = Environment(
        loader=FileSystemLoader([*folders, HERE / "templates"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=compiled(),
    )
    environment.globals.update(
        hjemmel=hjemmel, oppgaven=THESIS, tall=tekst.number, synlig=_synlig, parnavn=pair, starter=starter
    )
    environment.filters.update(
        markdown=tekst.html,
        inline=tekst.inline,
        data=_script_data,
        liten=lambda text: text[:1].lower() + text[1:],
        stor=lambda text: text[:1].upper() + text[1:],
    )
    return environment


def _synlig(question: Sporsmal, states: tuple[int, ...]) -> Markup:
    """Attributes for what is said in these states of the cards only; without JavaScript, when all are open."""
    if len(set(states)) == question.tilstander:
        return Markup("")
    numbers = " ".join(map(str, sorted(set(states))))
    return Markup(f' data-i="{numbers}"' + ("" if question.siste in states else " hidden"))


def as_json(data: Any) -> str:
    """JSON without a letter too many."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _script_data(data: Any) -> Markup:
    """JSON that may stand in a script element."""
    return Markup(as_json(data).replace("<", "\\u003c"))
