"""Dropping and recreating a trigger blocks all access to the table.

DROP TRIGGER holds ACCESS EXCLUSIVE until the transaction ends. CREATE OR
REPLACE TRIGGER (PostgreSQL 14 and later) takes SHARE ROW EXCLUSIVE, which lets
others read:

    op.execute(
        "CREATE OR REPLACE TRIGGER note_change AFTER UPDATE ON orders "
        "FOR EACH ROW EXECUTE FUNCTION note_change()"
    )

If only its function changes, CREATE OR REPLACE FUNCTION locks no table.

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
