"""A constraint without a name cannot be dropped by downgrade().

PostgreSQL chooses its name, which the revision does not know:
op.drop_constraint(None, …), which autogenerate writes, fails.

    op.create_foreign_key(
        "fk_orders_user", "orders", "users", ["user_id"], ["id"]
    )

With a naming convention, autogenerate writes the names:

    db = SQLAlchemy(metadata=MetaData(naming_convention={…}))

The rule ignores CREATE TABLE, where nothing is dropped by name.

https://docs.sqlalchemy.org/en/20/core/constraints.html#constraint-naming-conventions
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import AddConstraint

ID = "STYLE409"


def check(migration: Migration) -> Iterator[Finding]:
    for step, op in migration.each(AddConstraint):
        if op.constraint.name or op.constraint.kind == "primary":
            continue  # a table has one primary key, and its name is predictable
        kind = op.constraint.kind.upper().replace("FOREIGN", "FOREIGN KEY")
        yield Finding(
            ID,
            step.lines,
            f"The {kind} on {op.table} gets a name that downgrade() does not know.",
            "give it a name, or set a naming convention in the models' MetaData.",
        )
