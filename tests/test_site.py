"""The built site, by both builders: the same cases, no broken link, and no key where search can find it."""

from __future__ import annotations

import json
import posixpath
import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from generator.course import load
from generator.view import tekst

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[her](javascript:alert(1))",
    "[her](JaVaScRiPt&#58;alert(1))",
    "[her](data:text/html;base64,PHNjcmlwdD4=)",
    "![bilde](https://example.org/spor.gif)",
    "</p></section><iframe src=//example.org>",
    "<javascript:alert(1)>",
    '<https://example.org/"onmouseover=alert(1)>',
    '[her](/ "x" onmouseover="alert(1)")',
    "[her][1]\n\n[1]: vbscript:alert(1)",
    "    <script>alert(1)</script>",
    "`<script>alert(1)</script>`",
]


FETCHED_BY = {
    "script": ["src"],
    "link": ["href"],
    "img": ["src", "srcset"],
    "iframe": ["src"],
    "source": ["src", "srcset"],
    "use": ["href"],
    "form": ["action"],
}
"""The elements that make a browser ask for something, and where they say what."""


class Article(HTMLParser):
    """The words, the addresses and the ids of a page; the words of its article alone."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.ids: set[str] = {"__top"}
        self.depth = 0
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.depth += tag == "article"
        self.ids.add(found.get("id", ""))
        self.links += [found[name] for name in ("href", "src") if name in found and tag != "link"]
        self.fetched += [found[name] for name in FETCHED_BY.get(tag, ()) if name in found]

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "article"

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.words += data.split()


def pages(site: Path) -> dict[str, Article]:
    return {
        path.relative_to(site).as_posix(): Article(path) for path in site.rglob("*.html") if path.name != "404.html"
    }


def named(site: dict[str, Article]) -> dict[str, Article]:
    """The pages by name, whether each is a folder or a file."""
    return {name.removesuffix("index.html").removesuffix(".html").rstrip("/"): page for name, page in site.items()}


@pytest.fixture(scope="module")
def material(bygd) -> dict[str, Article]:
    return pages(bygd.root / "site")


@pytest.fixture(scope="module")
def zensical(bygd) -> dict[str, Article]:
    assert bygd.run("kurs", "sider", "sider").returncode == 0
    built = bygd.run("zensical", "build", "-f", "sider/mkdocs.yml")
    assert built.returncode == 0, built.stdout + built.stderr
    return pages(bygd.root / "sider" / "site")


def broken(site: dict[str, Article], root: Path) -> list[str]:
    """The links that lead nowhere: to no page or file, or to an id that the page does not have."""
    found = []
    for name, page in site.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path) or "."))
            if not parts.path:
                target = name
            elif parts.path.endswith("/") or target == "." or (root / target).is_dir():
                target = posixpath.normpath(posixpath.join(target, "index.html"))
            missing = target not in site and not (root / target).is_file()
            if missing or (target in site and not {*pointed_at(parts.fragment)} <= {*site[target].ids}):
                found.append(f"{name}: {link}")
    return found


def pointed_at(fragment: str) -> list[str]:
    """The ids that must be there: the one it names, or, in Regelutforsker, the control of each fact that it sets."""
    if fragment.startswith("f="):
        return [f"fakta-{part.partition(':')[0]}" for part in fragment.removeprefix("f=").split(",")]
    return [fragment] if fragment else []


def test_material_builds_the_course_without_a_warning(bygd):
    built = bygd.run("mkdocs", "build", "--strict", "--site-dir", "streng")
    assert built.returncode == 0, built.stdout + built.stderr


def test_both_builders_hold_every_case(bygd, material, zensical):
    cases = {f"saker/{case.sak.id}" for case in load(bygd.root).cases}
    assert cases <= named(material).keys()
    assert named(material).keys() == named(zensical).keys()


def test_both_builders_say_the_same_of_every_page(material, zensical):
    theirs = named(zensical)
    assert [name for name, page in named(material).items() if page.words != theirs[name].words] == []
    assert all(page.words for page in material.values())


def test_no_link_is_broken(bygd, material, zensical):
    assert broken(material, bygd.root / "site") == []
    assert broken(zensical, bygd.root / "sider" / "site") == []


def test_a_broken_link_would_be_found(bygd, material):
    page = material["index.html"]
    page.links += ["finnes-ikke/", "#finnes-ikke"]
    try:
        assert broken(material, bygd.root / "site") == ["index.html: finnes-ikke/", "index.html: #finnes-ikke"]
    finally:
        del page.links[-2:]


def test_no_page_asks_for_anything_from_elsewhere(material, zensical):
    for page in (*material.values(), *zensical.values()):
        assert [address for address in page.fetched if urlsplit(address).netloc] == []
    assert all(page.fetched for page in material.values())


@pytest.mark.parametrize(
    ("index", "entries"), [("site/search/search_index.json", "docs"), ("sider/site/search.json", "items")]
)
def test_search_knows_titles_and_stories_and_no_key(index, entries, bygd, zensical):
    known: dict[str, str] = {}
    for entry in json.loads((bygd.root / index).read_text("utf-8"))[entries]:
        path = entry["location"].split("#")[0].removesuffix(".html").rstrip("/")
        known[path] = f"{known.get(path, '')} {entry['title']} {entry['text']}"
    course = load(bygd.root)
    rules = [rule.tekst for step in course.regelbok.steg.values() for rule in step.regler]
    for case in course.cases:
        said = known[f"saker/{case.sak.id}"]
        assert len(said.encode()) <= 2048
        assert case.sak.tittel in said
        options = [option for question in case.sak.sporsmal for option in getattr(question, "valg", ())]
        secrets = [option.tilbakemelding for option in options] + [option.koster for option in options]
        secrets += [slip.fordi for question in case.sak.sporsmal for slip in getattr(question, "lapper", ())]
        secrets += [reading.fordi for reading in case.sak.vurderinger] + [card.tekst for card in case.sak.opplysninger]
        secrets += [*rules, "I tråd", "Kan forsvares", "Svaret her er"]
        assert [secret for secret in secrets if secret and " ".join(secret.split())[:60] in said] == []
    assert "Avgjør i" not in " ".join(known.values()), "a rule would give away the cases that it decides"


@pytest.mark.parametrize("text", HOSTILE)
def test_author_text_never_becomes_markup_that_runs_or_fetches(text):
    class Tags(HTMLParser):
        def handle_starttag(self, tag, attrs):
            assert tag in ("p", "a", "pre", "code")
            assert {name for name, _ in attrs} <= {"href", "title"}
            assert urlsplit(dict(attrs).get("href") or "").scheme in ("", "https")

    Tags().feed(tekst.html(text))
    Tags().feed(tekst.inline(text))


def test_a_course_that_does_not_hold_leaves_the_site_that_stood(kursmappe):
    assert kursmappe.run("kurs", "bygg").returncode == 0
    site = kursmappe.root / "site"
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    for id in ("tomreren-i-koen", "arbeid-tar-den"):
        case = kursmappe.case(id)
        case.write_text(case.read_text("utf-8").replace("rolle: ", "rolle: x"), "utf-8")
    for command in (("kurs", "bygg"), ("mkdocs", "build")):
        built = kursmappe.run(*command)
        assert built.returncode == 1
        assert "Traceback" not in built.stderr
        assert {"tomreren-i-koen.yaml:5:8", "arbeid-tar-den.yaml:5:8"} <= {
            line.split(": ")[0].rsplit("/")[-1] for line in (built.stdout + built.stderr).splitlines()
        }
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before


def test_pages_are_written_anew_over_pages_but_never_over_anything_else(kursmappe):
    assert kursmappe.run("kurs", "sider", "ut").returncode == 0
    assert kursmappe.run("kurs", "sider", "ut").returncode == 0
    mine = kursmappe.root / "mitt"
    shutil.copytree(kursmappe.root / "course", mine / "docs")
    before = sorted(mine.rglob("*"))
    for folder in ("mitt", "."):
        refused = kursmappe.run("kurs", "sider", folder)
        assert refused.returncode == 2
        assert "tom" in refused.stderr
    assert sorted(mine.rglob("*")) == before


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("theme: [", "mkdocs.yml kan ikke leses."),
        ("docs_dir: finnes-ikke", "mkdocs.yml har innstillinger som MkDocs ikke"),
    ],
)
def test_settings_that_cannot_be_used_are_told_in_norwegian_and_leave_the_site(kursmappe, broken, said):
    settings = kursmappe.root / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8") + f"\n{broken}\n", "utf-8")
    for command in ("bygg", "vis"):
        built = kursmappe.run("kurs", command)
        assert built.returncode == 1
        assert said in built.stderr
        assert "Traceback" not in built.stderr
