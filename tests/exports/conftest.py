"""What the tests of the formats share: the platforms that packages are played in."""

from __future__ import annotations

from tests.exports.scorm12_lms import kurset, seks, seks_mappe, tre, vindu

__all__ = ["kurset", "seks", "seks_mappe", "tre", "vindu"]
