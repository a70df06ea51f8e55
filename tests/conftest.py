"""What the tests share."""

from pathlib import Path

import pytest

from generator.model import Regelbok
from generator.rules.book import read_regelbok

RULEBOOK = Path(__file__).parent.parent / "generator" / "rulebook" / "retningslinjer-2010"


@pytest.fixture(scope="session")
def regelbok() -> Regelbok:
    """The rulebook in use, read and found without fault."""
    read = read_regelbok(RULEBOOK)
    assert read.problems == []
    assert read.regelbok
    return read.regelbok
