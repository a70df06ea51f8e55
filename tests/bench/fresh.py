"""How soon a page is fresh under `kurs vis` after its case was saved."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.bench.measure import BUILD, KURS

PATIENCE = 300


def seconds_until_fresh(root: Path, cases: list[Path]) -> list[float]:
    """For each of `cases`, the time from its story is saved till its page shows it. The site must be built."""
    with _preview(root) as address:
        return [_seconds(address + _page(root, case), case) for case in cases]


@contextmanager
def _preview(root: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}/"
    with (BUILD / "vis.txt").open("w") as log:
        command = [KURS, "vis", "--port", str(port)]
        process = subprocess.Popen(command, cwd=root, stdout=log, stderr=log, start_new_session=True)
        try:
            _wait_for(address, "<title>")
            yield address
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def _page(root: Path, case: Path) -> str:
    page = next((root / "site").rglob(f"{case.stem}/index.html"))
    return page.parent.relative_to(root / "site").as_posix() + "/"


def _seconds(address: str, case: Path) -> float:
    word = f"ferskt{time.time_ns()}"
    before = case.read_text("utf-8")
    after = before.replace("historie: |\n  ", f"historie: |\n  {word} ", 1)
    if after == before:
        raise ValueError(f"{case} has no story to change")
    start = time.perf_counter()
    case.write_text(after, "utf-8")
    _wait_for(address, word)
    return time.perf_counter() - start


def _wait_for(address: str, text: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            with urlopen(address, timeout=PATIENCE) as response:
                if text in response.read().decode():
                    return
        except (URLError, ConnectionError):
            pass
        time.sleep(0.03)
    raise TimeoutError(f"«{text}» never came at {address}")
