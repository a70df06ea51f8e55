"""What the search index of a built site gives away."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from tests.bench.retold import SECRET

WORD = re.compile(r"\w+")


def index(root: Path) -> Path:
    return root / "site" / "search" / "search_index.json"


def leaks(root: Path) -> Iterator[str]:
    """What search finds of a key: an invented word of one, or a word of a case that is not in its title or story."""
    allowed = {path.stem: _words(_told(path)) for path in root.glob("cases/*/*.yaml")}
    for entry in json.loads(index(root).read_text("utf-8"))["docs"]:
        words = _words(f"{entry['title']} {entry['text']}")
        case = entry["location"].partition("#")[0].rstrip("/").rpartition("/")[2]
        found = {word for word in words if word.startswith(SECRET)} | (words - allowed.get(case, words))
        if found:
            yield f"{entry['location']}: {', '.join(sorted(found))}"


def shown(root: Path) -> bool:
    """Whether pages hold the words of keys at all; or else no leak means nothing."""
    return any(SECRET in page.read_text("utf-8") for page in (root / "site").rglob("*.html"))


def _told(path: Path) -> str:
    case = yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)
    return f"{case['tittel']} {case['historie']}"


def _words(text: str) -> set[str]:
    return set(WORD.findall(re.sub(r"<[^>]*>", " ", text).lower()))
