"""The ids of new revisions: Alembic's random ones, or numbers where migrations/alembic.ini says so.

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
    """migrations/alembic.ini asks for ids that are not known."""

    def __init__(self, file: str, said: str) -> None:
        self.file, self.said = file, said
        super().__init__(
            f"{file}: {SETTING} is {said!r}, and can be {RANDOM} (twelve letters and digits; so it "
            f"is where nothing is said) or {SEQUENTIAL} (0001, 0002, …)."
        )


def id_for_new(config: Config) -> str | None:
    """Return the next number, or None where Alembic makes the id.

    Raises UnknownRevisionIds, and SameId where two branches have taken one number already.
    """
    if not is_numbered(config):
        return None
    script = ScriptDirectory.from_config(config)
    refuse_same_id(script)
    places = version_folders(script)
    files = [each for place in places for each in read_files(Path(place))]
    return number_after([each.revision for each in files if each.revision])


def is_numbered(config: Config) -> bool:
    """Return whether the project numbers its revisions; raise UnknownRevisionIds."""
    said = config.get_main_option(SETTING, RANDOM)
    if said not in {RANDOM, SEQUENTIAL}:
        raise UnknownRevisionIds(shown(Path(config.config_file_name or "alembic.ini")), said)
    return said == SEQUENTIAL


def number_after(ids: Sequence[str]) -> str:
    """Return one more than the highest number of the ids; where none is one, than their count."""
    numbers = [each for each in ids if _NUMBER.fullmatch(each)]
    highest = max((int(each) for each in numbers), default=len(ids))
    return str(highest + 1).zfill(max(map(len, numbers), default=DIGITS))


def id_after(revision: str) -> str:
    """Return the id of a revision that is written with another and follows it."""
    return number_after([revision]) if _NUMBER.fullmatch(revision) else rev_id()
