"""What a trainer has around the course: the editor's tasks, the hook before a commit, the check of a pull request."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from generator import checks, course, report
from tests.anna import FILE, changed, sound

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
BROKEN = {"rolle: mottak": "rolle: motak"}
ADVISED = {"Anna er oppdiktet.": "Anna er oppdiktet. " + "Hun går og går, " * 12 + "og snur."}


@pytest.fixture
def repo(tmp_path) -> Path:
    """A course of one case, in git, with the hook turned on the way the guide says."""
    hook = tmp_path / ".githooks" / "pre-commit"
    hook.parent.mkdir()
    hook.write_bytes((ROOT / ".githooks" / "pre-commit").read_bytes())
    hook.chmod(0o755)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "config", "core.hooksPath", ".githooks")
    return tmp_path


def git(repo: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """`git` as a trainer has it, with the course's command on the path."""
    who = {f"GIT_{role}_{what}": "anna@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    env = os.environ | who | own | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(["git", *args], cwd=repo, env=env, capture_output=True, text=True, check=False)


def commit(repo: Path, text: str, file: str = FILE) -> subprocess.CompletedProcess[str]:
    (repo / file).parent.mkdir(parents=True, exist_ok=True)
    (repo / file).write_text(text, "utf-8")
    git(repo, "add", file)
    return git(repo, "commit", "--message", "En sak")


def test_a_broken_case_is_not_committed_and_its_place_is_told_until_it_is_mended(repo):
    refused = commit(repo, changed(BROKEN))
    said = refused.stdout + refused.stderr
    assert refused.returncode != 0
    assert f"{FILE}:5:8: «motak» kan ikke stå her\n    mente du «mottak»?" in said
    assert git(repo, "log", "--oneline").stdout == ""
    assert commit(repo, sound()).returncode == 0
    assert git(repo, "log", "--format=%s").stdout == "En sak\n"


def test_a_commit_that_changes_no_case_is_not_held_up_by_one_that_is_being_written(repo):
    draft = repo / FILE
    draft.parent.mkdir(parents=True)
    draft.write_text("id: bare begynt", "utf-8")
    assert commit(repo, "Notater.", "notater.txt").returncode == 0


def test_the_guide_says_how_the_hook_is_turned_on_and_git_may_run_it():
    assert "git config core.hooksPath .githooks" in (ROOT / "course" / "lag-saker.md").read_text("utf-8")
    assert os.access(ROOT / ".githooks" / "pre-commit", os.X_OK)


def advised_and_broken(root: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lines that `kurs sjekk` says of one case with a mistake and another with a sentence too long."""
    other = "cases/niva/berit.yaml"
    for file, text in {FILE: changed(BROKEN), other: changed(ADVISED).replace("id: anna", "id: berit")}.items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, "utf-8")
    monkeypatch.chdir(root)
    whole = course.load(Path())
    return report.as_text(sorted({*checks.problems(whole), *checks.advice(whole)})).splitlines()


def test_the_editor_shows_each_line_that_tells_a_place_once_as_an_error_or_as_advice(tmp_path, monkeypatch):
    tasks = {task["label"]: task for task in json.loads((ROOT / ".vscode" / "tasks.json").read_text("utf-8"))["tasks"]}
    assert {label: task["args"] for label, task in tasks.items()} == {"kurs sjekk": ["sjekk"], "kurs vis": ["vis"]}
    found = [
        (matcher["severity"], *(match[matcher["pattern"][part]] for part in ("file", "line", "column", "message")))
        for line in advised_and_broken(tmp_path, monkeypatch)
        for matcher in tasks["kurs sjekk"]["problemMatcher"]
        if (match := re.match(matcher["pattern"]["regexp"], line))
    ]
    assert found[0] == ("error", FILE, "5", "8", "«motak» kan ikke stå her")
    assert [(severity, file) for severity, file, *_ in found[1:]] == [("warning", "cases/niva/berit.yaml")]
    assert found[1][-1].startswith("setningen har ")


def test_the_editor_checks_every_case_by_the_schema_and_asks_for_what_it_takes():
    settings, wanted = (
        json.loads((ROOT / ".vscode" / f"{name}.json").read_text("utf-8")) for name in ("settings", "extensions")
    )
    ((schema, cases),) = settings["yaml.schemas"].items()
    assert (ROOT / schema).is_file()
    assert {*ROOT.glob(cases)} == {*ROOT.glob("cases/*/*.yaml")}
    assert wanted == {"recommendations": ["redhat.vscode-yaml"]}


def test_a_pull_request_is_checked_with_leave_to_read_only_and_told_beside_the_line():
    flow = yaml.load((ROOT / ".github" / "workflows" / "kurs.yml").read_text("utf-8"), yaml.BaseLoader)
    (job,) = flow["jobs"].values()
    used = [step["uses"] for step in job["steps"] if "uses" in step]
    assert (flow["on"], flow["permissions"]) == ("pull_request", {"contents": "read"})
    assert "permissions" not in job
    assert all(re.fullmatch(r"actions/(checkout|setup-python)@v\d+", action) for action in used)
    assert [step["run"] for step in job["steps"] if "run" in step] == [
        "make setup",
        ".venv/bin/kurs sjekk --format github",
    ]


def test_what_is_told_of_a_pull_request_has_the_form_that_github_shows_beside_the_line(tmp_path, monkeypatch):
    advised_and_broken(tmp_path, monkeypatch)
    whole = course.load(Path())
    lines = report.as_github(sorted({*checks.problems(whole), *checks.advice(whole)})).splitlines()
    form = r"::(error|warning) file=(cases/niva/(?:anna|berit)\.yaml),line=\d+,col=\d+::\S.*"
    assert [re.fullmatch(form, line)[1] for line in lines] == ["error", "warning"]
