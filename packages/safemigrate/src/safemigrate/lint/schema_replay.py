"""Carries a schema over an operation: what is known before becomes what is known after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from safemigrate.lint.known_schema import Schema, Table
from safemigrate.lint.operations import (
    AddColumn,
    AddConstraint,
    AddEnumValue,
    AlterTable,
    AlterType,
    AttachPartition,
    Column,
    Constraint,
    CreateDomain,
    CreateEnum,
    CreateFunction,
    CreateIndex,
    CreateTable,
    CreateView,
    DetachPartition,
    DropColumn,
    DropConstraint,
    DropIndex,
    DropNotNull,
    DropTable,
    DropType,
    Operation,
    Rename,
    SetDefault,
    SetNotNull,
    ValidateConstraint,
)

V = TypeVar("V")

# How PostgreSQL names a constraint that was given no name.
# https://www.postgresql.org/docs/current/sql-createtable.html
_SUFFIX = {"primary": "pkey", "unique": "key", "foreign": "fkey", "check": "check"}


def after(before: Schema, operation: Operation, revision: str) -> Schema:
    """Return the schema after an operation of a revision."""
    match operation:
        case CreateTable():
            return before.with_table(_created(operation, revision))
        case DropTable():
            return before.without_table(operation.table)
        case DropIndex():
            return _without_index(before, operation.name)
        case Rename():
            return _renamed(before, operation)
        case AttachPartition() | DetachPartition():
            attached = operation if isinstance(operation, AttachPartition) else None
            parent = attached.table if attached else None
            partition = before.table(operation.partition)
            default = attached is not None and attached.is_default
            return before.with_table(replace(partition, partition_of=parent, is_default=default))
        case CreateEnum() | AddEnumValue() | CreateDomain() | DropType() | CreateFunction():
            return _with_type(before, operation)
        case CreateView():
            return replace(before, views=before.views | {operation.name})
        case _ if isinstance(table := getattr(operation, "table", None), str):
            changed = _changed(before.table(table), operation, revision)
            return before if changed is None else before.with_table(changed)
        case _:
            return before


def _changed(table: Table, operation: Operation, revision: str) -> Table | None:
    match operation:
        case AddColumn():
            column = operation.column
            added = {**table.added_in, column.name: revision}
            columns = {**table.columns, column.name: column}
            table = replace(table, columns=columns, added_in=added)
            return _with_constraints(table, column.constraints)
        case DropColumn():
            return _without_column(table, operation.column)
        case AddConstraint():
            return _with_constraints(table, [operation.constraint])
        case ValidateConstraint():
            return _validated(table, operation.name)
        case DropConstraint():
            return replace(table, constraints=_without(table.constraints, operation.name))
        case CreateIndex():
            name = operation.name or "_".join([table.name, *map(str, operation.columns), "idx"])
            return replace(table, indexes={**table.indexes, name: operation})
        case _:
            return _column_changed(table, operation)


def _column_changed(table: Table, operation: Operation) -> Table | None:
    name = getattr(operation, "column", None)
    if not isinstance(name, str):
        return None
    column = table.columns.get(name) or Column(name, None)
    match operation:
        case AlterType():
            column = replace(column, type=operation.type)
        case SetDefault():
            column = replace(column, default=operation.default)
        case SetNotNull():
            column = replace(column, not_null=True)
        case DropNotNull():
            column = replace(column, not_null=False)
        case AlterTable(what="AddIdentity"):
            column = replace(column, identity=True)
        case _:
            return None
    return replace(table, columns={**table.columns, name: column})


def _created(made: CreateTable, revision: str) -> Table:
    columns = {column.name: column for column in made.columns}
    table = Table(
        made.table,
        revision,
        columns,
        partition_of=made.partition_of,
        partitioned=made.partitioned,
        is_default=made.is_default,
    )
    inline = [constraint for column in made.columns for constraint in column.constraints]
    return _with_constraints(table, [*inline, *made.constraints])


def _with_constraints(table: Table, constraints: Iterable[Constraint]) -> Table:
    known = dict(table.constraints)
    indexes = dict(table.indexes)
    columns = dict(table.columns)
    for constraint in constraints:
        if constraint.using_index in indexes:
            index = indexes.pop(constraint.using_index)
            keys = tuple(name for name in index.columns if name)
            constraint = replace(constraint, columns=keys)
        known[constraint.name or _default_name(table.name, constraint)] = constraint
        if constraint.kind == "primary":
            for name in constraint.columns:
                columns[name] = replace(columns.get(name) or Column(name, None), not_null=True)
    return replace(table, constraints=known, indexes=indexes, columns=columns)


def _default_name(table: str, constraint: Constraint) -> str:
    bare = table.rpartition(".")[2]
    columns = () if constraint.kind == "primary" else constraint.columns
    return "_".join([bare, *columns, _SUFFIX.get(constraint.kind, constraint.kind)])


def _validated(table: Table, name: str) -> Table | None:
    constraint = table.constraints.get(name)
    if constraint is None:
        return None
    valid = replace(constraint, not_valid=False)
    table = replace(table, constraints={**table.constraints, name: valid})
    if constraint.kind != "not null":
        return table
    return _column_changed(table, SetNotNull(table.name, constraint.columns[0]))


def _without_column(table: Table, column: str) -> Table:
    constraints = {k: v for k, v in table.constraints.items() if column not in v.columns}
    indexes = {k: v for k, v in table.indexes.items() if column not in v.columns}
    return replace(
        table,
        columns=_without(table.columns, column),
        constraints=constraints,
        indexes=indexes,
    )


def _without_index(schema: Schema, name: str) -> Schema:
    table = schema.table_of_index(name)
    if table is None:
        return schema
    known = schema.table(table)
    return schema.with_table(replace(known, indexes=_without(known.indexes, name)))


def _renamed(schema: Schema, made: Rename) -> Schema:
    if made.what == "table" and made.old in schema.tables:
        table = schema.table(made.old)
        prefix, _, _ = made.old.rpartition(".")
        new = f"{prefix}.{made.new}" if prefix and "." not in made.new else made.new
        return schema.without_table(made.old).with_table(replace(table, name=new))
    table = schema.table(made.table)
    match made.what:
        case "column" if made.old in table.columns:
            column = replace(table.columns[made.old], name=made.new)
            columns = {**_without(table.columns, made.old), made.new: column}
            return schema.with_table(replace(table, columns=columns))
        case "constraint" if made.old in table.constraints:
            constraint = replace(table.constraints[made.old], name=made.new)
            constraints = {**_without(table.constraints, made.old), made.new: constraint}
            return schema.with_table(replace(table, constraints=constraints))
        case _:
            return schema


def _with_type(schema: Schema, made: Operation) -> Schema:
    match made:
        case CreateEnum():
            return replace(schema, enums={**schema.enums, made.name: made.values})
        case AddEnumValue():
            values = (*schema.enums.get(made.name, ()), made.value)
            return replace(schema, enums={**schema.enums, made.name: values})
        case CreateDomain():
            return replace(schema, domains={**schema.domains, made.name: made})
        case DropType():
            return replace(
                schema,
                enums=_without(schema.enums, made.name),
                domains=_without(schema.domains, made.name),
            )
        case CreateFunction(volatile=False):
            return replace(schema, steady_functions=schema.steady_functions | {made.name})
        case _:
            return schema


def _without(known: Mapping[str, V], name: str) -> dict[str, V]:
    return {key: value for key, value in known.items() if key != name}
