"""Numbers that point to a person or a firm, wherever they stand in a text and however their digits are grouped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from typing import Literal, NamedTuple

from stdnum.no import fodselsnummer, kontonr, orgnr

Slag = Literal[
    "fødselsnummer", "D-nummer", "hjelpenummer", "kontonummer", "organisasjonsnummer", "telefonnummer", "lik"
]
"""What a number is; `lik` only has the length and the groups of one that names a person."""
CERTAIN: tuple[Slag, ...] = ("fødselsnummer", "D-nummer", "hjelpenummer", "kontonummer")
"""The check digits are right: it may be somebody's."""

GAP = r"(?:[ \u00a0\u2007\u2009\u202f.\-\u2011–/]|\r?\n[ \t]*)"
"""What may stand between two groups of digits: one sign, or a new line."""
RUN = re.compile(rf"[0-9](?:{GAP}?[0-9]){{7,}}")
GROUP = re.compile(r"(?<=\+)47|(?<![0-9])0047(?=[0-9]{8}(?![0-9]))|[0-9]+")
"""Digits without a gap; Norway's code before a telephone number is a group of its own."""
CODE = ("47", "0047")
PERSON = {(11,), (6, 5), (2, 2, 2, 5), (4, 2, 5)}
ACCOUNT = {(11,), (4, 2, 5), (4, 7), (6, 5)}
FIRM = {(9,), (3, 3, 3)}
PHONE = {(8,), (2, 2, 2, 2), (3, 2, 3)}
DATE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")


class Number(NamedTuple):
    """A number that was found: what it is, and the letter it begins at."""

    slag: Slag
    at: int


@lru_cache(256)
def numbers(text: str) -> tuple[Number, ...]:
    """The numbers of `text` that point to somebody, each once.

    >>> numbers("Nummeret er 010160 50012, og hun er 40.")
    (Number(slag='fødselsnummer', at=12),)
    """
    return tuple(_numbers(text))


def _numbers(text: str) -> Iterator[Number]:
    for run in RUN.finditer(text):
        groups, i = [*GROUP.finditer(text, run.start(), run.end())], 0
        while i < len(groups):
            slag, count = _first(groups, i)
            if slag:
                yield Number(slag, groups[i].start())
            i += count


def _first(groups: list[re.Match[str]], i: int) -> tuple[Slag | None, int]:
    """What the groups from the i-th are together, and how many of them it takes; nothing, and one to go on from."""
    lengths = tuple(len(group[0]) for group in groups[i : i + 11])
    ends = {total: count for count, total in enumerate(accumulate(lengths), start=1)}
    for length in (11, 9, 8):
        if count := ends.get(length):
            slag = _kind("".join(group[0] for group in groups[i : i + count]), lengths[:count])
            if slag and (slag != "telefonnummer" or count == 1 or _stands_alone(groups, i, count)):
                return slag, count
    return None, 1


def _kind(digits: str, lengths: tuple[int, ...]) -> Slag | None:
    """What the digits are, in groups of these lengths."""
    match len(digits):
        case 11:
            account = lengths in ACCOUNT and kontonr.is_valid(digits)
            return _person(digits) or ("kontonummer" if account else "lik" if lengths in PERSON else None)
        case 9:
            return "organisasjonsnummer" if lengths in FIRM and digits[0] in "89" and orgnr.is_valid(digits) else None
        case _:
            known = lengths in PHONE and digits[0] not in "01" and not DATE.fullmatch(digits)
            return "telefonnummer" if known else None


def _person(digits: str) -> Slag | None:
    """Which of a person's numbers it is. Those that hospitals give begin with 8 or 9, and tell no date."""
    checks = fodselsnummer.calc_check_digit1(digits) + fodselsnummer.calc_check_digit2(digits)
    if digits[0] in "89":
        return "hjelpenummer" if checks == digits[9:] else None
    if not fodselsnummer.is_valid(digits):
        return None
    return "D-nummer" if digits[0] in "4567" else "hjelpenummer" if digits[2] in "45" else "fødselsnummer"


def _stands_alone(groups: list[re.Match[str]], i: int, count: int) -> bool:
    """Whether these groups are all there is, but for Norway's code, and have only spaces between them."""
    between = groups[i].string[groups[i].start() : groups[i + count - 1].end()]
    return (
        i + count == len(groups)
        and (i == 0 or groups[i - 1][0] in CODE)
        and all(sign.isspace() or sign.isdigit() for sign in between)
    )
