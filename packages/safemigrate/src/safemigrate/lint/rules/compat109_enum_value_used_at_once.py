"""A new enum value cannot be used in the transaction that adds it.

PostgreSQL rejects it with "unsafe use of new value". In code that does not know
the value, SQLAlchemy's Enum raises LookupError for a row that holds it. So use
the value in a later revision:

    # 0041
    op.execute("ALTER TYPE mood ADD VALUE IF NOT EXISTS 'calm'")

    # 0042, after deploying code that knows the value
    op.alter_column("person", "mood", server_default="calm")

https://www.postgresql.org/docs/current/sql-altertype.html#SQL-ALTERTYPE-NOTES
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import AddEnumValue

ID = "COMPAT109"


def check(migration: Migration) -> Iterator[Finding]:
    added: dict[str, tuple[str, int, int | None]] = {}
    for step in migration.steps:
        if isinstance(step.operation, AddEnumValue):
            op = step.operation
            added[f"'{op.value}'"] = (op.name, step.line, step.transaction)
            continue
        for value, (name, line, transaction) in added.items():
            if value not in step.text:
                continue
            together = transaction is not None and transaction == step.transaction
            problem = (
                'PostgreSQL rejects this with "unsafe use of new value"'
                if together
                else "running code does not know the value"
            )
            yield Finding(
                ID,
                step.lines,
                f"This line uses the value {value}, which line {line} adds to {name}: {problem}.",
                "move this statement to a later revision.",
            )
