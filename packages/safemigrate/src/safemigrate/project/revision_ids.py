"""The ids of new revisions: Alembic's random ones, or numbers if migrations/alembic.ini says so.

[alembic]
revision_ids = sequential
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import click
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import rev_id

from safemigrate.postgres.alembic_private import version_folders
from safemigrate.project.revision_file import read_files
from safemigrate.project.same_id import refuse_same_id
from safemigrate.project.sentences.place import shown

SETTING = "revision_ids"
RANDOM, SEQUENTIAL = "random", "sequential"
DIGITS = 4  # of the first number
_NUMBER = re.compile(r"\d{1,8}")  # a random id has twelve characters, and may be all digits


class UnknownRevisionIds(click.ClickException):
    """migrations/alembic.ini has an invalid revision_ids setting."""

    def __init__(self, file: str, value: str) -> None:
        self.file, self.value = file, value
        super().__init__(
            f"{file}: {SETTING} is {value!r}. Set it to {RANDOM} (twelve letters and digits; the "
            f"default) or {SEQUENTIAL} (0001, 0002, …)."
        )


def id_for_new(config: Config) -> str | None:
    """Return the next number, or None if Alembic generates the id.

    Raises UnknownRevisionIds, and SameId if two branches have already used the same number.
    """
    if not is_numbered(config):
        return None
    script = ScriptDirectory.from_config(config)
    refuse_same_id(script)
    folders = version_folders(script)
    files = [file for folder in folders for file in read_files(Path(folder))]
    return number_after([file.revision for file in files if file.revision])


def is_numbered(config: Config) -> bool:
    """Return whether the project numbers its revisions; raise UnknownRevisionIds."""
    value = config.get_main_option(SETTING, RANDOM)
    if value not in {RANDOM, SEQUENTIAL}:
        raise UnknownRevisionIds(shown(Path(config.config_file_name or "alembic.ini")), value)
    return value == SEQUENTIAL


def number_after(ids: Sequence[str]) -> str:
    """Return one more than the highest numeric id; if no id is numeric, one more than the count."""
    numbers = [revision for revision in ids if _NUMBER.fullmatch(revision)]
    highest = max((int(number) for number in numbers), default=len(ids))
    return str(highest + 1).zfill(max(map(len, numbers), default=DIGITS))


def id_after(revision: str) -> str:
    """Return the id of a revision that is generated together with another and follows it."""
    return number_after([revision]) if _NUMBER.fullmatch(revision) else rev_id()
