"""The reader's own browser, opened on a page once the server answers."""

from __future__ import annotations

import os
import sys
import time
import urllib.error
import urllib.request
import webbrowser
from threading import Thread

PATIENCE, EVERY = 120.0, 0.3
"""Seconds: how long to wait for the server, and how often to look."""


def open_when_ready(url: str) -> None:
    """Opens `url`, in its own time; where there is no screen, or the server never comes, nothing happens."""
    if sys.platform in ("win32", "darwin") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        Thread(target=_wait_and_open, args=(url,), daemon=True).start()


def _wait_and_open(url: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if _answers(url):
            webbrowser.open(url)
            return
        time.sleep(EVERY)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
