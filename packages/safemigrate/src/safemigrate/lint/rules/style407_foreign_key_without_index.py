"""A foreign key without an index makes each DELETE of the referenced row read the whole table.

PostgreSQL indexes the referenced column, because it is a key, but not the
column that refers to it. Deleting a user, or changing its key, then looks
through all orders.

    op.create_index("ix_orders_user_id", "orders", ["user_id"])

(On a table that is in use: concurrently, as LOCK001 explains.) An index that
begins with the key's columns will do. Where the referenced rows are never
deleted, say so in a waiver.

https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.known_schema import Table
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import AddColumn, AddConstraint, Constraint, CreateTable
from safemigrate.lint.wording import bare, names

ID = "STYLE407"


def check(migration: Migration) -> Iterator[Finding]:
    for step in migration.steps:
        match step.operation:
            case CreateTable(table=table, columns=columns, constraints=constraints):
                rules = [*constraints, *(rule for c in columns for rule in c.constraints)]
            case AddColumn(table=table, column=column):
                rules = list(column.constraints)
            case AddConstraint(table=table, constraint=constraint):
                rules = [constraint]
            case _:
                continue
        known = migration.after.tables.get(table)
        if known is None or known.made_in is None:
            continue  # dropped again, or made before the first revision: its indexes are unknown
        for key in rules:
            if key.kind != "foreign" or _indexed(key, known):
                continue
            name = f"ix_{bare(table)}_{'_'.join(key.columns)}"
            yield Finding(
                ID,
                step.lines,
                f"No index begins with {table}.{', '.join(key.columns)}: each row that goes "
                f"from {key.references} reads all of {table}.",
                "index it (on a table in use: concurrently, as LOCK001 explains):\n"
                f'op.create_index("{name}", "{bare(table)}", {names(key.columns)})',
            )


def _indexed(key: Constraint, table: Table) -> bool:
    size = len(key.columns)
    return any(set(columns[:size]) == set(key.columns) for _, columns in table.index_keys())
