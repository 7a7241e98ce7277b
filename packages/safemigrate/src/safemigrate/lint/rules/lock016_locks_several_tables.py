"""A revision that alters several busy tables locks the first while it waits for the next.

ALTER TABLE takes ACCESS EXCLUSIVE and keeps it until the transaction ends. A
revision that alters two tables keeps everybody from the first for as long as
it waits for the second; and an application that uses the two in the other
order makes a deadlock of it.

Give each table a revision of its own:

    # 0041: users only
    def upgrade():
        op.add_column("users", sa.Column("phone", sa.Text()))

    # 0042: orders only
    def upgrade():
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
    found: set[int] = set()
    for step in migration.steps:
        number = step.transaction
        if number is None or number in found or not _locks(step, migration):
            continue
        before = first.setdefault(number, step)
        held, wanted = _table(before), _table(step)
        if wanted != held:
            found.add(number)
            yield Finding(
                ID,
                step.lines,
                f"Nobody can read or write {held} while this waits for {wanted}: line "
                f"{before.line} locks {held} until the transaction ends.",
                f"alter {wanted} in a revision of its own.",
            )


def _table(step: Step) -> str:
    return str(getattr(step.operation, "table", ""))


def _locks(step: Step, migration: Migration) -> bool:
    table = _table(step)
    if step.effects.locks.get(table) != ACCESS_EXCLUSIVE:
        return False
    if isinstance(step.operation, DropTable):
        return False  # who drops a table knows that nobody uses it
    return not migration.is_new(step, table)
