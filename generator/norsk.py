"""The command line speaks Norwegian: click's help and errors in our own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NoReturn

import click
from click.exceptions import NoArgsIsHelpError

from generator.source import nearest


class WrongUse(click.ClickException):
    """The command was asked for something it will not do. Exit code 2."""

    exit_code = 2


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(
            prog, args.replace("[OPTIONS]", "[VALG]").replace("COMMAND [ARGS]", "KOMMANDO [VALG]"), "Bruk: "
        )

    def write_heading(self, heading: str) -> None:
        super().write_heading({"Options": "Valg", "Commands": "Kommandoer"}.get(heading, heading))


class Context(click.Context):
    formatter_class = _Formatter


class Kommando(click.Command):
    context_class = Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _help(super().get_help_option(ctx))


class Gruppe(click.Group):
    context_class = Context
    command_class = Kommando

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _help(super().get_help_option(ctx))

    def run(self, args: Sequence[str] | None = None) -> NoReturn:
        """Runs the command and exits: 0 fine, 1 problems in the content, 2 wrong use."""
        try:
            self.main(args=args, prog_name=self.name, standalone_mode=False)
        except NoArgsIsHelpError as error:
            click.echo(error.ctx.get_help() if error.ctx else "")
            raise SystemExit(2) from None
        except click.UsageError as error:
            click.echo(f"kurs: {_in_norwegian(error)}", err=True)
            if error.ctx:
                click.echo(f"    se «{error.ctx.command_path} --help»", err=True)
            raise SystemExit(2) from None
        except click.ClickException as error:
            click.echo(f"kurs: {error.format_message()}", err=True)
            raise SystemExit(error.exit_code) from None
        except click.Abort:
            raise SystemExit(130) from None
        raise SystemExit(0)


def _help(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = "Vis denne hjelpen."
    return option


def _in_norwegian(error: click.UsageError) -> str:
    context: Any = error.ctx
    word = _quoted(error.message)
    match error:
        case click.NoSuchOption():
            params = context.command.get_params(context)
            known = [name for param in params if isinstance(param, click.Option) for name in param.opts]
            said = f"det finnes ikke noe valg «{error.option_name}»; {nearest(error.option_name, known)}"
        case click.MissingParameter():
            said = f"«{error.param.make_metavar(context) if error.param else ''}» mangler"
        case click.BadParameter() if error.param is not None:
            said = _wrong_value(error.param, word, error.message)
        case click.BadOptionUsage():
            no_value = "not take" in error.message
            said = f"«{error.option_name}» " + ("kan ikke ha noen verdi" if no_value else "må ha en verdi")
        case _ if isinstance(context.command, click.Group) and "command" in error.message:
            said = f"det finnes ingen kommando «{word}»; {nearest(word, context.command.commands)}"
        case _:
            said = f"«{word}» er for mye" if "unexpected extra" in error.message else "dette er ikke riktig skrevet"
    return said


def _quoted(message: str) -> str:
    """What click quotes from the command line, in any of its ways."""
    found = re.search(r"'([^']*)'|\(([^)]*)\)", message)
    return next(filter(None, found.groups()), "") if found else ""


def _wrong_value(param: click.Parameter, word: str, message: str) -> str:
    match param.type:
        case click.Choice() as choice:
            return f"«{param.opts[0]}» kan ikke være «{word}»; {nearest(word, map(str, choice.choices))}"
        case click.IntRange() as numbers:
            return f"«{param.opts[0]}» må være et helt tall fra {numbers.min} til {numbers.max}"
        case click.Path() if "does not exist" in message:
            return f"«{word}» finnes ikke"
        case click.Path() if "is a file" in message:
            return f"«{word}» er en fil, og her skal det stå en mappe"
    return f"«{word}» kan ikke brukes"
