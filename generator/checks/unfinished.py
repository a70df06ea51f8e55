"""Nothing that is still to be written gets published: drafts carry «SKRIV: …», and twins «SKRIV OM: …»."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.course import Case, Course
from generator.nodes import Node
from generator.source import Problem, place_at

WRITE, REWRITE = "SKRIV:", "SKRIV OM:"
MARK = re.compile(f"{WRITE}|{REWRITE}")
SAYS = {
    WRITE: ("her står det fortsatt «SKRIV»", f"skriv teksten, og ta bort «{WRITE}» og det den ber om"),
    REWRITE: ("her står det fortsatt «SKRIV OM»", f"rett det som ikke stemmer lenger, og ta bort «{REWRITE}»"),
}


def check(course: Course, case: Case) -> Iterator[Problem]:
    """Each mark that is left in a value of the file; what stands in a comment is the author's own."""
    source = case.source
    if not MARK.search(source.text) or source.root is None:
        return
    for node in _values(source.root):
        at = node.at
        for mark in MARK.findall(str(node.data)):
            at = source.text.index(mark, at)
            yield Problem(place_at(source.file, source.text, at), *SAYS[mark])
            at += len(mark)


def drafts(course: Course) -> set[str]:
    """The files of the cases with marks left."""
    return {case.source.file for case in course.cases if any(check(course, case))}


def is_told(problem: Problem) -> bool:
    """Whether the problem is a mark: the case can be looked at, though not published."""
    return (problem.message, problem.hint) in SAYS.values()


def _values(node: Node) -> Iterator[Node]:
    """The texts in a node."""
    if not node.values:
        yield node
    for inner in node.values.values():
        yield from _values(inner)
