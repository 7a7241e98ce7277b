"""Everything that stops a background change on purpose: its parts, its sentence, its status."""

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
            f"`{typed('backfill list')}` names those that are."
        )


class BackfillRequired(BackfillStopped):
    def __init__(self, revision: str, name: str, state: str) -> None:
        self.revision, self.name, self.state = revision, name, state
        if state == "missing":
            said = "no revision has registered it. Let an earlier one call op.backfill"
        else:
            said = f"it is {state}. Run `{typed(f'backfill run {name}')}`"
            if state == "cancelled":
                said = "it was cancelled. Take back the revision that registers it"
            elif state == "paused":
                said = f"it is paused. Run `{typed(f'backfill resume {name}')}`"
        super().__init__(
            f"Revision {revision} needs backfill {name} complete and verified, and {said}; then "
            "run this command again. Nothing of this revision was kept."
        )


class NameTaken(BackfillStopped):
    exit_code = ExitStatus.FAILED

    def __init__(self, revision: str, name: str) -> None:
        self.revision, self.name = revision, name
        super().__init__(
            f"Revision {revision} registers backfill {name}, and that name is registered already. "
            "Choose another; or, where the revision was taken back, let its downgrade() call "
            f'op.cancel_backfill("{name}").'
        )


class NoTable(BackfillStopped):
    exit_code = ExitStatus.FAILED

    def __init__(self, name: str, relation: str) -> None:
        self.name, self.relation = name, relation
        super().__init__(
            f"Backfill {name} changes table {relation}, which this database does not have. "
            f"End it with `{typed(f'backfill cancel {name}')}`."
        )


class NothingToChange(BackfillStopped):
    exit_code = ExitStatus.FAILED

    def __init__(self, revision: str, name: str, relation: str) -> None:
        self.revision, self.name, self.relation = revision, name, relation
        super().__init__(
            f"Revision {revision} registers backfill {name} of table {relation}, which this "
            "database does not have. Register it after the revision that makes the table."
        )


class NoKey(BackfillStopped):
    exit_code = ExitStatus.FAILED

    def __init__(self, name: str, relation: str, changed: Sequence[str]) -> None:
        self.name, self.relation, self.changed = name, relation, tuple(changed)
        but = f" and that leaves {', '.join(changed)} as it is" if changed else ""
        super().__init__(
            f"Backfill {name} goes through table {relation} in the order of a key, and the table "
            f"has none that serves: it takes a valid unique index on columns that are NOT NULL{but}"
            ". Give the table a primary key; nothing was changed."
        )


class StillMatches(BackfillStopped):
    exit_code = ExitStatus.FAILED

    def __init__(self, name: str, condition: str, rows: int) -> None:
        self.name, self.condition, self.rows = name, condition, rows
        super().__init__(
            f"Backfill {name} was stopped: {rows} of the rows that it changed still match its "
            f"where ({condition}), so that nothing would tell a changed row from one that is not. "
            "Let where say what a changed row is no more, such as `AND total IS NULL`; this batch "
            "was not kept."
        )


class StatementFailed(BackfillStopped):
    exit_code = ExitStatus.FAILED

    def __init__(self, name: str, error: str) -> None:
        self.name, self.error = name, error
        super().__init__(
            f"Backfill {name} was stopped by an error that is no row's fault: {error}\nThe batch "
            f"was not kept. Mend what it names, and run `{typed(f'backfill run {name}')}`: it "
            "goes on where it stopped."
        )


class BadRows(BackfillStopped):
    def __init__(self, name: str, number: int, shown: Sequence[str], *, stopped: bool) -> None:
        self.name, self.number, self.shown = name, number, tuple(shown)
        rows = "1 row" if number == 1 else f"{number:,} rows"
        end = "was stopped" if stopped else "is not complete"
        more = f"\n  and {number - len(shown):,} more" if number > len(shown) else ""
        named = "".join(f"\n  {line}" for line in shown)
        super().__init__(
            f"Backfill {name} {end}: {rows} could not be changed.{named}{more}\nMend them, and run "
            f"`{typed(f'backfill retry {name}')}`."
        )


class RowsLeft(BackfillStopped):
    def __init__(self, name: str, number: int) -> None:
        self.name, self.number = name, number
        rows = "1 row" if number == 1 else f"{number:,} rows"
        super().__init__(
            f"Backfill {name} is not complete: {rows} still to change. Where the application "
            "writes such rows, let it write them right first; then run "
            f"`{typed(f'backfill run {name}')}`."
        )


class Halted(BackfillStopped):
    def __init__(self, name: str, state: str) -> None:
        self.name, self.state = name, state
        do = (
            f"`{typed(f'backfill resume {name}')}` lets it go on."
            if state == "paused"
            else "Take back the revision that registers it, and apply it again, to begin anew."
        )
        super().__init__(f"Backfill {name} is {state}, and not complete. {do}")


class WindowClosed(BackfillStopped):
    exit_code = ExitStatus.OUTSIDE_WINDOW

    def __init__(self, name: str, windows: str, opens: datetime) -> None:
        self.name, self.windows, self.opens = name, windows, opens
        super().__init__(
            f"Backfill {name} rests: it is outside the window {windows}. The next one opens "
            f"{opens:%a %Y-%m-%d %H:%M %Z}. Run `{typed(f'backfill run {name}')}` then: it goes on "
            "where it stopped."
        )


class NotAFunction(BackfillStopped):
    exit_code = ExitStatus.FAILED

    def __init__(self, name: str, function: str, why: str) -> None:
        self.name, self.function, self.why = name, function, why
        super().__init__(
            f"Backfill {name} calls {function}, which cannot be loaded ({why}): write it as "
            "module:function, and keep it until the work is verified."
        )
