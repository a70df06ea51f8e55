"""MkDocs at work for `kurs`: one build, or serving. What it has to say is left to us, but for warnings."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from mkdocs.commands import build as mkdocs_build
from mkdocs.commands import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError

__all__ = ["Abort", "build", "serve"]


def build(root: Path) -> str:
    """Builds the site below `root`; returns the målform it is in (`nb`, `nn`).

    Raises:
        Abort: the course or its mkdocs.yml does not hold; says every problem.
    """
    config = _config(root)
    config.plugins.on_startup(command="build", dirty=False)
    mkdocs_build.build(config)
    return str(config.theme["language"])


def serve(root: Path, address: str) -> None:
    """Serves the course at `address` (host:port) until it is stopped.

    Raises:
        Abort: the rulebook or mkdocs.yml does not hold.
        OSError: the address is not to be had.
    """
    mkdocs_serve.serve(_config(root).config_file_path, dev_addr=address)


def _config(root: Path) -> MkDocsConfig:
    """The settings in mkdocs.yml; what MkDocs finds wrong with single settings, it has told on stderr."""
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    try:
        return load_config(str(root / "mkdocs.yml"))
    except ConfigurationError as error:
        raise Abort(f"mkdocs.yml kan ikke leses. Rett den, og prøv igjen. MkDocs sier: {error}") from None
    except Abort:
        raise Abort("mkdocs.yml har innstillinger som MkDocs ikke kan bruke, de som er nevnt over. Rett dem.") from None
