"""A case's page is light: there is little to load."""

from __future__ import annotations

import gzip
from urllib.parse import urlsplit

import pytest

KB = 1024
OURS = {".js": 20 * KB, ".css": 12 * KB}
"""The most that a case's page may load of our own, gzipped."""
THEIRS = ("/assets/javascripts/", "/assets/stylesheets/")


@pytest.mark.parametrize("id", ["operatoren-ved-fjorden", "brevet-til-solveig", "ti-ved-skranken"])
def test_a_case_loads_little_of_our_own(id, nettleser, bygd):
    page = nettleser.sak(id)
    page.wait_for_load_state("networkidle")
    paths = {urlsplit(url).path for url in nettleser.requests}
    own = [path for path in paths if not path.startswith(THEIRS)]
    for kind, most in OURS.items():
        loaded = [bygd.root / "site" / path.lstrip("/") for path in own if path.endswith(kind)]
        assert loaded
        assert sum(len(gzip.compress(file.read_bytes())) for file in loaded) <= most, kind
