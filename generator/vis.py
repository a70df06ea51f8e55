"""The course while it is written: what was saved is renewed at once, and what is wrong is shown in the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from markupsafe import Markup
from mkdocs.livereload import LiveReloadServer

from generator import checks, pages
from generator.checks import unfinished
from generator.course import LOCAL, Course, CourseError, load
from generator.lesninger import FOLDER
from generator.pages import Side
from generator.source import Problem

Stamp = dict[Path, tuple[int, int]]
"""Each file that matters, with its time and size."""
ABOVE = b'<div class="md-main__inner'
"""Where the theme begins the page itself; what is wrong is told above it."""


class Preview:
    """The last course that held, what is wrong since, and how to renew a page of the site."""

    def __init__(self) -> None:
        self.course: Course | None = None
        self.malform = "nb"
        self.wrong: dict[str, list[Problem]] = {}
        """What is wrong, by file."""
        self.write: Callable[[Side], None] = lambda side: None
        """Writes a page of the site anew; the hook hands it in."""
        self._seen: Stamp = {}

    def load(self, root: Path) -> Course:
        """The course, without the cases that do not hold.

        Raises:
            CourseError: the rulebook does not hold, and never did.
        """
        self._seen = _stamp(root)
        try:
            whole = load(root)
        except CourseError as error:
            if self.course is None:
                raise
            self._note(error.problems)
            return self.course
        self._note(checks.problems(whole))
        self.course = whole.without({file for file, found in self.wrong.items() if not _is_draft(found)})
        return self.course

    def attach(self, server: LiveReloadServer, rebuild: Callable[[], None]) -> None:
        """Makes the server renew single cases where it can, and show what is wrong."""

        def build() -> None:
            if not self._renew():
                rebuild()

        server.builder = build
        server.set_app(self._showing(server.serve_request))

    def _renew(self) -> bool:
        """Whether saved cases could be renewed alone: nothing else was changed, and no file came or went."""
        assert self.course is not None
        before, self._seen = self._seen, _stamp(self.course.root)
        changed = [path for path in self._seen if self._seen[path] != before.get(path)]
        known = {case.source.file for case in self.course.cases}
        names = [path.relative_to(self.course.root).as_posix() for path in changed]
        if before.keys() != self._seen.keys() or not changed or not known.issuperset(names):
            return False
        for path in changed:
            self._renew_case(path)
        return True

    def _renew_case(self, path: Path) -> None:
        assert self.course is not None
        read = load(self.course.root, self.course.regelbok, [path])
        (file,) = read.sources
        renewed = self.course.with_case(read.cases[0]) if read.cases else self.course
        found = checks.problems(read, renewed)
        self._note([*(problem for f, rows in self.wrong.items() if f != file for problem in rows), *found])
        if _is_draft(found):
            self.course = renewed
            number = next(i for i, case in enumerate(renewed.cases) if case.source.file == file)
            case, malform = renewed.cases[number], self.malform
            named = [*pages.twins(renewed, malform, of=case), *pages.texts(renewed, malform, of=case)]
            for side in [pages.sak(renewed, number, malform), *pages.overview(renewed, malform), *named]:
                self.write(side)

    def _note(self, problems: Iterable[Problem]) -> None:
        self.wrong = {}
        for problem in problems:
            self.wrong.setdefault(problem.place.file, []).append(problem)

    def _showing(self, serve: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
        """The server's own answer, with what is wrong on top of every page."""

        def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            said: list[Any] = []
            body = serve(environ, lambda status, headers: said.extend([status, headers]))
            status, headers = said
            if self.wrong and dict(headers).get("Content-Type", "").startswith("text/html"):
                page = b"".join(body).replace(ABOVE, self.panel().encode() + ABOVE, 1)
                headers = [(name, value) for name, value in headers if name != "Content-Length"]
                body = [page]
            start_response(status, headers)
            return body

        return app

    def panel(self) -> str:
        """What is wrong, as HTML."""
        rows = [problem for file in sorted(self.wrong) for problem in self.wrong[file]]
        items = Markup("").join(Markup("<li><b>{}</b> {}<br>{}</li>").format(p.place, p.message, p.hint) for p in rows)
        old = "" if _is_draft(rows) else Markup("<p>Sidene under er slik de var sist alt stemte.</p>")
        return Markup(
            '<section class="en problemer md-grid" role="alert"><div class="ark"><h2>Dette må rettes</h2>'
            '{}<ul class="luftig">{}</ul></div></section>'
        ).format(old, items)


def _is_draft(found: Iterable[Problem]) -> bool:
    """Whether nothing is wrong but that something is still to be written: such a case can be looked at."""
    return all(unfinished.is_told(problem) for problem in found)


def _stamp(root: Path) -> Stamp:
    places = [root / "mkdocs.yml", *(root / "cases").glob("**/*.yaml"), *(root / "course").glob("**/*")]
    places += (root / FOLDER).glob("*.json")
    places += (Path(__file__).parent / "rulebook").glob("**/*.yaml")
    places += (root / LOCAL).glob("**/*.yaml")
    return {path: (stat.st_mtime_ns, stat.st_size) for path in places if path.is_file() and (stat := path.stat())}
