"""A revision that alters two tables blocks one while it waits for the other.

ALTER TABLE holds ACCESS EXCLUSIVE until the transaction ends. If an application
uses the tables in the other order, the result is a deadlock. Give each table
its own revision:

    # 0041
    op.add_column("users", sa.Column("phone", sa.Text()))

    # 0042
    op.add_column("orders", sa.Column("phone", sa.Text()))

https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-DEADLOCKS
"""

from collections.abc import Iterator

from safemigrate.lint.effects import ACCESS_EXCLUSIVE
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration, Step
from safemigrate.lint.operations import DropTable

ID = "LOCK016"


def check(migration: Migration) -> Iterator[Finding]:
    first: dict[int, Step] = {}
    reported: set[int] = set()
    for step in migration.steps:
        number = step.transaction
        if number is None or number in reported or not _locks(step, migration):
            continue
        earlier = first.setdefault(number, step)
        locked, wanted = _table(earlier), _table(step)
        if wanted != locked:
            reported.add(number)
            yield Finding(
                ID,
                step.lines,
                f"Nobody can read or write {locked} while this waits for {wanted}: line "
                f"{earlier.line} locks {locked} until the transaction ends.",
                f"alter {wanted} in a revision of its own.",
            )


def _table(step: Step) -> str:
    return str(getattr(step.operation, "table", ""))


def _locks(step: Step, migration: Migration) -> bool:
    table = _table(step)
    if step.effects.locks.get(table) != ACCESS_EXCLUSIVE:
        return False
    if isinstance(step.operation, DropTable):
        return False  # the author of a drop knows that nobody uses the table
    return not migration.is_new(step, table)
