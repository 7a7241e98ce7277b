"""Where a command failed: the folder, the file and line, the revision, the command line."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
from flask import current_app, has_app_context
from sqlalchemy import URL

from safemigrate.project.invocation import FOLDER, WORDS
from safemigrate.project.own_transactions import OPERATIONS

COMMITTING = OPERATIONS | {"autocommit_block"}


@dataclass(frozen=True)
class Spot:
    """A line of a migration file in an error's traceback."""

    file: Path
    line: int
    function: str
    revision: str | None
    leaves_transaction: bool

    def __str__(self) -> str:
        location = f"{shown(self.file)}, line {self.line}"
        return f"Revision {self.revision} ({location})" if self.revision else location


def folder() -> Path:
    """Return the migration folder that the command used."""
    context = click.get_current_context(silent=True)
    directory = context.meta.get(FOLDER) if context else None
    if not directory and has_app_context() and "migrate" in current_app.extensions:
        directory = current_app.extensions["migrate"].directory
    return Path(directory or "migrations")


def words() -> tuple[str, ...]:
    """Return what was typed after the group's name."""
    context = click.get_current_context(silent=True)
    return context.meta.get(WORDS, ()) if context else ()


def address() -> URL | None:
    """Return the address of the application's default database; None without the extension."""
    if not has_app_context() or "migrate" not in current_app.extensions:
        return None
    url: URL = current_app.extensions["migrate"].db.engine.url
    return url


def url_setting() -> str:
    """Return the setting that holds the address; SAFEMIGRATE_URL_SETTING may name it."""
    stock = "SQLALCHEMY_DATABASE_URI in the application's configuration"
    if not has_app_context():
        return stock
    return str(current_app.config.get("SAFEMIGRATE_URL_SETTING", stock))


def shown(file: Path | str) -> str:
    """Return a path relative to the current directory, if it is below it."""
    path = Path(file).absolute()
    current = Path.cwd()
    return str(path.relative_to(current)) if path.is_relative_to(current) else str(path)


def spot(error: BaseException) -> Spot | None:
    """Return the error's innermost line in the migration folder, or None."""
    return next(iter(reversed(list(_spots(error)))), None)


def leaves_transaction(error: BaseException) -> bool:
    """Return whether a function in the error's traceback commits before its end."""
    return any(spot.leaves_transaction for spot in _spots(error))


def files_with(text: str) -> list[str]:
    """Return the revision files that contain a quoted id."""
    return [
        shown(file)
        for file in sorted(folder().rglob("*.py"))
        if f"'{text}'" in (source := file.read_text(errors="replace")) or f'"{text}"' in source
    ]


def _spots(error: BaseException) -> Iterator[Spot]:
    home = folder().resolve()
    for frame, line in traceback.walk_tb(error.__traceback__):
        file = Path(frame.f_code.co_filename)
        if not file.resolve().is_relative_to(home):
            continue
        revision = frame.f_globals.get("revision")
        yield Spot(
            file,
            line,
            frame.f_code.co_name,
            revision if isinstance(revision, str) else None,
            not COMMITTING.isdisjoint(frame.f_code.co_names),
        )
