"""The command line: one file per command, found by its name and loaded when it is called."""

from __future__ import annotations

import io
import os
import sys
from importlib import import_module

import click

from suffice import __version__
from suffice.errors import SufficeError, UsageError


class _Commands(click.Group):
    """The files of this folder that do not begin with an underscore."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        from suffice.plugins import names

        return list(names("cli"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name.replace("-", "_") not in self.list_commands(ctx):
            return None
        return import_module(f"suffice.cli.{cmd_name.replace('-', '_')}").command

    def resolve_command(self, ctx: click.Context, args: list[str]):
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            from difflib import get_close_matches

            known = self.list_commands(ctx)
            near = get_close_matches(args[0], known, n=1)
            meant = f" (did you mean '{near[0]}'?)" if near else ""
            raise UsageError(f"no command '{args[0]}'{meant}; there are: {', '.join(known)}")
        return super().resolve_command(ctx, args)


@click.command(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: suffice solve 'What is 18% of 250?'",
)
@click.version_option(__version__, prog_name="suffice")
@click.pass_context
def suffice(ctx: click.Context) -> int:
    """The simplest approach that suffices: proven, metered, and receipted."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
    return 0


def main() -> None:
    """Run the command line. Exit codes: 0 done, 1 some tasks failed, 2 bad usage or unreadable input."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        with suffice.make_context("suffice", sys.argv[1:]) as context:
            code = suffice.invoke(context) or 0
        sys.stdout.flush()
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except BrokenPipeError:  # the reader had enough, as head does
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        code = 141
    except (KeyboardInterrupt, click.Abort):
        code = _complain("interrupted", 130)
    except Exception as error:
        from suffice.config.environment import debugging

        if debugging():
            raise
        code = _explained(error)
    sys.exit(code)


def _explained(error: Exception) -> int:
    """One line on the standard error stream, and the exit code."""
    from suffice.errors import LedgerError

    if isinstance(error, click.exceptions.NoArgsIsHelpError) and error.ctx:
        known = error.ctx.command.list_commands(error.ctx) if isinstance(error.ctx.command, click.Group) else []
        return _complain(f"{error.ctx.info_name} needs a command; there are: {', '.join(known)}", 2)
    if isinstance(error, click.UsageError):
        command = error.ctx.command_path if error.ctx else "suffice"
        return _complain(f"{error.format_message()} (see {command} --help)", 2)
    if isinstance(error, click.ClickException):
        return _complain(error.format_message(), 2)
    if isinstance(error, UsageError | LedgerError):
        return _complain(str(error), 2)
    if isinstance(error, SufficeError):
        return _complain(str(error), 1)
    return _complain(f"a mistake of ours: {type(error).__name__}: {error} (SUFFICE_DEBUG=1 shows where)", 1)


def _complain(message: str, code: int) -> int:
    from suffice.cli._figures import printable

    print("suffice:", printable(" ".join(message.split())), file=sys.stderr)
    return code
