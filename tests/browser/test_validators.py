"""What others' checkers say of the built pages: the Nu HTML checker, and Lighthouse on accessibility."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import pytest

from tests.browser.conftest import QUIET, chromium_path

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / ".cache" / "verktoy" / "node_modules"
MISSING = "{} mangler. Kjør «sh tests/verktoy.sh», som henter det som trengs, eller sier hva du må installere."
JAVA = ["-Xss2m", "-XX:TieredStopAtLevel=1"]
"""A deep stack, as the checker asks for, and half the work: it runs too short for the rest to pay."""

OF_THE_THEME: list[str] = []
"""What the checker finds in the theme's own part of a page, and that we live with."""


class Found(NamedTuple):
    page: Path
    said: str
    inside: bool
    """Whether it is in the article, which is all ours."""


def tool(path: Path) -> str:
    if not path.exists():
        pytest.fail(MISSING.format(path.name), pytrace=False)
    return str(path)


def program(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        pytest.fail(MISSING.format(name), pytrace=False)
    return path


BROKEN = "feil.html"
"""A page made for the test, with an error in its article: or a checker that finds nothing would do."""


def test_the_nu_checker_finds_no_error_in_what_is_ours_and_in_the_theme_only_what_is_known(bygd, tmp_path):
    site = bygd.root / "site"
    page = (site / "min-side" / "index.html").read_text("utf-8")
    broken = tmp_path / BROKEN
    broken.write_text(page.replace("</article>", "<ul><p>…</p></ul></article>"), "utf-8")
    checker = tool(TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar")
    command = [program("java"), *JAVA, "-jar", checker, "--errors-only", "--format", "json", "--stdout"]
    run = subprocess.run([*command, "--skip-non-html", site, broken], capture_output=True, text=True, check=False)
    assert run.stdout, run.stderr
    found = [error(message) for message in json.loads(run.stdout)["messages"]]
    assert {error.page.name for error in found if error.inside} == {BROKEN}, found
    assert sorted({error.said for error in found if not error.inside}) == OF_THE_THEME


def error(message: dict) -> Found:
    path = Path(unquote(urlsplit(message["url"]).path))
    lines = path.read_text("utf-8").splitlines(keepends=True)
    place = sum(map(len, lines[: message.get("lastLine", 1) - 1])) + message.get("lastColumn", 0)
    article = re.search(r"<article.*</article>", "".join(lines), re.DOTALL)
    return Found(path, message["message"], article is not None and article.start() < place <= article.end())


def test_lighthouse_gives_a_case_all_it_has_for_accessibility(address, tmp_path):
    lighthouse = tool(TOOLS / "lighthouse" / "cli" / "index.js")
    report = tmp_path / "rapport.json"
    command = [
        program("node"),
        lighthouse,
        f"{address}saker/selgeren-i-bakgarden/",
        "--quiet",
        "--disable-full-page-screenshot",
    ]
    command += ["--only-categories=accessibility", "--output=json", f"--output-path={report}"]
    command += ["--no-enable-error-reporting", f"--chrome-flags=--headless=new {' '.join(QUIET.split())}"]
    environment = {**os.environ, "CHROME_PATH": chromium_path(), "HOME": str(tmp_path), "CI": "1"}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    result = json.loads(report.read_text("utf-8"))
    wanting = {name: audit["title"] for name, audit in result["audits"].items() if audit["score"] not in (1, None)}
    assert (result["categories"]["accessibility"]["score"], wanting) == (1, {})


def test_the_lock_of_the_checkers_names_no_host():
    lock = json.loads((ROOT / "tests" / "browser" / "package-lock.json").read_text("utf-8"))
    assert not re.search(r"://|resolved", json.dumps(lock))
    assert all("integrity" in package for name, package in lock["packages"].items() if name)
