"""A command group that loads its commands from a folder and explains every expected error."""

from __future__ import annotations

import warnings
from importlib import import_module
from pathlib import Path
from typing import Any, TextIO

import click

from safemigrate.project.invocation import WORDS


class CommandGroup(click.Group):
    """A click group whose commands are the modules of a package, each with a `command`.

    A command is imported when it is called, so its imports do not slow down the others.
    """

    def __init__(self, *args: Any, package: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.package = package

    def list_commands(self, ctx: click.Context) -> list[str]:
        folder = Path(str(import_module(self.package).__file__)).parent
        modules = (file.stem for file in folder.glob("*.py") if file.stem != "__init__")
        return sorted({name.replace("_", "-") for name in modules} | set(self.commands))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self.commands:
            return self.commands[cmd_name]
        if cmd_name not in self.list_commands(ctx):
            return None
        module = import_module(f"{self.package}.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta[WORDS] = tuple(args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        with warnings.catch_warnings():
            warnings.showwarning = _show_warning
            try:
                return self._invoke_in_sentences(ctx)
            except click.ClickException as error:
                if "--json" in ctx.meta[WORDS]:
                    from safemigrate.project.json_answer import print_error

                    print_error(ctx, error)
                raise

    def _invoke_in_sentences(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            from safemigrate.project.sentences import sentence_for

            sentence = sentence_for(error)
            if sentence is None:
                raise
            raise click.ClickException(sentence) from error


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    from safemigrate.project.sentences.revision_sentences import warning_sentence

    sentence = warning_sentence(str(message))
    if sentence:
        click.echo(f"Warning: {sentence}", err=True)
