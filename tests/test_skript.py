"""The pure heart of the pages' scripts, tried by Node; each of its tests is one of ours, with its sentence."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "tests" / "skript").glob("*.test.js"))
NAMES = [name for file in FILES for name in re.findall(r'^test\("(.+?)", ', file.read_text("utf-8"), re.MULTILINE)]
MISSING = (
    "Testene av skriptene trenger Node 20.19 eller nyere. Installer den (Debian 13 og Ubuntu fra 25.04:"
    " sudo apt-get install nodejs; ellers fra nodejs.org), og se at «node --version» svarer."
)


@pytest.fixture(scope="module")
def outcomes() -> dict[str, str]:
    """test -> what Node says is wrong with it, or nothing."""
    node = shutil.which("node")
    if node is None or version(node) < (20, 19):
        pytest.fail(MISSING, pytrace=False)
    command = [node, "--test", "--test-reporter=junit", *map(str, FILES)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    try:
        cases = list(ElementTree.fromstring(run.stdout).iter("testcase"))
    except ElementTree.ParseError:
        pytest.fail(run.stdout + run.stderr, pytrace=False)
    return {case.get("name", ""): "".join(case.itertext()).strip() for case in cases}


def version(node: str) -> tuple[int, ...]:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return tuple(int(part) for part in re.findall(r"\d+", said)[:2])


@pytest.mark.parametrize("name", NAMES, ids=NAMES)
def test_the_scripts_keep_their_promise(name, outcomes):
    if outcomes.get(name, "Node ran no such test") != "":
        others = "\n".join(f"{other}: {said}" for other, said in outcomes.items() if other not in NAMES)
        pytest.fail(outcomes.get(name) or f"Node ran no such test.\n{others}", pytrace=False)


def test_every_test_that_node_runs_is_counted_here(outcomes):
    assert sorted(outcomes) == sorted(NAMES)
