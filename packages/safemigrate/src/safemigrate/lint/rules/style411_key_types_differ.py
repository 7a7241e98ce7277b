"""A column and the key that it refers to have the same type.

An integer that refers to a bigint holds until the key passes 2,147,483,647;
then every INSERT fails. And each join casts, which keeps some indexes from
being used.

    sa.Column("user_id", sa.BigInteger(), sa.ForeignKey("users.id"))

https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.known_schema import Schema
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import AddColumn, AddConstraint, CreateTable, Type

ID = "STYLE411"


def check(migration: Migration) -> Iterator[Finding]:
    for step in migration.steps:
        operation = step.operation
        if not isinstance(operation, CreateTable | AddColumn | AddConstraint):
            continue
        for key in migration.after.table(operation.table).foreign_keys():
            if key not in _written(operation):
                continue
            for column, target in zip(key.columns, _referenced(key, migration.after), strict=False):
                own = _plain(migration.after.type_of(operation.table, column))
                other = _plain(migration.after.type_of(str(key.references), target))
                if own is None or other is None or own == other:
                    continue  # equal, or not known
                yield Finding(
                    ID,
                    step.lines,
                    f"{operation.table}.{column} is {own}, and {key.references}.{target}, which it "
                    f"refers to, is {other}.",
                    f"give both the same type: {other}.",
                )


def _written(operation: object) -> list[object]:
    match operation:
        case CreateTable():
            inline = [rule for c in operation.columns for rule in c.constraints]
            return [*inline, *operation.constraints]
        case AddColumn():
            return list(operation.column.constraints)
        case AddConstraint():
            return [operation.constraint]
        case _:
            return []


def _referenced(key: object, schema: Schema) -> tuple[str, ...]:
    referenced: tuple[str, ...] = getattr(key, "referenced", ())
    if referenced:
        return referenced
    table = schema.table(str(getattr(key, "references", "")))
    return next((c.columns for c in table.constraints.values() if c.kind == "primary"), ())


def _plain(type_: Type | None) -> str | None:
    """Return a type without its length: varchar(20) refers to varchar(30) without harm."""
    return type_.name if type_ else None
