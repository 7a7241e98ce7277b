"""Applies an operation to a schema: what is known before becomes what is known after."""

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

# How PostgreSQL names a constraint that is created without a name.
# https://www.postgresql.org/docs/current/sql-createtable.html
_SUFFIX = {"primary": "pkey", "unique": "key", "foreign": "fkey", "check": "check"}


def schema_after(before: Schema, operation: Operation, revision: str) -> Schema:
    """Return the schema after an operation of a revision."""
    match operation:
        case CreateTable():
            return before.with_table(_new_table(operation, revision))
        case DropTable():
            return before.without_table(operation.table)
        case DropIndex():
            return _without_index(before, operation.name)
        case Rename():
            return _after_rename(before, operation)
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
            new_table = _table_after(before.table(table), operation, revision)
            return before if new_table is None else before.with_table(new_table)
        case _:
            return before


def _table_after(table: Table, operation: Operation, revision: str) -> Table | None:
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
            return _with_valid_constraint(table, operation.name)
        case DropConstraint():
            return replace(table, constraints=_without(table.constraints, operation.name))
        case CreateIndex():
            name = operation.name or "_".join([table.name, *map(str, operation.columns), "idx"])
            return replace(table, indexes={**table.indexes, name: operation})
        case _:
            return _with_changed_column(table, operation)


def _with_changed_column(table: Table, operation: Operation) -> Table | None:
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
        case AlterTable(subtype="AddIdentity"):
            column = replace(column, identity=True)
        case _:
            return None
    return replace(table, columns={**table.columns, name: column})


def _new_table(op: CreateTable, revision: str) -> Table:
    columns = {column.name: column for column in op.columns}
    table = Table(
        op.table,
        revision,
        columns,
        partition_of=op.partition_of,
        partitioned=op.partitioned,
        is_default=op.is_default,
    )
    inline = [constraint for column in op.columns for constraint in column.constraints]
    return _with_constraints(table, [*inline, *op.constraints])


def _with_constraints(table: Table, constraints: Iterable[Constraint]) -> Table:
    all_constraints = dict(table.constraints)
    indexes = dict(table.indexes)
    columns = dict(table.columns)
    for constraint in constraints:
        if constraint.using_index in indexes:
            index = indexes.pop(constraint.using_index)
            keys = tuple(name for name in index.columns if name)
            constraint = replace(constraint, columns=keys)
        all_constraints[constraint.name or _default_name(table.name, constraint)] = constraint
        if constraint.kind == "primary":
            for name in constraint.columns:
                columns[name] = replace(columns.get(name) or Column(name, None), not_null=True)
    return replace(table, constraints=all_constraints, indexes=indexes, columns=columns)


def _default_name(table: str, constraint: Constraint) -> str:
    bare = table.rpartition(".")[2]
    columns = () if constraint.kind == "primary" else constraint.columns
    return "_".join([bare, *columns, _SUFFIX.get(constraint.kind, constraint.kind)])


def _with_valid_constraint(table: Table, name: str) -> Table | None:
    constraint = table.constraints.get(name)
    if constraint is None:
        return None
    valid = replace(constraint, not_valid=False)
    table = replace(table, constraints={**table.constraints, name: valid})
    if constraint.kind != "not null":
        return table
    return _with_changed_column(table, SetNotNull(table.name, constraint.columns[0]))


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
    table_name = schema.table_of_index(name)
    if table_name is None:
        return schema
    table = schema.table(table_name)
    return schema.with_table(replace(table, indexes=_without(table.indexes, name)))


def _after_rename(schema: Schema, op: Rename) -> Schema:
    if op.kind == "table" and op.old in schema.tables:
        table = schema.table(op.old)
        prefix, _, _ = op.old.rpartition(".")
        new = f"{prefix}.{op.new}" if prefix and "." not in op.new else op.new
        return schema.without_table(op.old).with_table(replace(table, name=new))
    table = schema.table(op.table)
    match op.kind:
        case "column" if op.old in table.columns:
            column = replace(table.columns[op.old], name=op.new)
            columns = {**_without(table.columns, op.old), op.new: column}
            return schema.with_table(replace(table, columns=columns))
        case "constraint" if op.old in table.constraints:
            constraint = replace(table.constraints[op.old], name=op.new)
            constraints = {**_without(table.constraints, op.old), op.new: constraint}
            return schema.with_table(replace(table, constraints=constraints))
        case _:
            return schema


def _with_type(schema: Schema, op: Operation) -> Schema:
    match op:
        case CreateEnum():
            return replace(schema, enums={**schema.enums, op.name: op.values})
        case AddEnumValue():
            values = (*schema.enums.get(op.name, ()), op.value)
            return replace(schema, enums={**schema.enums, op.name: values})
        case CreateDomain():
            return replace(schema, domains={**schema.domains, op.name: op})
        case DropType():
            return replace(
                schema,
                enums=_without(schema.enums, op.name),
                domains=_without(schema.domains, op.name),
            )
        case CreateFunction(volatile=False):
            return replace(schema, nonvolatile_functions=schema.nonvolatile_functions | {op.name})
        case _:
            return schema


def _without(items: Mapping[str, V], name: str) -> dict[str, V]:
    return {key: value for key, value in items.items() if key != name}
