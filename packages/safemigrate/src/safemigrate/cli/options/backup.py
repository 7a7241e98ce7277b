"""Options of the backup commands: the folder, the number of sessions, the confirmation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from safemigrate.backup.default_folder import DEFAULT, VARIABLE

F = TypeVar("F", bound=Callable[..., Any])

folder_option = click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=DEFAULT,
    show_default=True,
    envvar=VARIABLE,
    help="Folder of the backups.",
)
jobs_option = click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1),
    default=4,
    show_default=True,
    help="Number of parallel sessions.",
)
yes_option = click.option("--yes", metavar="NAME", help="The database's name, as confirmation.")
