"""What the build is measured against: mkdocs-quiz, and Material on pages with next to nothing on them.

mkdocs-quiz is measured twice. As its README has one set it up: MkDocs' own theme and navigation. And,
for comparison only, as easy as it can be had: our theme, and all pages outside the navigation.
"""

from __future__ import annotations

import shutil
import sys
from importlib.metadata import version
from pathlib import Path

from tests.bench.many import copy_root
from tests.bench.measure import BUILD, run

ENVIRONMENT = BUILD / "mkdocs-quiz-env"
QUIZ = "mkdocs-quiz==1.7.1"

STOCK_YML = """\
site_name: Quiz
plugins: [search, mkdocs_quiz]
"""

EASY_YML = f"""\
{STOCK_YML}
theme: {{name: material}}
nav: [index.md]
not_in_nav: /pages/
"""

FLOOR_YML = """\
INHERIT: project.yml
hooks: []
watch: []
nav: [index.md]
not_in_nav: /pages/
"""


def quiz_command() -> Path:
    """The peer's own mkdocs, in an environment of its own with the same Material as ours."""
    mkdocs = ENVIRONMENT / "bin" / "mkdocs"
    if not mkdocs.exists():
        run(sys.executable, "-m", "venv", ENVIRONMENT, cwd=BUILD)
        material = f"mkdocs-material=={version('mkdocs-material')}"
        run(ENVIRONMENT / "bin" / "pip", "install", "--quiet", QUIZ, material, cwd=BUILD)
    return mkdocs


def make_quiz(root: Path, count: int, settings: str) -> None:
    """A site of `count` pages with four questions each, in mkdocs-quiz' own syntax."""
    shutil.rmtree(root, ignore_errors=True)
    _write_pages(root / "docs", [_quiz_page(page) for page in range(count)])
    (root / "mkdocs.yml").write_text(settings, "utf-8")


def make_floor(root: Path, count: int) -> None:
    """The project's own theme and settings without its hook, on `count` almost empty pages."""
    copy_root(root)
    shutil.rmtree(root / "course")
    _write_pages(root / "course", [f"# Page {page}\n\nThis is page {page}.\n" for page in range(count)])
    (root / "mkdocs.yml").rename(root / "project.yml")
    (root / "mkdocs.yml").write_text(FLOOR_YML, "utf-8")


def _write_pages(docs: Path, pages: list[str]) -> None:
    (docs / "pages").mkdir(parents=True)
    (docs / "index.md").write_text("# Start\n", "utf-8")
    for number, page in enumerate(pages):
        (docs / "pages" / f"page-{number}.md").write_text(page, "utf-8")


def _quiz_page(page: int) -> str:
    return f"# Page {page}\n\n" + "\n".join(_question(page, number) for number in range(4))


def _question(page: int, question: int) -> str:
    right = (page + question) % 4
    answers = "\n".join(
        f"- [{'x' if answer == right else ' '}] Answer {answer} to question {question} of page {page}"
        for answer in range(4)
    )
    return (
        f"<quiz>\nWhat should the decision say in question {question} of page {page}?\n{answers}\n\n"
        f"It follows from rule {question} and what is known on page {page}.\n</quiz>\n"
    )
