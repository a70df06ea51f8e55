"""MkDocs at work for `kurs`: one build, or serving. What it has to say is left to us, but for warnings."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from mkdocs.commands import build as mkdocs_build
from mkdocs.commands import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

__all__ = ["Abort", "build", "serve"]


def build(root: Path) -> None:
    """Builds the site below `root`.

    Raises:
        Abort: the course does not hold; says every problem.
    """
    config = load_config(_settings(root))
    config.plugins.on_startup(command="build", dirty=False)
    mkdocs_build.build(config)


def serve(root: Path, address: str) -> None:
    """Serves the course at `address` (host:port) until it is stopped.

    Raises:
        Abort: the rulebook does not hold.
        OSError: the address is not to be had.
    """
    mkdocs_serve.serve(_settings(root), dev_addr=address)


def _settings(root: Path) -> str:
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    return str(root / "mkdocs.yml")
