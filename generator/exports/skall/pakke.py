"""The files of a package: its pages in their frame, the contents, and the styles and scripts that they need."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from markupsafe import Markup

from generator import pages
from generator.course import Case, Course
from generator.exports.format import BESTATT, Gang
from generator.exports.skall.sider import CONTENTS, Sider, fil, innhold, sider
from generator.pages.lesestoff import minutes
from generator.pages.side import Side, Til, as_json, environment, stripped
from generator.view.merke import hash_of
from generator.view.sprak import Tekster

HERE = Path(__file__).parent
STYLES = ("enhetlig.css", "sider.css", "skall.css")
CASE_SCRIPT = "sak.js"
"""Loaded by the shell when it knows what the learner has answered before."""
MADE = ("tekster.js", "skalltekster.js", "pakke.js", "xapi.js")
"""The scripts that are made for the package; the others lie here, or with the pages."""
IMPORTED = re.compile(r'^(?:import|export)\b[^;]*?"\./([\w-]+\.js)"', re.MULTILINE)
AT_NIGHT = re.compile(r"\[data-md-color-scheme=slate\] (\{[^}]*\})")
LETTERS, DIGEST = 4, 8
"""Of the key of a question, and of what tells one package from another."""


def files(course: Course, t: Tekster, gang: Gang, plattform: str) -> Iterator[tuple[str, str | bytes]]:
    """Every file of the package, as (path, content); `plattform` is the script that speaks with the platform."""
    parts = sider(course, t)
    known = parts.navn()
    title = t["eksport"]["skall"]["innhold"]
    contents = Side(f"{CONTENTS}.md", title, "", lambda til: _contents(parts, t, til, plattform))
    yield _page(contents, known, t, parts, plattform)
    for number, _ in enumerate(gang(course.cases)):
        yield _page(pages.sak(course, number, parts.malform), known, t, parts, plattform)
    for side in parts.rundt:
        yield _page(side, known, t, parts, plattform)
    for name in parts.bilder:
        yield name, (course.root / "course" / name).read_bytes()
    for name in STYLES:
        yield f"assets/{name}", _by_the_machine(pages.served(_source(name)))
    words = t["skript"]
    yield "assets/tekster.js", _module({name: words[name] for name in pages.CASE_TEXTS})
    yield "assets/skalltekster.js", _module({pages.SKALL: words[pages.SKALL]})
    yield "assets/pakke.js", _module(_data(course))
    for name in sorted(_needed(CASE_SCRIPT, plattform)):
        yield f"assets/{name}", pages.served(_source(name))


def valgte(course: Course) -> str:
    """The ids of the chosen cases: what the package is known by, as long as they are the same."""
    return " ".join(sorted(case.sak.id for case in course.cases))


def tittel(course: Course, t: Tekster) -> str:
    """What the package is called: the course, and the case or the module where it has only that."""
    name = str(t["eksport"]["skall"]["navn"])
    modules = {case.sak.modul for case in course.cases}
    if len(course.cases) == 1:
        return f"{name}: {course.cases[0].sak.tittel}"
    return f"{name}: {t['moduler'][modules.pop()]}" if len(modules) == 1 else name


def _page(side: Side, known: frozenset[str], t: Tekster, parts: Sider, plattform: str) -> tuple[str, str]:
    """The page in its frame."""
    page = environment(HERE).get_template("ramme.html.j2")
    return fil(side.path), page.render(
        t=t,
        malform=parts.malform,
        tittel=side.title,
        rot="../" * side.path.count("/"),
        er_innhold=side.path == f"{CONTENTS}.md",
        innhold=Markup(innhold(known, side)),
        stiler=STYLES,
        plattform=plattform,
    )


def _contents(parts: Sider, t: Tekster, til: Til, plattform: str) -> str:
    modules: dict[str, list[Case]] = {}
    for case in parts.course.cases:
        modules.setdefault(case.sak.modul, []).append(case)
    page = environment(HERE).get_template("innhold.html.j2")
    return stripped(
        page.render(
            t=t,
            til=til,
            course=parts.course,
            moduler=modules,
            leksjoner=[(text, minutes(text)) for text in parts.leksjoner],
            forst=parts.leksjoner[0] if parts.leksjoner else None,
            trengs=BESTATT,
            plattform=plattform,
        )
    )


def _source(name: str) -> str:
    """A style or script of the shell, or else of the pages."""
    own = HERE / name
    return (own if own.exists() else pages.STATIC / name).read_text(encoding="utf-8")


def _by_the_machine(style: str) -> str:
    """The style where dark is as the machine has it: the frame has no button for it."""
    return AT_NIGHT.sub(r"@media (prefers-color-scheme: dark) { :root \1 }", style)


def _needed(*names: str) -> set[str]:
    """The scripts that these load, and those that they load in turn; what is made for the package is not among them."""
    found: set[str] = set()
    waiting = [*names]
    while waiting:
        name = waiting.pop()
        if name not in found and name not in MADE:
            found.add(name)
            waiting += IMPORTED.findall(_source(name))
    return found


def _module(data: dict[str, Any]) -> str:
    return f"export default {as_json(data)};\n"


def _data(course: Course) -> dict[str, Any]:
    """The questions as the shell counts them: for each case a list of [id, kind, mark, key]."""
    asked = [(case, question, hash_of(case.desk, question)) for case in course.cases for question in case.sak.sporsmal]
    keys = nokler([f"{case.sak.id} {question.id} {mark}" for case, question, mark in asked])
    saker: dict[str, list[list[str]]] = {case.sak.id: [] for case in course.cases}
    for (case, question, mark), key in zip(asked, keys, strict=True):
        saker[case.sak.id].append([question.id, question.type, mark, key])
    whole = _hashed(" ".join(f"{key}{question.type}" for (_, question, _), key in zip(asked, keys, strict=True)))
    return {"regelbok": course.regelbok.id, "digest": whole[:DIGEST], "trengs": BESTATT, "saker": saker}


def nokler(names: list[str]) -> list[str]:
    """A short key for each name, the same in every package that has it; where two would be alike, the later shifts.

    >>> nokler(["rad-ni niva 0123abcd", "rad-ni ovrig 89abcdef"])
    ['...', '...']
    """
    taken: dict[str, None] = {}
    for name in names:
        digest = _hashed(name)
        key = next(key for at in range(len(digest)) if (key := digest[at : at + LETTERS]) not in taken)
        taken[key] = None
    return [*taken]


def _hashed(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
