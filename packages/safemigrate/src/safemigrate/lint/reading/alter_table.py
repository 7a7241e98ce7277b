"""ALTER TABLE: each of its actions is an operation."""

from __future__ import annotations

from collections.abc import Iterator

from safemigrate.lint import sql
from safemigrate.lint.operations import (
    AddColumn,
    AddConstraint,
    AlterTable,
    AlterType,
    AttachPartition,
    DetachPartition,
    DropColumn,
    DropConstraint,
    DropNotNull,
    Operation,
    RewriteTable,
    SetDefault,
    SetNotNull,
    SetSequence,
    ValidateConstraint,
)
from safemigrate.lint.reading.columns import column_of, constraint_of, type_of
from safemigrate.lint.reading.object_names import options, table_name

_REWRITES = {
    "SetLogged": "SET LOGGED",
    "SetUnLogged": "SET UNLOGGED",
    "SetExpression": "SET EXPRESSION",
}


def alter_table(node: sql.Node) -> Iterator[Operation]:
    if sql.enum_name(node, "objtype") not in {"OBJECT_TABLE", "OBJECT_FOREIGN_TABLE"}:
        return
    table = table_name(node.relation)
    for item in node.cmds:
        yield _action(table, item.alter_table_cmd)


def _action(table: str, action: sql.Node) -> Operation:
    subtype = sql.enum_name(action, "subtype").removeprefix("AT_")
    cascade = sql.enum_name(action, "behavior") == "DROP_CASCADE"
    definition = getattr(action, "def")
    match subtype:
        case "AddColumn":
            return AddColumn(table, column_of(definition.column_def), action.missing_ok)
        case "DropColumn":
            return DropColumn(table, action.name, cascade)
        case "AddConstraint":
            return AddConstraint(table, constraint_of(definition.constraint))
        case "ValidateConstraint":
            return ValidateConstraint(table, action.name)
        case "DropConstraint":
            return DropConstraint(table, action.name, cascade)
        case "SetNotNull":
            return SetNotNull(table, action.name)
        case "DropNotNull":
            return DropNotNull(table, action.name)
        case _:
            return _column_or_storage(table, subtype, action)


def _column_or_storage(table: str, subtype: str, action: sql.Node) -> Operation:
    definition = getattr(action, "def")
    match subtype:
        case "AlterColumnType":
            return _type_change(table, action.name, definition.column_def)
        case "ColumnDefault":
            default = sql.expression(definition) if definition.WhichOneof("node") else None
            return SetDefault(table, action.name, default)
        case "AttachPartition":
            partition = definition.partition_cmd
            return AttachPartition(table, table_name(partition.name), partition.bound.is_default)
        case "DetachPartition":
            partition = definition.partition_cmd
            return DetachPartition(table, table_name(partition.name), partition.concurrent)
        case "SetIdentity" if "restart" in options(definition.list.items):
            return SetSequence(None, table)
        case _ if subtype in _REWRITES:
            return RewriteTable(table, _REWRITES[subtype])
        case _:
            return AlterTable(table, subtype, action.name or None)


def _type_change(table: str, column: str, definition: sql.Node) -> AlterType:
    collation = [item.string.sval for item in definition.coll_clause.collname]
    using = definition.raw_default
    return AlterType(
        table,
        column,
        type_of(definition.type_name),
        using=sql.expression(using) if using.WhichOneof("node") else None,
        collation=collation[-1] if collation else None,
    )


READERS = {"alter_table_stmt": alter_table}
