"""The errors of a backfill: their parts, their messages, their exit statuses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import click

from safemigrate.project.exit_status import ExitStatus
from safemigrate.project.invocation import typed


class BackfillStopped(click.ClickException):
    """A command that stopped before the work was complete."""

    exit_code = ExitStatus.INCOMPLETE


class UnknownBackfill(BackfillStopped):
    exit_code = ExitStatus.FAILED

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"No backfill {name} is registered in this database. "
            f"`{typed('backfill list')}` lists the registered ones."
        )


class BackfillRequired(BackfillStopped):
    def __init__(self, revision: str, name: str, state: str) -> None:
        self.revision, self.name, self.state = revision, name, state
        if state == "missing":
            problem = "No revision has registered it: call op.backfill in an earlier one"
        elif state == "cancelled":
            problem = "It was cancelled: downgrade the revision that registers it"
        elif state == "paused":
            problem = f"It is paused: run `{typed(f'backfill resume {name}')}`"
        else:
            problem = f"It is {state}: run `{typed(f'backfill run {name}')}`"
        super().__init__(
            f"Revision {revision} requires backfill {name} to be complete and verified. "
            f"{problem}; then run this command again. This revision was rolled back."
        )


class NameTaken(BackfillStopped):
    exit_code = ExitStatus.FAILED

    def __init__(self, revision: str, name: str) -> None:
        self.revision, self.name = revision, name
        super().__init__(
            f"Revision {revision} registers backfill {name}, but that name is already registered. "
            "Choose another name; or, if the revision was downgraded, call "
            f'op.cancel_backfill("{name}") in its downgrade().'
        )


class NoTable(BackfillStopped):
    exit_code = ExitStatus.FAILED

    def __init__(self, name: str, relation: str) -> None:
        self.name, self.relation = name, relation
        super().__init__(
            f"Backfill {name} changes table {relation}, which this database does not have. "
            f"Cancel it with `{typed(f'backfill cancel {name}')}`."
        )


class TableNotCreated(BackfillStopped):
    exit_code = ExitStatus.FAILED

    def __init__(self, revision: str, name: str, relation: str) -> None:
        self.revision, self.name, self.relation = revision, name, relation
        super().__init__(
            f"Revision {revision} registers backfill {name} of table {relation}, which this "
            "database does not have. Register it after the revision that creates the table."
        )


class NoKey(BackfillStopped):
    exit_code = ExitStatus.FAILED

    def __init__(self, name: str, relation: str, changed: Sequence[str]) -> None:
        self.name, self.relation, self.changed = name, relation, tuple(changed)
        other_than = f" other than {', '.join(changed)}" if changed else ""
        super().__init__(
            f"Backfill {name} goes through table {relation} in the order of a key, but the table "
            f"has no suitable key: a valid unique index on NOT NULL columns{other_than}. "
            "Give the table a primary key. Nothing was changed."
        )


class RowsStillMatch(BackfillStopped):
    exit_code = ExitStatus.FAILED

    def __init__(self, name: str, condition: str, rows: int) -> None:
        self.name, self.condition, self.rows = name, condition, rows
        super().__init__(
            f"Backfill {name} was stopped: {rows} of the rows that it changed still match its "
            f"where ({condition}), so changed and unchanged rows look the same. Write a `where` "
            "that no changed row matches, such as `AND total IS NULL`. This batch was rolled back."
        )


class StatementFailed(BackfillStopped):
    exit_code = ExitStatus.FAILED

    def __init__(self, name: str, error: str) -> None:
        self.name, self.error = name, error
        super().__init__(
            f"Backfill {name} was stopped by an error unrelated to any one row: {error}\nThe "
            f"batch was rolled back. Fix the error, and run `{typed(f'backfill run {name}')}`: it "
            "continues where it stopped."
        )


class BadRows(BackfillStopped):
    def __init__(self, name: str, number: int, shown: Sequence[str], *, stopped: bool) -> None:
        self.name, self.number, self.shown = name, number, tuple(shown)
        rows = "1 row" if number == 1 else f"{number:,} rows"
        end = "was stopped" if stopped else "is not complete"
        more = f"\n  and {number - len(shown):,} more" if number > len(shown) else ""
        named = "".join(f"\n  {line}" for line in shown)
        super().__init__(
            f"Backfill {name} {end}: {rows} could not be changed.{named}{more}\nFix them, and run "
            f"`{typed(f'backfill retry {name}')}`."
        )


class RowsLeft(BackfillStopped):
    def __init__(self, name: str, number: int) -> None:
        self.name, self.number = name, number
        rows = "1 row" if number == 1 else f"{number:,} rows"
        super().__init__(
            f"Backfill {name} is not complete: {rows} still to change. If the application keeps "
            "writing such rows, fix that first; then run "
            f"`{typed(f'backfill run {name}')}`."
        )


class BackfillHalted(BackfillStopped):
    def __init__(self, name: str, state: str) -> None:
        self.name, self.state = name, state
        do = (
            f"Resume it with `{typed(f'backfill resume {name}')}`."
            if state == "paused"
            else "To start over, downgrade the revision that registers it, and upgrade again."
        )
        super().__init__(f"Backfill {name} is {state} and not complete. {do}")


class WindowClosed(BackfillStopped):
    exit_code = ExitStatus.OUTSIDE_WINDOW

    def __init__(self, name: str, windows: str, opens: datetime) -> None:
        self.name, self.windows, self.opens = name, windows, opens
        super().__init__(
            f"Backfill {name} is not running: it is outside the window {windows}. The next window "
            f"opens {opens:%a %Y-%m-%d %H:%M %Z}. Run `{typed(f'backfill run {name}')}` then: it "
            "continues where it stopped."
        )


class NotAFunction(BackfillStopped):
    exit_code = ExitStatus.FAILED

    def __init__(self, name: str, function: str, why: str) -> None:
        self.name, self.function, self.why = name, function, why
        super().__init__(
            f"Backfill {name} calls {function}, which cannot be loaded ({why}). Name it as "
            "module:function, and keep the function until the backfill is verified."
        )
