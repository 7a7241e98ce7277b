"""Indexes, renames and drops."""

from __future__ import annotations

from collections.abc import Iterator

from safemigrate.lint import sql
from safemigrate.lint.operations import (
    AlterTable,
    CreateIndex,
    DropIndex,
    DropObject,
    DropTable,
    DropTrigger,
    DropType,
    Operation,
    Reindex,
    Rename,
    RewriteTable,
)
from safemigrate.lint.reading.object_names import (
    object_name,
    options,
    qualified,
    strings,
    table_name,
)

_RENAMED_KINDS = {
    "OBJECT_COLUMN": "column",
    "OBJECT_TABCONSTRAINT": "constraint",
    "OBJECT_ATTRIBUTE": "attribute",
    "OBJECT_MATVIEW": "view",
}


def create_index(node: sql.Node) -> Iterator[Operation]:
    yield CreateIndex(
        table_name(node.relation),
        node.idxname or None,
        tuple(item.index_elem.name or None for item in node.index_params),
        unique=node.unique,
        concurrently=node.concurrent,
        if_not_exists=node.if_not_exists,
        where=sql.expression(node.where_clause) if node.HasField("where_clause") else None,
        method=node.access_method,
        included_columns=tuple(item.index_elem.name for item in node.index_including_params),
        only=not node.relation.inh,
    )


def reindex(node: sql.Node) -> Iterator[Operation]:
    kind = sql.enum_name(node, "kind").removeprefix("REINDEX_OBJECT_").lower()
    name = table_name(node.relation) or node.name
    yield Reindex(kind, name, "concurrently" in options(node.params))


def rename(node: sql.Node) -> Iterator[Operation]:
    word = sql.enum_name(node, "rename_type")
    kind = _RENAMED_KINDS.get(word, word.removeprefix("OBJECT_").replace("_", " ").lower())
    table = table_name(node.relation)
    old = node.subname or (object_name(node.object) if node.HasField("object") else table)
    yield Rename(kind, table, old, node.newname)


def set_schema(node: sql.Node) -> Iterator[Operation]:
    if sql.enum_name(node, "object_type") == "OBJECT_TABLE":
        old = table_name(node.relation)
        yield Rename("table", old, old, qualified([node.newschema, node.relation.relname]))


def drop(node: sql.Node) -> Iterator[Operation]:
    cascade = sql.enum_name(node, "behavior") == "DROP_CASCADE"
    word = sql.enum_name(node, "remove_type").removeprefix("OBJECT_")
    for target in node.objects:
        if word in {"TRIGGER", "POLICY", "RULE"}:
            *table, name = strings(target.list.items)
            yield _drop_from_table(word, qualified(table), name)
            continue
        yield _drop_object(word, object_name(target), node, cascade=cascade)


def _drop_from_table(word: str, table: str, name: str) -> Operation:
    return DropTrigger(table, name) if word == "TRIGGER" else AlterTable(table, f"Drop{word}")


def policy(node: sql.Node) -> Iterator[Operation]:
    yield AlterTable(table_name(node.table), "Policy")


def rule(node: sql.Node) -> Iterator[Operation]:
    yield AlterTable(table_name(node.relation), "Rule")


def _drop_object(word: str, name: str, node: sql.Node, *, cascade: bool) -> Operation:
    match word:
        case "TABLE":
            return DropTable(name, cascade)
        case "INDEX":
            return DropIndex(name, node.concurrent, node.missing_ok, cascade)
        case "TYPE" | "DOMAIN":
            return DropType(name, cascade)
        case _:
            return DropObject(word.lower().replace("matview", "materialized view"), name, cascade)


def vacuum(node: sql.Node) -> Iterator[Operation]:
    if node.is_vacuumcmd and "full" in options(node.options):
        for target in node.rels:
            yield RewriteTable(table_name(target.vacuum_relation.relation), "VACUUM FULL")


def cluster(node: sql.Node) -> Iterator[Operation]:
    yield RewriteTable(table_name(node.relation), "CLUSTER")


READERS = {
    "create_policy_stmt": policy,
    "alter_policy_stmt": policy,
    "rule_stmt": rule,
    "index_stmt": create_index,
    "reindex_stmt": reindex,
    "rename_stmt": rename,
    "alter_object_schema_stmt": set_schema,
    "drop_stmt": drop,
    "vacuum_stmt": vacuum,
    "cluster_stmt": cluster,
}
