"""The guide for authors: every command in it is run, in its order, in a course of its own."""

from __future__ import annotations

import re
import shlex
import subprocess

import pytest

from generator.live.store import Store
from tests.conftest import PROJECT, Kursmappe
from tests.test_vis import serve

GUIDE = (PROJECT / "course" / "lag-saker.md").read_text("utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL) for line in block.splitlines()]
DRAFTED = 1
"""What `kurs sjekk` ends with while a draft is not finished."""


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Kursmappe:
    """A course in git, where meetings have been held."""
    course = Kursmappe(tmp_path_factory.mktemp("guide")).copy()
    subprocess.run(["git", "init", "--quiet"], cwd=course.root, check=True)
    Store.in_folder(course.root / "fagmote")
    return course


def test_the_guide_shows_every_command_of_an_author():
    named = {" ".join(line.split()[:2]) for line in COMMANDS}
    assert named >= {f"kurs {name}" for name in ("dekning", "ny", "vis", "sjekk", "tvilling", "regeldiff", "fagmote")}


def test_every_command_of_the_guide_does_what_it_says(course):
    drafted = False
    for line in COMMANDS:
        command, *arguments = shlex.split(line)
        if arguments[0] == "vis":
            for vist in serve(course):
                assert vist.page("saksverksted/")
            continue
        if command == "git":
            ended = subprocess.run(line.split(), cwd=course.root, capture_output=True, text=True, check=False)
        else:
            ended = course.run(command, *arguments)
        expected = DRAFTED if arguments[0] == "sjekk" and drafted else 0
        assert ended.returncode == expected, (line, ended.stdout[-1500:], ended.stderr[-1500:])
        drafted |= arguments[0] in ("ny", "tvilling")
    assert "core" in (course.root / ".git" / "config").read_text()
