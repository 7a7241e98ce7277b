"""Statements that change rows, and whether they can change many.

A change is bounded if its WHERE compares a key with constants, or takes keys from a LIMIT query.
"""

from __future__ import annotations

from collections.abc import Iterator

from safemigrate.lint import sql
from safemigrate.lint.operations import ChangeRows, LockTable, Operation, Transaction, Truncate
from safemigrate.lint.reading.object_names import table_name
from safemigrate.lint.reading.settings import set_parameter

_MODES = (
    "",
    "ACCESS SHARE",
    "ROW SHARE",
    "ROW EXCLUSIVE",
    "SHARE UPDATE EXCLUSIVE",
    "SHARE",
    "SHARE ROW EXCLUSIVE",
    "EXCLUSIVE",
    "ACCESS EXCLUSIVE",
)


def insert(node: sql.Node) -> Iterator[Operation]:
    query = node.select_stmt.select_stmt
    columns = tuple(item.res_target.name for item in node.cols)
    rows = [row.list.items for row in query.values_lists]
    set_columns = {
        name
        for row in rows
        for name, value in zip(columns, row, strict=False)
        if sql.unwrap(value)[0] != "set_to_default"
    }
    yield ChangeRows(
        "INSERT",
        table_name(node.relation),
        columns,
        bounded=bool(rows) or not query.from_clause,
        from_query=not rows and bool(query.from_clause),
        on_conflict=node.HasField("on_conflict_clause"),
        explicit_columns=tuple(name for name in columns if name in set_columns or not rows),
    )
    yield from changes_in_with(node.with_clause)


def update(node: sql.Node) -> Iterator[Operation]:
    columns = tuple(item.res_target.name for item in node.target_list)
    columns_read = {
        ref.fields[-1].string.sval
        for item in node.target_list
        for ref in sql.nodes(item, "column_ref")
    }
    yield ChangeRows(
        "UPDATE",
        table_name(node.relation),
        columns,
        bounded=_bounded(node),
        reads_itself=bool(columns_read & set(columns)),
    )
    yield from changes_in_with(node.with_clause)


def delete(node: sql.Node) -> Iterator[Operation]:
    yield ChangeRows("DELETE", table_name(node.relation), bounded=_bounded(node))
    yield from changes_in_with(node.with_clause)


def merge(node: sql.Node) -> Iterator[Operation]:
    yield ChangeRows("MERGE", table_name(node.relation), from_query=True)


def changes_in_with(clause: sql.Node) -> Iterator[Operation]:
    """Yield the row changes inside a WITH clause."""
    for kind in ("insert_stmt", "update_stmt", "delete_stmt"):
        for node in sql.nodes(clause, kind):
            yield from READERS[kind](node)


def _bounded(node: sql.Node) -> bool:
    if any(query.HasField("limit_count") for query in sql.nodes(node, "select_stmt")):
        return True
    where = node.where_clause
    if not node.HasField("where_clause") or any(True for _ in sql.nodes(where, "sub_link")):
        return False
    return any(_compares_with_constants(part) for part in _parts(where))


def _parts(where: sql.Node) -> Iterator[sql.Node]:
    kind, content = sql.unwrap(where)
    if kind == "bool_expr" and sql.enum_name(content, "boolop") == "AND_EXPR":
        for part in content.args:
            yield from _parts(part)
    elif kind == "a_expr":
        yield content


def _compares_with_constants(comparison: sql.Node) -> bool:
    """Return whether a comparison is like `id = 5`, `id IN (5, 6)` or `id BETWEEN 5 AND 6`."""
    column, _ = sql.unwrap(comparison.lexpr)
    if column != "column_ref" or any(True for _ in sql.nodes(comparison.rexpr, "column_ref")):
        return False
    name = comparison.lexpr.column_ref.fields[-1].string.sval
    is_key = name in {"id", "ctid"} or name.endswith(("_id", "_key"))
    kind = sql.enum_name(comparison, "kind")
    if kind == "AEXPR_OP":
        return is_key and str(comparison.name[0].string.sval) == "="
    return is_key and kind in {"AEXPR_IN", "AEXPR_BETWEEN", "AEXPR_OP_ANY"}


def truncate(node: sql.Node) -> Iterator[Operation]:
    cascade = sql.enum_name(node, "behavior") == "DROP_CASCADE"
    for relation in node.relations:
        yield Truncate(table_name(relation.range_var), cascade)


def lock(node: sql.Node) -> Iterator[Operation]:
    for relation in node.relations:
        yield LockTable(table_name(relation.range_var), _MODES[node.mode])


def copy(node: sql.Node) -> Iterator[Operation]:
    if node.is_from:
        yield ChangeRows("COPY", table_name(node.relation), from_query=True)


def transaction(node: sql.Node) -> Iterator[Operation]:
    match sql.enum_name(node, "kind"):
        case "TRANS_STMT_BEGIN" | "TRANS_STMT_START":
            yield Transaction(opens=True)
        case "TRANS_STMT_COMMIT" | "TRANS_STMT_ROLLBACK":
            yield Transaction(opens=False)


READERS = {
    "insert_stmt": insert,
    "update_stmt": update,
    "delete_stmt": delete,
    "merge_stmt": merge,
    "truncate_stmt": truncate,
    "lock_stmt": lock,
    "copy_stmt": copy,
    "transaction_stmt": transaction,
    "variable_set_stmt": set_parameter,
}
