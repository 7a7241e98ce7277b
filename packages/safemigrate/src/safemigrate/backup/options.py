"""What the commands of backups share: where they lie, how many sessions, which database."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from safemigrate.backup.errors import NameNotTyped
from safemigrate.configuration import mounted
from safemigrate.execute.address import default_engine, direct_address
from safemigrate.plan.address import Address

F = TypeVar("F", bound=Callable[..., Any])

folder_option = click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("backups"),
    show_default=True,
    envvar="SAFEMIGRATE_BACKUPS",
    help="Where backups lie.",
)
jobs_option = click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1),
    default=4,
    show_default=True,
    help="Sessions that work at the same time.",
)
yes_option = click.option("--yes", metavar="NAME", help="The database's name, as confirmation.")


def database_address() -> Address:
    """Return the address of the database that migrations run on."""
    extension = mounted()
    with direct_address(extension):
        return Address.of(default_engine(extension.db).url)


def confirm(action: str, database: str, yes: str | None) -> None:
    """Return where the database's name was given or is typed now; NameNotTyped otherwise."""
    if yes is None and sys.stdin.isatty():
        yes = click.prompt(f"{action}. Type the database's name to go on", default="", err=True)
    if yes != database:
        raise NameNotTyped(action, database)
