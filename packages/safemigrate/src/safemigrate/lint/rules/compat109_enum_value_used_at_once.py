"""A new value of an enumeration cannot be used in the transaction that adds it.

PostgreSQL answers "unsafe use of new value". And code that is still running
does not know the value: SQLAlchemy's Enum raises LookupError for a row that
holds it. So a value is added in one revision, and used when all running code
knows it:

    # 0041
    def upgrade():
        op.execute("ALTER TYPE mood ADD VALUE IF NOT EXISTS 'calm'")

    # 0042, after the code that knows it
    def upgrade():
        op.alter_column("person", "mood", server_default="calm")

https://www.postgresql.org/docs/current/sql-altertype.html#SQL-ALTERTYPE-NOTES
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import AddEnumValue

ID = "COMPAT109"


def check(migration: Migration) -> Iterator[Finding]:
    made: dict[str, tuple[str, int, int | None]] = {}
    for step in migration.steps:
        if isinstance(step.operation, AddEnumValue):
            op = step.operation
            made[f"'{op.value}'"] = (op.name, step.line, step.transaction)
            continue
        for value, (name, line, transaction) in made.items():
            if value not in step.text:
                continue
            together = transaction is not None and transaction == step.transaction
            refused = (
                'PostgreSQL refuses it as "unsafe use of new value"'
                if together
                else "code that is still running does not know it"
            )
            yield Finding(
                ID,
                step.lines,
                f"The value {value} is used here, and line {line} has only just added it to "
                f"{name}: {refused}.",
                "move this statement to a later revision.",
            )
