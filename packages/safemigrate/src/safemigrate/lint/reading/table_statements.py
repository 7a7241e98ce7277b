"""CREATE TABLE, CREATE TABLE AS and the other statements that create tables and views."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from safemigrate.lint import sql
from safemigrate.lint.operations import (
    Column,
    Constraint,
    CreateTable,
    CreateView,
    Operation,
    Query,
    RefreshView,
)
from safemigrate.lint.reading.columns import column_of, constraint_of
from safemigrate.lint.reading.object_names import table_name


def create_table(node: sql.Node) -> Iterator[Operation]:
    columns: list[Column] = []
    constraints: list[Constraint] = []
    for element in [*node.table_elts, *node.constraints]:
        kind, content = sql.unwrap(element)
        if kind == "column_def":
            columns.append(column_of(content))
        elif kind == "constraint":
            constraints.append(constraint_of(content))
    not_null = [c.columns for c in constraints if c.kind in {"primary", "not null"}]
    required = {name for columns_ in not_null for name in columns_}
    yield CreateTable(
        table_name(node.relation),
        tuple(replace(c, not_null=True) if c.name in required else c for c in columns),
        tuple(constraints),
        partition_of=table_name(node.inh_relations[0].range_var)
        if node.HasField("partbound")
        else None,
        partitioned=node.HasField("partspec"),
        is_default=node.partbound.is_default,
    )


def create_table_as(node: sql.Node) -> Iterator[Operation]:
    name = table_name(node.into.rel)
    if sql.enum_name(node, "objtype") == "OBJECT_MATVIEW":
        yield CreateView(name, materialized=True)
    else:
        yield CreateTable(name, from_query=True)


def create_view(node: sql.Node) -> Iterator[Operation]:
    yield CreateView(table_name(node.view))


def refresh_view(node: sql.Node) -> Iterator[Operation]:
    yield RefreshView(table_name(node.relation), node.concurrent)


def select(node: sql.Node) -> Iterator[Operation]:
    from safemigrate.lint.reading.settings import settings_changed

    if node.HasField("into_clause"):
        yield CreateTable(table_name(node.into_clause.rel), from_query=True)
        return
    yield Query(tuple(table_name(table) for table in sql.nodes(node, "range_var")))
    yield from settings_changed(node)


READERS = {
    "create_stmt": create_table,
    "create_table_as_stmt": create_table_as,
    "view_stmt": create_view,
    "refresh_mat_view_stmt": refresh_view,
    "select_stmt": select,
}
