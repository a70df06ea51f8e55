"""Whatever is done to a file of the course, `kurs sjekk` says what is wrong, where, and soon; it never breaks down.

The files are real, and spoilt by chance in ways that know what they are made of. The seeds are fixed.
"""

from __future__ import annotations

import difflib
import json
import re
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator import checks, course, report
from generator.checks.lesninger import uprovd
from generator.course import Course, CourseError
from generator.model import Regelbok
from generator.rules.assess import engine, nothing_said
from generator.rules.book import SHELF
from generator.source import Problem
from tests.anna import FILE, sound
from tests.conftest import PROJECT
from tests.mutanter import Mutant, alike, mutant
from tests.test_regelboker import CALLS_MORE, HEAD, RECORDS

CHUNKS, FEW = 8, 2
CASES, OTHERS, BOOKS = 1_760, 60, 180
"""How many mutants of each kind of file, in all chunks together."""
OFFICE = {"regelbok.yaml": HEAD, "regler.yaml": RECORDS, "steg/03-samtale.yaml": CALLS_MORE}
MOST_SECONDS, TRIES = 1.0, 4
MISSING = "filen kan ikke leses: den finnes ikke"
MOST_LETTERS = 600


def words_of(regelbok: Regelbok) -> dict[str, list[str]]:
    """The words that mutants are made with, kind by kind."""
    words = {kind: list(known) for kind, known in regelbok.words().items()}
    words["verdier"] = list(dict.fromkeys(value for fact in regelbok.fakta.values() for value in fact.verdier))
    words["stegregler"] = [rule.id for spec in regelbok.steg.values() for rule in spec.regler]
    words["saker"] = sorted(path.stem for path in PROJECT.glob("cases/*/*.yaml"))
    words["regelboker"] = ["retningslinjer-2010", "fem-grupper-2025", "dagens", "kontoret"]
    return words


def told(root: Path, regelbok: Regelbok | None) -> tuple[Course | None, list[Problem]]:
    """What `kurs sjekk` tells in this folder, in every form it can be told in; and the course, where it is one."""
    try:
        whole = course.load(root, regelbok)
        problems = sorted({*checks.problems(whole), *checks.advice(whole)})
        uprovd(whole)
    except CourseError as error:
        whole, problems = None, error.problems
        assert problems, "a rulebook is refused without a word"
    for form, write in report.FORMATS.items():
        said = write(problems)
        said.encode()
        assert form != "json" or len(json.loads(said)) == len(problems)
    return whole, problems


def wrong_with(root: Path, problem: Problem) -> Iterator[str]:
    """How what the author is told falls short."""
    path = root / problem.place.file
    if not path.is_file() and problem.message != MISSING:
        yield f"there is no such file: {problem}"
    if not path.is_file():
        return
    lines = re.split("\r\n|[\r\n]", path.read_bytes().decode("utf-8-sig", errors="replace"))
    line, column = problem.place.line, problem.place.column
    if not 1 <= line <= len(lines) or not 1 <= column <= len(lines[line - 1]) + 1:
        yield f"the place is not in the file: {problem}"
    for said in (problem.message, problem.hint):
        if len(said.splitlines()) != 1:
            yield f"not one line, but {len(said.splitlines())}: {problem}"
        if len(said) >= MOST_LETTERS:
            yield f"{len(said)} letters: {problem}"


def flaws(root: Path, one: Mutant, regelbok: Regelbok | None) -> tuple[list[str], float]:
    """Everything that is wrong with how `kurs sjekk` takes the mutant, and how long it used."""
    start = time.process_time()
    try:
        whole, problems = told(root, regelbok)
    except Exception:
        return [traceback.format_exc(limit=-8)], 0.0
    used = time.process_time() - start
    found = [flaw for problem in problems for flaw in wrong_with(root, problem)]
    in_file = [problem for problem in problems if problem.place.file == one.file and not problem.is_advice]
    read = {each.source.file for each in (*whole.cases, *whole.utenfor)} if whole else set()
    read |= {each.source.file for each in (*whole.lesestoff, *whole.lesninger.filer)} if whole else set()
    is_book = not one.file.startswith(("cases/", "course/"))
    if not in_file and ((not one.file.endswith(".md") and not one.is_yaml) or (not is_book and one.file not in read)):
        found.append("it is broken, and that is not told")
    return found, used


def shown(one: Mutant, flaws: list[str]) -> str:
    now = one.raw.decode("utf-8", "backslashreplace")
    before = one.before.split("\n")
    text = [line[:160] for line in difflib.unified_diff(before, now.split("\n"), lineterm="", n=1)]
    return "\n".join([f"{one.file}: {', '.join(one.done)}", *flaws[:3], *text[:40]])


def written(root: Path, files: dict[str, str | bytes]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


def files_of(folder: Path, pattern: str) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(folder.glob(pattern))}


def read(file: str) -> str:
    """How the case in this file was read by a meeting of eleven."""
    counted = {"arbeid_snart_ved_egen_innsats": {"ja": 7, "nei": 4}}
    return json.dumps({Path(file).stem: {"hash": "0123456789ab", "lesninger": counted, "svar": {"a": 11}, "moter": 1}})


def _forget(regelbok: Regelbok | None) -> None:
    """Forgets the engines of spoilt rulebooks; the one that holds is kept."""
    if regelbok is None:
        engine.cache_clear()
        nothing_said.cache_clear()


def run(root: Path, mutants: Iterator[tuple[Mutant, dict[str, str]]], regelbok: Regelbok | None) -> None:
    """Each mutant is laid in the folder, with what must lie beside it; all that goes wrong is told at the end."""
    failed, slowest = [], (0.0, "")
    for one, beside in mutants:
        written(root, {**beside, one.file: one.raw})
        found, used = flaws(root, one, regelbok)
        for _ in range(TRIES - 1):  # where other work disturbed it
            if used >= MOST_SECONDS:
                _forget(regelbok)
                used = min(used, flaws(root, one, regelbok)[1])
        slowest = max(slowest, (used, f"{one.file}: {', '.join(one.done)}"))
        if found:
            failed.append(shown(one, found))
        written(root, {one.file: one.before})
        for name in {*beside, *([one.file] if one.file.startswith("cases/") else [])}:
            (root / name).unlink()
        _forget(regelbok)
    assert not failed, f"{len(failed)} mutants; the first:\n\n" + "\n\n".join(failed[:3])
    assert slowest[0] < MOST_SECONDS, slowest
    print(f"the slowest took {slowest[0]:.3f} s: {slowest[1]}")


@pytest.fixture(scope="module")
def words(regelbok) -> dict[str, list[str]]:
    return words_of(regelbok)


@pytest.fixture(scope="module")
def bank() -> dict[str, str]:
    """Every case of the course, by the name of its file."""
    return {
        path.relative_to(PROJECT).as_posix(): path.read_text("utf-8") for path in sorted(PROJECT.glob("cases/*/*.yaml"))
    }


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_spoilt_case_is_told(chunk, tmp_path, regelbok, words, bank):
    files, like = [*bank], alike(bank.values())
    twins = {file: re.findall(r"sak: ([a-z0-9-]+)", text) for file, text in bank.items()}
    by_id = {Path(file).stem: file for file in bank}

    def mutants() -> Iterator[tuple[Mutant, dict[str, str]]]:
        for number in range(chunk, CASES, CHUNKS):
            file = files[number % len(files)]
            beside = {by_id[id]: bank[by_id[id]] for id in twins[file] if id in by_id and by_id[id] != file}
            yield mutant(f"sak {number}", file, bank[file], words, like), beside

    run(tmp_path, mutants(), regelbok)


@pytest.mark.parametrize("chunk", range(FEW))
def test_a_spoilt_lesson_or_file_of_readings_is_told(chunk, tmp_path, regelbok, words, bank):
    some = sorted(bank)[:4]
    readings = {f"cases/lesninger/{Path(file).stem}.json": read(file) for file in some}
    texts = files_of(PROJECT, "course/**/*.md") | readings
    written(tmp_path, {file: bank[file] for file in some})

    def mutants() -> Iterator[tuple[Mutant, dict[str, str]]]:
        for number in range(chunk, OTHERS, FEW):
            file = [*texts][number % len(texts)]
            yield mutant(f"other {number}", file, texts[file], words, {}), {}

    run(tmp_path, mutants(), regelbok)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_spoilt_rulebook_is_told(chunk, tmp_path, words):
    """Of the rulebook that the course teaches: one that stands alone, one that extends it, or an office's own."""
    alone, extending = (files_of(SHELF / name, "**/*.yaml") for name in ("retningslinjer-2010", "fem-grupper-2025"))
    del alone["scenarier.yaml"]  # no part of the rulebook: what `kurs ny` begins with
    kinds = {"alene": alone, "dagens": extending, "kontoret": OFFICE}
    books = {f"lokalt/{name}/{file}": text for name, files in kinds.items() for file, text in files.items()}
    written(tmp_path, {**books, FILE: sound()})
    names, like = [*books], alike(text for file, text in books.items() if "/steg/" in file)

    def mutants() -> Iterator[tuple[Mutant, dict[str, str]]]:
        for number in range(chunk, BOOKS, CHUNKS):
            file = names[number % len(names)]
            taught = "/".join(file.split("/")[:2])
            yield (
                mutant(f"book {number}", file, books[file], words, like if "/steg/" in file else {}),
                {"mkdocs.yml": f"extra:\n  regelbok: {taught}\n"},
            )

    run(tmp_path, mutants(), None)


def test_there_are_two_thousand_mutants():
    assert CASES + OTHERS + BOOKS >= 2_000
