"""The pages as files, for a builder that runs no hook: a folder with its own mkdocs.yml."""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

from generator import pages
from generator.course import Course

OURS = ("hooks", "watch")
"""The settings that only our own hook needs."""


def write_pages(course: Course, out: Path) -> int:
    """Writes every page, hand-written or made, below `out`/docs, and settings beside it. Returns how many were made.

    What stood in `out`/docs before is replaced.
    """
    docs = out / "docs"
    shutil.rmtree(docs, ignore_errors=True)
    shutil.copytree(course.root / "course", docs)
    shutil.copytree(pages.STATIC, docs / "assets")
    count = 0
    for count, side in enumerate(pages.render(course), 1):
        path = docs / side.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(side.markdown(), encoding="utf-8")
    settings = yaml.safe_load((course.root / "mkdocs.yml").read_text(encoding="utf-8"))
    kept = {key: value for key, value in settings.items() if key not in OURS} | {"docs_dir": "docs"}
    (out / "mkdocs.yml").write_text(yaml.safe_dump(kept, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return count
