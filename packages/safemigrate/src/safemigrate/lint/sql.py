"""PostgreSQL's own parser; only this file knows which library provides it.

https://www.postgresql.org/docs/current/parser-stage.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

import postgast

Node: TypeAlias = Any  # a protobuf message of libpg_query's grammar; its classes have no types

# How drivers write parameters; the parser only knows $1.
_PARAMETERS = re.compile(r"%\(\w+\)s|%s")


class Unreadable(ValueError):
    """The parser rejects a text; `reason` is its message."""

    def __init__(self, text: str, reason: str) -> None:
        self.text, self.reason = text, reason
        super().__init__(f"PostgreSQL cannot parse {' '.join(text.split())[:60]!r}: {reason}")


def statements(text: str) -> list[tuple[str, Node]]:
    """Return each statement of a text with its kind (`index_stmt`, …).

    Raises Unreadable.
    """
    try:
        tree = postgast.parse(text)
    except postgast.PgQueryError as error:
        numbered = _PARAMETERS.sub("$1", text).replace("%%", "%")
        if numbered == text:
            raise Unreadable(text, error.message) from error
        return statements(numbered)
    return [unwrap(statement.stmt) for statement in tree.stmts]


def unwrap(node: Node) -> tuple[str, Node]:
    """Return the kind of a wrapper node's content, and the content."""
    kind = node.WhichOneof("node") or ""
    return kind, getattr(node, kind) if kind else node


def enum_name(node: Node, field: str) -> str:
    """Return the name of an enum field's value: AT_AddColumn."""
    enumeration = node.DESCRIPTOR.fields_by_name[field].enum_type
    name: str = enumeration.values_by_number[getattr(node, field)].name
    return name


def identifiers(text: str) -> Iterator[str]:
    """Yield each identifier in a text, not cut to 63 bytes."""
    encoded = text.encode()
    try:
        tokens = postgast.scan(text).tokens
    except postgast.PgQueryError:
        return
    for token in tokens:
        if enum_name(token, "token") in {"IDENT", "UIDENT"}:
            yield encoded[token.start : token.end].decode().strip('"')


def expression(node: Node) -> str:
    """Return an expression as SQL."""
    tree = postgast.ParseResult()
    target = tree.stmts.add().stmt.select_stmt.target_list.add().res_target
    target.val.CopyFrom(node)
    text: str = postgast.deparse(tree)
    return text.removeprefix("SELECT ")


def is_disjunction(condition: str) -> bool:
    """Return whether a condition is an OR of several conditions."""
    if not condition:
        return False
    [(_, select)] = statements(f"SELECT {condition}")
    value = select.target_list[0].res_target.val
    return value.HasField("bool_expr") and enum_name(value.bool_expr, "boolop") == "OR_EXPR"


def with_row_prefix(row: str, text: str) -> str:
    """Return an expression with a row's name, such as new, before each column."""
    tree = postgast.parse(f"SELECT {text}")
    for reference in nodes(tree, "column_ref"):
        name = postgast.parse(f"SELECT {row}").stmts[0].stmt.select_stmt.target_list[0]
        fields = [name.res_target.val.column_ref.fields[0], reference.fields[-1]]
        copies = [type(field).FromString(field.SerializeToString()) for field in fields]
        del reference.fields[:]
        reference.fields.extend(copies)
    text_with_row: str = postgast.deparse(tree)
    return text_with_row.removeprefix("SELECT ")


def count_query(table: Node, change: Node) -> str:
    """Return the SELECT that counts the rows that a DELETE, UPDATE or TRUNCATE affects."""
    tree = postgast.parse("SELECT count(*) FROM it")
    select = tree.stmts[0].stmt.select_stmt
    select.from_clause[0].range_var.CopyFrom(table)
    if "where_clause" in change.DESCRIPTOR.fields_by_name and change.HasField("where_clause"):
        select.where_clause.CopyFrom(change.where_clause)
    text: str = postgast.deparse(tree)
    return text


def nodes(node: Node, kind: str) -> Iterator[Node]:
    """Yield every node of a kind (`func_call`, `column_ref`) inside a node, outermost first."""
    for descriptor, value in node.ListFields():
        if descriptor.message_type is None:
            continue
        for item in value if descriptor.is_repeated else (value,):
            if descriptor.name == kind:
                yield item
            yield from nodes(item, kind)
