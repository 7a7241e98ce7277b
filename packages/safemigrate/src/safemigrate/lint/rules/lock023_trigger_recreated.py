"""Dropping and recreating a trigger blocks all access to the table; replacing it allows reads.

DROP TRIGGER takes ACCESS EXCLUSIVE on the table: not even a SELECT runs until
the transaction ends. CREATE OR REPLACE TRIGGER, since PostgreSQL 14, takes
SHARE ROW EXCLUSIVE, which does not block reads:

    op.execute(
        "CREATE OR REPLACE TRIGGER note_change AFTER UPDATE ON orders "
        "FOR EACH ROW EXECUTE FUNCTION note_change()"
    )

If the trigger stays the same and only its function changes, CREATE OR REPLACE
FUNCTION locks no table at all, on every version.

https://www.postgresql.org/docs/current/sql-createtrigger.html
"""

from collections.abc import Iterator

from safemigrate.lint.effects import ACCESS_EXCLUSIVE
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import CreateTrigger, DropTrigger
from safemigrate.lint.wording import lock_effect

ID = "LOCK023"


def check(migration: Migration) -> Iterator[Finding]:
    created = {(op.table, op.name) for _, op in migration.each(CreateTrigger)}
    for step, op in migration.each(DropTrigger):
        if (op.table, op.name) not in created:
            continue  # it is not created again, and there is no other way to drop it
        if migration.is_new(step, op.table):
            continue  # nobody uses the table yet
        replacement = (
            f'op.execute("CREATE OR REPLACE TRIGGER {op.name} … ON {op.table} …")'
            if migration.pg >= 14
            else 'op.execute("CREATE OR REPLACE FUNCTION …")'
        )
        yield Finding(
            ID,
            step.lines,
            f"DROP TRIGGER {op.name} {lock_effect(ACCESS_EXCLUSIVE, op.table)} until the "
            "transaction ends, and this revision creates the trigger again.",
            f"replace {'it' if migration.pg >= 14 else 'its function'} instead:\n{replacement}",
        )
