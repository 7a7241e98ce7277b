"""ALTER TABLE: each of its parts is an operation."""

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
    if sql.word(node, "objtype") not in {"OBJECT_TABLE", "OBJECT_FOREIGN_TABLE"}:
        return
    table = table_name(node.relation)
    for item in node.cmds:
        yield _part(table, item.alter_table_cmd)


def _part(table: str, part: sql.Node) -> Operation:
    what = sql.word(part, "subtype").removeprefix("AT_")
    cascade = sql.word(part, "behavior") == "DROP_CASCADE"
    held = getattr(part, "def")
    match what:
        case "AddColumn":
            return AddColumn(table, column_of(held.column_def), part.missing_ok)
        case "DropColumn":
            return DropColumn(table, part.name, cascade)
        case "AddConstraint":
            return AddConstraint(table, constraint_of(held.constraint))
        case "ValidateConstraint":
            return ValidateConstraint(table, part.name)
        case "DropConstraint":
            return DropConstraint(table, part.name, cascade)
        case "SetNotNull":
            return SetNotNull(table, part.name)
        case "DropNotNull":
            return DropNotNull(table, part.name)
        case _:
            return _column_or_storage(table, what, part)


def _column_or_storage(table: str, what: str, part: sql.Node) -> Operation:
    held = getattr(part, "def")
    match what:
        case "AlterColumnType":
            return _type_change(table, part.name, held.column_def)
        case "ColumnDefault":
            default = sql.expression(held) if held.WhichOneof("node") else None
            return SetDefault(table, part.name, default)
        case "AttachPartition":
            partition = held.partition_cmd
            return AttachPartition(table, table_name(partition.name), partition.bound.is_default)
        case "DetachPartition":
            partition = held.partition_cmd
            return DetachPartition(table, table_name(partition.name), partition.concurrent)
        case "SetIdentity" if "restart" in options(held.list.items):
            return SetSequence(None, table)
        case _ if what in _REWRITES:
            return RewriteTable(table, _REWRITES[what])
        case _:
            return AlterTable(table, what, part.name or None)


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
