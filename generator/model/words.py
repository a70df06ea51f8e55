"""The kinds of word and text that authors write, each checked where it stands.

Words from the rulebook (facts, outcomes, rules …) are checked while reading, against
the `Ord` the reader hands in, so that a misspelt one is told at its own place.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Annotated, Any, Literal, TypeVar, dataclass_transform

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic.dataclasses import dataclass
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError, ValidationError

T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def content(kind: type[T]) -> type[T]:
    """A class for what an author writes: never changed after reading, and no unknown fields."""
    return dataclass(frozen=True, kw_only=True, config=ConfigDict(extra="forbid"))(kind)  # type: ignore[return-value]


Ord = Mapping[str, Mapping[str, Any]]
"""The words a reader knows: kind (`fakta`, `utfall`, `regler` …) -> word -> what it allows."""

UKJENT, SKJONN = "ukjent", "skjonn"


def known(kind: str) -> Any:
    """A word of the rulebook; in the JSON schema an enum that `generator.schema` fills in."""

    def check(word: str, info: ValidationInfo) -> str:
        words = (info.context or {}).get(kind)
        if words is not None and word not in words:
            raise unknown_word(kind, word, words)
        return word

    return Annotated[str, AfterValidator(check), Field(json_schema_extra={"x-ord": kind})]


def unknown_word(kind: str, word: object, words: Any) -> PydanticCustomError:
    return PydanticCustomError("ukjent_ord", "{kind}", {"kind": kind, "word": str(word), "words": list(words)})


def _values_fit(given: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
    """Every fact exists, and is given a value (or values) that it can have. All that does not fit is told."""
    words = (info.context or {}).get("fakta")
    try:
        facts, wrong = handler(given), []
    except ValidationError as error:
        found = error.errors(include_url=False)
        facts, wrong = given, [_again(one) for one in found if not words or not one["loc"] or one["loc"][0] in words]
    if words is not None and isinstance(given, dict):
        wrong += [detail for key, value in given.items() for detail in _misfits(key, value, words)]
    if wrong:
        raise ValidationError.from_exception_data("fakta", wrong)
    return facts


def _again(detail: ErrorDetails) -> InitErrorDetails:
    """An error that was caught, to be raised with others."""
    return InitErrorDetails(type=detail["type"], loc=detail["loc"], input=detail["input"], ctx=detail.get("ctx", {}))


def _misfits(key: str, given: Any, words: Mapping[str, Any]) -> Iterator[InitErrorDetails]:
    if key not in words:
        yield InitErrorDetails(type=unknown_word("fakta", key, words), loc=("@key", key), input=given)
        return
    several = isinstance(given, list)
    allowed = [*words[key], *([] if several else [UKJENT, SKJONN])]
    for index, value in enumerate(given if several else [given]):
        if isinstance(value, str) and value not in allowed:
            error = unknown_word(f"verdi:{key}", value, allowed)
            yield InitErrorDetails(type=error, loc=(key, index) if several else (key,), input=value)


UNSAFE = (
    (re.compile(r"</?[a-zA-Z][^<>]*>|<!--"), "HTML kan ikke brukes i tekst", "skriv det som Markdown, eller uten <>"),
    (
        re.compile(r"(?:(?:java|vb)script|\bdata(?=\S+/))(?::|&#0*58;|&#x0*3a;|&colon;)", re.IGNORECASE),
        "en slik lenke kan kjøre kode",
        "lenk til https:// eller til en side i kurset",
    ),
    (re.compile(r"!\["), "bilder kan ikke brukes i tekst", "beskriv det med ord"),
)


SUSPECT = re.compile("[<&:[]")
"""One of these stands in whatever is unsafe; most texts have none."""


def _plain(text: str) -> str:
    """Text without HTML, pictures or links that run code. (What slips through is escaped all the same.)"""
    if not SUSPECT.search(text):
        return text
    for pattern, what, way_out in UNSAFE:
        if found := pattern.search(text) or pattern.search(html.unescape(text)):
            raise PydanticCustomError("ren_tekst", "{what}", {"what": what, "way_out": way_out, "found": found[0]})
    return text


Id = Annotated[str, Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
Tekst = Annotated[str, Field(min_length=1), AfterValidator(_plain)]
_MARKDOWN = {"contentMediaType": "text/markdown"}
Markdown = Annotated[str, Field(min_length=1, json_schema_extra=_MARKDOWN), AfterValidator(_plain)]
"""Without HTML."""
Steg = known("steg")
Utfall = known("utfall")
_Fakta = Annotated[dict[str, str | Annotated[list[str], Field(min_length=1)]], WrapValidator(_values_fit)]
"""fact -> its value, `ukjent`, `skjonn`, or a list of the values it may have."""
Fakta = Annotated[_Fakta, Field(json_schema_extra={"x-ord": "kortfakta"})]
"""What a card can establish: no vurderinger."""
Lappfakta = Annotated[_Fakta, Field(json_schema_extra={"x-ord": "lappfakta"})]
"""The same, with vurderinger."""

Status = Literal["S", "G", "A", "D", "N", "L"]
"""Where a rule comes from: S statute, G guidelines, A the thesis author's reading, D derived by us, N what Nav has
published since, L an office's own routine."""
