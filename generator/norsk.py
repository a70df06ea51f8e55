"""The command line speaks Norwegian: click's help and errors in our own words."""

from __future__ import annotations

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
            self.main(args=args, standalone_mode=False)
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
    if isinstance(error, click.NoSuchOption):
        known = [name for param in context.command.params for name in param.opts]
        return f"det finnes ikke noe valg «{error.option_name}»; {nearest(error.option_name, known)}"
    if isinstance(error, click.MissingParameter):
        return f"«{error.param.make_metavar(context) if error.param else ''}» mangler"
    if isinstance(error, click.BadParameter) and error.param is not None:
        name = error.param.opts[0] if isinstance(error.param, click.Option) else error.param.make_metavar(context)
        kind = error.param.type
        allowed = f"; mulige: {', '.join(map(str, kind.choices))}" if isinstance(kind, click.Choice) else ""
        missing = "; finnes den?" if isinstance(kind, click.Path) else ""
        return f"«{name}» kan ikke være det{allowed}{missing}"
    if isinstance(error, click.BadOptionUsage):
        return f"«{error.option_name}» må ha en verdi"
    if isinstance(context.command, click.Group) and context.args == [] and "command" in error.message:
        word = error.message.split("'")[1] if "'" in error.message else ""
        return f"det finnes ingen kommando «{word}»; {nearest(word, context.command.commands)}"
    return "jeg forsto ikke det som sto etter kommandoen"
