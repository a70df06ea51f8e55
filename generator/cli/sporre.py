"""What a command needs to know: said as an option, or asked for on the terminal until the answer holds."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

import click

from generator.norsk import WrongUse
from generator.source import nearest
from generator.utkast import Avslag


def ask(option: str, label: str, given: str | None, fits: Callable[[str], str], default: str | None = None) -> str:
    """The answer, as `fits` makes it.

    `fits` raises Avslag with what is wrong with an answer. Where nobody can be asked, the default is the answer.
    """
    if given is None and not sys.stdin.isatty():
        if default is None:
            raise WrongUse(f"«{option}» mangler; uten terminal kan jeg ikke spørre")
        given = default
    if given is not None:
        try:
            return fits(given)
        except Avslag as refused:
            raise WrongUse(f"«{option}»: {refused}") from None
    suffix = " " if label.endswith("?") else ": "
    while True:
        try:
            return fits(click.prompt(label, default=default, prompt_suffix=suffix).strip())
        except Avslag as refused:
            click.echo(f"  {refused}")


def choose(option: str, label: str, given: str | None, among: Mapping[str, str], default: str | None = None) -> str:
    """One of the keys of `among`, which names them; by its number, its key or its name."""
    keys = list(among)

    def fits(answer: str) -> str:
        by_name = {name.lower(): key for key, name in among.items()}
        numbered = {str(number): key for number, key in enumerate(keys, start=1)}
        for known in (among, numbered, by_name):
            if answer.lower() in known:
                return answer if known is among else known[answer.lower()]
        hint = nearest(answer, keys)
        if is_asked and not hint.startswith("mente"):
            hint = f"skriv et tall fra 1 til {len(keys)}"
        raise Avslag(f"«{answer}» kan ikke velges; {hint}")

    is_asked = given is None and sys.stdin.isatty()
    if is_asked:
        click.echo(label)
        for number, name in enumerate(among.values(), start=1):
            click.echo(f"  {number}  {name[:1].upper()}{name[1:]}")
        label = "Nummer"
        default = str(keys.index(default) + 1) if default in keys else None
    return ask(option, label, given, fits, default)
