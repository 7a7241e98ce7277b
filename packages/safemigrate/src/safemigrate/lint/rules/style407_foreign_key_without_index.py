"""A foreign key without an index makes each DELETE of a referenced row slow.

PostgreSQL does not index the column that references a key. Deleting a user, or
changing its key, then reads all orders.

    op.create_index("ix_orders_user_id", "orders", ["user_id"])

If the table is in use, do this concurrently (LOCK001). Any index that begins
with the key's columns works. If referenced rows are never deleted, say so in a
waiver.

https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.known_schema import Table
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import AddColumn, AddConstraint, Constraint, CreateTable
from safemigrate.lint.wording import bare_name, name_list

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
        after = migration.after.tables.get(table)
        if after is None or after.created_in is None:
            continue  # dropped again, or older than the first revision: its indexes are unknown
        for key in rules:
            if key.kind != "foreign" or _is_indexed(key, after):
                continue
            name = f"ix_{bare_name(table)}_{'_'.join(key.columns)}"
            yield Finding(
                ID,
                step.lines,
                f"No index begins with {table}.{', '.join(key.columns)}: each row deleted "
                f"from {key.referenced_table} reads all of {table}.",
                "index it (if the table is in use: concurrently, as LOCK001 explains):\n"
                f'op.create_index("{name}", "{bare_name(table)}", {name_list(key.columns)})',
            )


def _is_indexed(key: Constraint, table: Table) -> bool:
    size = len(key.columns)
    return any(set(columns[:size]) == set(key.columns) for _, columns in table.index_keys())
