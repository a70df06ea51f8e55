"""What the tests share."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from compileall import compile_dir
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator.model import Regelbok
from generator.rules.book import read_regelbok

if TYPE_CHECKING:
    from playwright.sync_api import Browser

RULEBOOK = Path(__file__).parent.parent / "generator" / "rulebook" / "retningslinjer-2010"


@pytest.fixture(scope="session")
def regelbok() -> Regelbok:
    """The rulebook in use, read and found without fault."""
    read = read_regelbok(RULEBOOK)
    assert read.problems == []
    assert read.regelbok
    return read.regelbok


PROJECT = RULEBOOK.parents[2]
PARTS = ["mkdocs.yml", "course", "cases", "generator"]
"""What a course is made of; a copy of it can be built, broken and mended."""


class Kursmappe:
    """A copy of the whole course in a folder of its own, and the commands run there."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def copy(self) -> Kursmappe:
        compile_dir(PROJECT / "generator", quiet=2)  # or each command run there would compile it
        for part in PARTS:
            copy = shutil.copytree if (PROJECT / part).is_dir() else shutil.copy
            copy(PROJECT / part, self.root / part)
        return self

    def run(self, command: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The command (`kurs`, `mkdocs`, `zensical`) as a person runs it, in this folder."""
        line = self.command(command, *arguments)
        return subprocess.run(line, cwd=self.root, env=self.environment, capture_output=True, text=True, check=False)

    def command(self, command: str, *arguments: str) -> list[str]:
        return [str(Path(sys.executable).parent / command), *arguments]

    @property
    def environment(self) -> dict[str, str]:
        """The copy's own generator is the one that runs."""
        return {**os.environ, "PYTHONPATH": str(self.root), "PYTHONDONTWRITEBYTECODE": "1"}

    def case(self, id: str) -> Path:
        """The file of this case."""
        return next(self.root.glob(f"cases/*/{id}.yaml"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real Chromium; one for all tests of a worker, since Playwright can only be started once."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- most tests need none of it

    from tests.browser.conftest import QUIET, chromium_path  # noqa: PLC0415

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=QUIET.split())
        yield browser
        browser.close()


@pytest.fixture
def kursmappe(tmp_path: Path) -> Kursmappe:
    """A course that the test may do with as it likes."""
    return Kursmappe(tmp_path).copy()


@pytest.fixture(scope="session")
def bygd(tmp_path_factory: pytest.TempPathFactory) -> Kursmappe:
    """The course as `kurs bygg` builds it, in `site/`; not to be changed.

    It has some cases more, the tests' own: one that is a matter of judgement when every card is open, and others with
    the kinds of question that are not about a step.
    """
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    course, said = Kursmappe(shared / "bygd"), shared / "bygd.txt"
    try:
        course.root.mkdir()
    except FileExistsError:
        return _built_by_another(course, said)
    course.copy()
    shutil.copytree(PROJECT / "tests" / "browser" / "cases", course.root / "cases", dirs_exist_ok=True)
    built = course.run("kurs", "bygg")
    said.with_suffix(".ny").write_text(f"{built.returncode} {built.stderr}")
    said.with_suffix(".ny").rename(said)
    assert (built.returncode, built.stderr) == (0, "")
    return course


def _built_by_another(course: Kursmappe, said: Path) -> Kursmappe:
    """The course that another worker builds, once it has; `said` is how it went."""
    end = time.monotonic() + 120
    while not said.exists() and time.monotonic() < end:
        time.sleep(0.1)
    assert said.exists(), "the course was not built in two minutes"
    assert said.read_text() == "0 "
    return course
