"""The errors that stop `db migrate` before it writes a file: attributes, message, exit status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import click

from safemigrate.project.exit_status import ExitStatus
from safemigrate.project.invocation import typed


class NotWritten(click.ClickException):
    """A revision that was not written; str() is the message."""


class MessageMissing(NotWritten):
    exit_code = ExitStatus.USAGE

    def __init__(self, command: str) -> None:
        self.command = command
        super().__init__(
            "No file was written: a message is required. Run "
            f'`{typed(command)} -m "what changes"`. The message names the file and appears in the '
            "history."
        )


class NoModels(NotWritten):
    """Every table would be dropped, which is certainly a mistake."""

    exit_code = ExitStatus.FAILED

    def __init__(self, application: str, tables: Sequence[str]) -> None:
        self.application, self.tables = application, tuple(tables)
        dropped = f"table {tables[0]}" if len(tables) == 1 else f"all {len(tables)} tables"
        super().__init__(
            f"{no_models(application)} The revision would have dropped {dropped} from the "
            f"database. If you want that, write it by hand: `{typed('revision')}`."
        )


def no_models(application: str) -> str:
    """Return what to do if the application has no tables."""
    return (
        f"No file was written because no models were imported: application {application} has no "
        "tables. Import the module with your models where the application is created, and make "
        "each model inherit from db.Model."
    )


class NotARename(NotWritten):
    exit_code = ExitStatus.USAGE

    def __init__(self, text: str, why: str) -> None:
        self.text, self.why = text, why
        super().__init__(
            f"--rename {text!r} is not a valid rename ({why}). Write --rename table.old=new for a "
            "column, --rename old=new for a table."
        )


class NothingToRename(NotWritten):
    exit_code = ExitStatus.USAGE

    def __init__(self, option: str, text: str, why: str) -> None:
        self.option, self.text, self.why = option, text, why
        super().__init__(
            f"--{option} {text} cannot be applied: {why}. The name on the left is the one in the "
            "database, the name on the right the one in the models. No file was written."
        )


@dataclass(frozen=True)
class Doubt:
    """A drop that may be a rename, because something new has the same type or columns.

    kind        "column" or "table"
    old         the name in the database, as typed after --no-rename
    candidates  possible new names, as typed after --rename OLD=
    """

    kind: str
    old: str
    candidates: tuple[str, ...]


class RenameUnclear(NotWritten):
    """Drops that may be renames, without an option that decides it."""

    exit_code = ExitStatus.NOT_CONFIRMED

    def __init__(self, doubts: Sequence[Doubt]) -> None:
        self.doubts = tuple(doubts)
        super().__init__("\n".join(_sentence(doubt) for doubt in doubts))


def _sentence(doubt: Doubt) -> str:
    ways = " or ".join(f"`--rename {doubt.old}={new}`" for new in doubt.candidates)
    likeness = "of the same type" if doubt.kind == "column" else "with the same columns"
    new = " and ".join(doubt.candidates)
    noun = f"a new {doubt.kind}" if len(doubt.candidates) == 1 else f"new {doubt.kind}s"
    return (
        f"The models no longer have {doubt.kind} {doubt.old}, but have {noun} {new} {likeness}. "
        f"No file was written, because dropping {doubt.old} would lose its data. If it was "
        f"renamed, run `{typed('migrate')} …` with {ways}. If it should be dropped, use "
        f"`--no-rename {doubt.old}`."
    )
