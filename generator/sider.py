"""The pages as files, for a builder that runs no hook: a folder with its own mkdocs.yml."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml

from generator import pages
from generator.course import Course

OURS = ("hooks", "watch")
"""The settings that only our own hook needs."""
THEIRS = {"docs_dir": "docs", "use_directory_urls": False}
FRAME = "tema"
"""Where the theme's own folder goes, beside the pages."""
SIGNED = "# Skrevet av «kurs sider». Endringer her går tapt neste gang.\n"


class NotOurs(Exception):
    """The folder holds something that `write_pages` did not write, and must not touch."""


def malform(root: Path) -> str:
    """The language of the course in `root`, as its mkdocs.yml has it."""
    return _language(_settings(root))


def _settings(root: Path) -> Any:
    return yaml.safe_load((root / "mkdocs.yml").read_text(encoding="utf-8"))


def _language(settings: Any) -> str:
    return str(settings["theme"].get("language", "nb"))


def write_pages(course: Course, out: Path) -> int:
    """Writes every page, hand-written or made, below `out`/docs, and settings and theme beside it.

    Returns how many were made. What an earlier call wrote is replaced.

    Raises:
        NotOurs: there is something else in `out`.
    """
    docs, settings_file = out / "docs", out / "mkdocs.yml"
    is_ours = settings_file.exists() and settings_file.read_text(encoding="utf-8").startswith(SIGNED)
    if out.exists() and any(out.iterdir()) and not is_ours:
        raise NotOurs(out)
    for earlier in (docs, out / FRAME):
        shutil.rmtree(earlier, ignore_errors=True)
    shutil.copytree(course.root / "course", docs)
    (docs / "assets").mkdir()
    settings = _settings(course.root)
    if frame := settings["theme"].get("custom_dir"):
        shutil.copytree(course.root / frame, out / FRAME)
        settings["theme"]["custom_dir"] = FRAME
    language = _language(settings)
    for name, text in pages.files(course, language).items():
        (docs / name).write_text(text, encoding="utf-8")
    sides = 0
    for side in pages.render(course, language):
        path = docs / side.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(side.markdown(), encoding="utf-8")
        sides += 1
    kept = {key: value for key, value in settings.items() if key not in OURS} | THEIRS
    settings_file.write_text(SIGNED + yaml.safe_dump(kept, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return sides
