"""How the user called the command group, so that printed commands can be copied and run."""

from __future__ import annotations

import click
from click.core import ParameterSource


def typed(command: str) -> str:
    """Return a command as this user would type it: `flask --app shop db upgrade`."""
    context = click.get_current_context(silent=True)
    while context and not getattr(context.command, "package", None):
        context = context.parent
    if context is None:
        return f"flask db {command}"
    program = context.command_path
    root = context.find_root()
    if root.get_parameter_source("app") is ParameterSource.COMMANDLINE and root.info_name:
        app = root.obj.app_import_path
        program = program.replace(root.info_name, f"{root.info_name} --app {app}", 1)
    return f"{program} {command}"


WORDS = "safemigrate.words"  # in ctx.meta: what was typed after the group's name


FOLDER = "safemigrate.directory"  # in ctx.meta: the folder from --directory
