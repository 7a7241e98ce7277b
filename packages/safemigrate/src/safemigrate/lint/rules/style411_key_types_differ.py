"""A column and the key that it references have the same type.

An integer that references a bigint works until the key passes 2,147,483,647;
then every INSERT fails. Each join casts, which can prevent the use of an index.

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
            if key not in _constraints(operation):
                continue
            for column, target in zip(
                key.columns, _target_columns(key, migration.after), strict=False
            ):
                type_ = _type_name(migration.after.type_of(operation.table, column))
                target_type = _type_name(migration.after.type_of(str(key.referenced_table), target))
                if type_ is None or target_type is None or type_ == target_type:
                    continue  # the same, or not known
                yield Finding(
                    ID,
                    step.lines,
                    f"{operation.table}.{column} is {type_}, but it references "
                    f"{key.referenced_table}.{target}, which is {target_type}.",
                    f"give both the same type: {target_type}.",
                )


def _constraints(operation: object) -> list[object]:
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


def _target_columns(key: object, schema: Schema) -> tuple[str, ...]:
    referenced: tuple[str, ...] = getattr(key, "referenced_columns", ())
    if referenced:
        return referenced
    table = schema.table(str(getattr(key, "referenced_table", "")))
    return next((c.columns for c in table.constraints.values() if c.kind == "primary"), ())


def _type_name(type_: Type | None) -> str | None:
    """Return a type without its length: varchar(20) can safely reference varchar(30)."""
    return type_.name if type_ else None
