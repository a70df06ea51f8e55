"""Is it fast and small enough? `make bench` prints a table; a broken limit ends it with exit code 1.

Everything is built in fresh processes, in one run, in turns, so that a busy machine is as busy for all.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from statistics import median

from generator.course import load_regelbok
from tests import test_regelkart
from tests.bench import fresh, many, peers, search, svarer
from tests.bench.measure import BIN, BUILD, KURS, ROOT, Cost, run, size

COUNT, TIMES, STATES = 1_000, 3, 20_000
KB, MB = 1024, 1024**2

CASES, TEN_TIMES = BUILD / "cases", BUILD / "cases-ten-times"
QUIZ, EASY_QUIZ, FLOOR = BUILD / "quiz", BUILD / "quiz-easy", BUILD / "floor"


@dataclass(frozen=True)
class Row:
    """A thing that was measured; without a limit it is only told."""

    what: str
    measured: str
    ratio: float
    limit: float | None = None

    def holds(self) -> bool:
        return self.limit is None or self.ratio <= self.limit

    def __str__(self) -> str:
        limit = "" if self.limit is None else f"{self.limit:8.2f}  {'ok' if self.holds() else 'NOT'}"
        return f"{self.what:<46} {self.measured:>20} {self.ratio:8.2f} {limit}"


def main() -> None:
    BUILD.mkdir(parents=True, exist_ok=True)
    print(f"{'':<46} {'measured':>20} {'ratio':>8} {'limit':>8}")
    broken = 0
    for row in chain(_builds(), _site(), _check(), _preview(), _answers(), _explorer()):
        print(row, flush=True)
        broken += not row.holds()
    sys.exit(1 if broken else 0)


def _builds() -> Iterator[Row]:
    many.make_root(CASES, COUNT)
    peers.make_quiz(QUIZ, COUNT, peers.STOCK_YML)
    peers.make_quiz(EASY_QUIZ, COUNT, peers.EASY_YML)
    peers.make_floor(FLOOR, COUNT)
    quiz_build = peers.quiz_command(), "build"
    turns = [
        (
            _build(CASES, KURS, "bygg"),
            _build(QUIZ, *quiz_build),
            _build(EASY_QUIZ, *quiz_build),
            _build(FLOOR, BIN / "mkdocs", "build"),
        )
        for _ in range(TIMES)
    ]
    ours, quiz, easy, floor = (median(cost.seconds for cost in costs) for costs in zip(*turns, strict=True))
    yield Row("build, of mkdocs-quiz' time", f"{ours:.1f} s of {quiz:.1f} s", ours / quiz, 0.30)
    yield Row("  the same, its pages outside the navigation", f"{ours:.1f} s of {easy:.1f} s", ours / easy)
    yield Row("build, times the floor", f"{ours:.1f} s to {floor:.1f} s", ours / floor, 4)
    many.make_root(TEN_TIMES, 10 * COUNT)
    ten_times = _build(TEN_TIMES, KURS, "bygg")
    yield Row("build of 10,000, times that of 1,000", f"{ten_times.seconds:.1f} s", ten_times.seconds / ours, 11)
    yield Row("memory for 10,000, MB", f"{ten_times.megabytes:.0f} MB", ten_times.megabytes, 1000)


def _build(root: Path, *command: str | Path) -> Cost:
    shutil.rmtree(root / "site", ignore_errors=True)
    return run(*command, cwd=root)


def _site() -> Iterator[Row]:
    whole, index = size(CASES / "site"), search.index(CASES).stat().st_size
    leaks = list(search.leaks(CASES))
    for leak in leaks[:5]:
        print(leak, file=sys.stderr)
    if not search.shown(CASES):
        raise ValueError("no page holds a word of a key, so that looking for one in the search says nothing")
    yield Row("site, KB a case page", f"{whole / MB:.1f} MB", whole / COUNT / KB, 40)
    yield Row("search index, KB a case", f"{index / MB:.2f} MB", index / COUNT / KB, 2)
    yield Row("pages where search finds a key", f"{len(leaks)}", len(leaks), 0)


def _check() -> Iterator[Row]:
    ours = median(run(KURS, "sjekk", cwd=CASES).seconds for _ in range(TIMES))
    command = [sys.executable, "-m", "tests.bench.libyaml", CASES]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for (way, seconds), limit in zip(json.loads(said).items(), (8, None, None), strict=True):
        yield Row(f"kurs sjekk, times libyaml ({way})", f"{ours:.1f} s to {seconds:.2f} s", ours / seconds, limit)


def _preview() -> Iterator[Row]:
    cases = sorted(CASES.glob("cases/*/*.yaml"))[:: COUNT // TIMES][:TIMES]
    seconds = fresh.seconds_until_fresh(CASES, cases)
    said = " ".join(f"{one:.2f}" for one in seconds)
    yield Row("kurs vis, seconds until a saved page is fresh", said, median(seconds), 1)


def _answers() -> Iterator[Row]:
    case = sorted(CASES.glob("site/saker/*/index.html"))[0].parent
    longest = svarer.longest_script(CASES / "site", case.relative_to(CASES / "site").as_posix() + "/")
    yield Row("our longest script, ms on a machine of a quarter", f"{longest:.0f} ms", longest, 50)


def _explorer() -> Iterator[Row]:
    regelbok = load_regelbok(ROOT)
    states = [*test_regelkart.walks(regelbok, random.Random("bench"), STATES // test_regelkart.STEPS)]
    said = test_regelkart.browser(regelbok, states, BUILD)
    differ = sum(
        one != test_regelkart.as_text(test_regelkart.python(regelbok, facts))
        for facts, one in zip(states, said, strict=True)
    )
    yield Row("sets of facts that the browser judges otherwise", f"{differ} of {len(states):,}", differ, 0)


if __name__ == "__main__":
    main()
