"""How long libyaml takes to parse the cases below a folder, in three ways: `python -m tests.bench.libyaml ROOT`."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from yaml.cyaml import CParser


def _events(text: str) -> None:
    for _ in yaml.parse(text, yaml.CLoader):
        pass


WAYS: dict[str, Callable[[str], Any]] = {
    "data": lambda text: yaml.load(text, yaml.CSafeLoader),
    "events": _events,
    "nothing in Python": lambda text: CParser(text).raw_parse(),
}


def main() -> None:
    files = sorted(Path(sys.argv[1]).glob("cases/*/*.yaml"))
    seconds = {}
    for name, parse in WAYS.items():
        start = time.perf_counter()
        for file in files:
            parse(file.read_text("utf-8"))
        seconds[name] = time.perf_counter() - start
    print(json.dumps(seconds))


if __name__ == "__main__":
    main()
