"""Runs a command and says what it cost. Nothing here knows the course."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "bench"
BIN = Path(sys.executable).parent
KURS = BIN / "kurs"
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # a command is not compiled anew each time it is run


@dataclass(frozen=True, order=True)
class Cost:
    """Wall-clock time, and the peak memory of the largest process that the command ran."""

    seconds: float
    megabytes: float


def run(*command: str | Path, cwd: Path) -> Cost:
    """Runs the command in a fresh process; what it says is kept in a log, and told only if it fails."""
    log = BUILD / "log.txt"
    with log.open("w") as out:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=cwd, stdout=out, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        said = log.read_text("utf-8")[-2000:]
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {process.returncode} in {cwd}:\n{said}")
    return Cost(seconds, usage.ru_maxrss / 1024)


def size(folder: Path) -> int:
    """Bytes of every file below `folder`."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
