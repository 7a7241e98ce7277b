"""What stops `db migrate` before a file is written: its parts, its sentence, its exit status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import click

from safemigrate.project.exit_status import ExitStatus
from safemigrate.project.invocation import typed


class NotWritten(click.ClickException):
    """A revision that was not written; str() is the sentence."""


class MessageMissing(NotWritten):
    exit_code = ExitStatus.USAGE

    def __init__(self, command: str) -> None:
        self.command = command
        super().__init__(
            "No file was written, because nothing says what changes: "
            f'`{typed(command)} -m "what changes"`. The message names the file, and stands in '
            "the history."
        )


class NoModels(NotWritten):
    """Every table would be dropped, and nobody meant that."""

    exit_code = ExitStatus.FAILED

    def __init__(self, application: str, tables: Sequence[str]) -> None:
        self.application, self.tables = application, tuple(tables)
        what = f"table {tables[0]}" if len(tables) == 1 else f"all {len(tables)} tables"
        super().__init__(
            f"{no_models(application)} The revision would have dropped {what} of the database; to "
            f"do that, write it by hand: `{typed('revision')}`."
        )


def no_models(application: str) -> str:
    """Return what to do where the application knows no table."""
    return (
        f"No file was written, because no models were imported: the application {application} "
        "knows no table. Import the module with your models where the application is made, and "
        "let each model inherit from db.Model."
    )


class NotARename(NotWritten):
    exit_code = ExitStatus.USAGE

    def __init__(self, text: str, why: str) -> None:
        self.text, self.why = text, why
        super().__init__(
            f"--rename {text!r} says no rename ({why}): write --rename table.old=new for a column, "
            "--rename old=new for a table."
        )


class NothingToRename(NotWritten):
    exit_code = ExitStatus.USAGE

    def __init__(self, option: str, text: str, why: str) -> None:
        self.option, self.text, self.why = option, text, why
        super().__init__(
            f"--{option} {text} means nothing here: {why}. The name on the left is the "
            "database's, the one on the right the model's; no file was written."
        )


@dataclass(frozen=True)
class Doubt:
    """Something that goes, and what came with the same type or the same columns.

    what        "column" or "table"
    old         name in the database, as it is typed after --no-rename
    candidates  what could be its new name, as it is typed after --rename OLD=
    """

    what: str
    old: str
    candidates: tuple[str, ...]


class RenameUnclear(NotWritten):
    """Nobody said whether a name changed, or rows are to be dropped."""

    exit_code = ExitStatus.NOT_CONFIRMED

    def __init__(self, doubts: Sequence[Doubt]) -> None:
        self.doubts = tuple(doubts)
        super().__init__("\n".join(_sentence(doubt) for doubt in doubts))


def _sentence(doubt: Doubt) -> str:
    ways = " or ".join(f"`--rename {doubt.old}={new}`" for new in doubt.candidates)
    like = "of the same type" if doubt.what == "column" else "with the same columns"
    came = " and ".join(doubt.candidates)
    kind = doubt.what if len(doubt.candidates) == 1 else f"{doubt.what}s"
    return (
        f"The models no longer have {doubt.what} {doubt.old}, and have a new {kind} {came} {like}. "
        f"No file was written, because dropping {doubt.old} would lose its rows' values. If it got "
        f"a new name: `{typed('migrate')} …` with {ways}. If it is to be dropped: with "
        f"`--no-rename {doubt.old}`."
    )
