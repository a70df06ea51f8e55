"""`kurs vis`: what is saved is soon on the page, and what is wrong is told there."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from tests.conftest import Kursmappe

PATIENCE = 30.0


class Vist:
    """A course that is being served while it is written."""

    def __init__(self, course, port: int) -> None:
        self.course, self.address = course, f"http://127.0.0.1:{port}/"

    def page(self, path: str) -> str:
        try:
            with urllib.request.urlopen(self.address + path, timeout=PATIENCE) as answer:
                return answer.read().decode("utf-8")
        except urllib.error.URLError:
            return ""

    def waits(self, path: str, until) -> float:
        """Seconds until the page is as it should be."""
        start = time.monotonic()
        while not until(self.page(path)):
            assert time.monotonic() - start < PATIENCE, self.page(path)[:2000]
            time.sleep(0.05)
        return time.monotonic() - start

    def change(self, id: str, old: str, new: str) -> None:
        case = self.course.case(id)
        text = case.read_text("utf-8")
        assert old in text
        case.write_text(text.replace(old, new), "utf-8")


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Vist]:
    """One for all tests of a worker: each changes something else, or puts it back."""
    yield from serve(Kursmappe(tmp_path_factory.mktemp("vist")).copy())


def serve(course) -> Iterator[Vist]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        course.command("kurs", "vis", "--port", str(port)), cwd=course.root, env=course.environment, text=True
    )
    try:
        vist = Vist(course, port)
        vist.waits("", lambda page: "Samme sak" in page)
        yield vist
    finally:
        process.terminate()
        process.wait(10)


CASE = "saker/tomreren-i-koen/"


def test_a_case_that_is_saved_is_soon_fresh(served):
    served.change("tomreren-i-koen", "Rune er 41 år", "Rune er 43 år")
    assert served.waits(CASE, lambda page: "Rune er 43 år" in page) < 3
    served.change("tomreren-i-koen", "tittel: ", "tittel: Nytt navn på ")
    served.waits("saker/", lambda page: "Nytt navn på" in page)


def test_what_is_wrong_is_told_in_the_page_until_it_is_mended(served):
    served.change("tomreren-i-koen", "rolle: arbeidsrettet_veileder", "rolle: arbeidsrettet_veilder")
    served.waits(CASE, lambda page: "tomreren-i-koen.yaml:5:8" in page)
    assert "Tømreren" in served.page(CASE)
    assert "mente du «arbeidsrettet_veileder»" in served.page("saker/arbeid-tar-den/")
    served.change("tomreren-i-koen", "rolle: arbeidsrettet_veilder", "rolle: arbeidsrettet_veileder")
    served.waits(CASE, lambda page: "Tømreren" in page and "Dette må rettes" not in page)


def test_a_case_that_is_added_appears(served):
    case = served.course.case("tomreren-i-koen")
    new = case.with_name("tomreren-igjen.yaml")
    new.write_text(case.read_text("utf-8").replace("id: tomreren-i-koen", "id: tomreren-igjen"), "utf-8")
    served.waits("saker/tomreren-igjen/", lambda page: "Tømreren" in page)


def test_a_rule_that_is_changed_is_changed_on_its_page(served):
    steps = served.course.root / "generator" / "rulebook" / "retningslinjer-2010" / "steg"
    step = steps / "03-samtale.yaml"
    step.write_text(step.read_text("utf-8").replace("Samtale først\n", "Snakk sammen først\n"), "utf-8")
    served.waits("regler/samtale/", lambda page: "Snakk sammen først" in page)


def test_a_rulebook_with_a_gap_is_told_and_the_site_stands(served):
    step = served.course.root / "generator" / "rulebook" / "retningslinjer-2010" / "steg" / "10-klage.yaml"
    whole = step.read_text("utf-8")
    step.write_text(whole[: whole.index("  - id: klage.ikke_vurdert")], "utf-8")
    served.waits(CASE, lambda page: "klagen_gjelder: ikke_vurdert" in page and "Tømreren" in page)
    step.write_text(whole, "utf-8")
    served.waits(CASE, lambda page: "Dette må rettes" not in page)


def test_a_course_with_broken_cases_and_lessons_is_served_without_them(kursmappe):
    for id in ("tomreren-i-koen", "rad-ni"):  # lesson 1 walks through the second
        case = kursmappe.case(id)
        case.write_text(case.read_text("utf-8").replace("rolle: ", "rolle: x"), "utf-8")
    lesson = kursmappe.root / "course" / "leksjoner" / "2-retten.md"
    lesson.write_text(lesson.read_text("utf-8").replace("{{ regel ", "{{ regle ", 1), "utf-8")
    for served in serve(kursmappe):
        wrong = served.page("leksjoner/1-hva-og-hvorfor/")
        assert "tomreren-i-koen.yaml:5:8" in wrong
        assert "mente du «regel»?" in wrong
        assert "Bergsprenger" not in wrong
        served.change("tomreren-i-koen", "rolle: x", "rolle: ")
        served.waits(CASE, lambda page: "Tømreren" in page)
