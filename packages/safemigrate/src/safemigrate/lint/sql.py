"""PostgreSQL's own parser: the only file that knows which library it comes in.

https://www.postgresql.org/docs/current/parser-stage.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

import postgast

Node: TypeAlias = Any  # a protobuf message of libpg_query's grammar; its classes have no types

# How drivers write parameters; the parser knows $1.
_PARAMETERS = re.compile(r"%\(\w+\)s|%s")


class Unreadable(ValueError):
    """The parser refuses a text; `said` is why."""

    def __init__(self, text: str, said: str) -> None:
        self.text, self.said = text, said
        super().__init__(f"PostgreSQL cannot read {' '.join(text.split())[:60]!r}: {said}")


def statements(text: str) -> list[tuple[str, Node]]:
    """Return each statement of a text with its kind (`index_stmt`, …).

    Raises Unreadable.
    """
    try:
        tree = postgast.parse(text)
    except postgast.PgQueryError as error:
        without = _PARAMETERS.sub("$1", text).replace("%%", "%")
        if without == text:
            raise Unreadable(text, error.message) from error
        return statements(without)
    return [unwrapped(found.stmt) for found in tree.stmts]


def unwrapped(node: Node) -> tuple[str, Node]:
    """Return what a node holds, with its kind."""
    kind = node.WhichOneof("node") or ""
    return kind, getattr(node, kind) if kind else node


def word(node: Node, field: str) -> str:
    """Return the name of an enumerated field's value: AT_AddColumn."""
    enumeration = node.DESCRIPTOR.fields_by_name[field].enum_type
    name: str = enumeration.values_by_number[getattr(node, field)].name
    return name


def identifiers(text: str) -> Iterator[str]:
    """Yield each word of a text that is a name, in its full length."""
    encoded = text.encode()
    try:
        tokens = postgast.scan(text).tokens
    except postgast.PgQueryError:
        return
    for token in tokens:
        if word(token, "token") in {"IDENT", "UIDENT"}:
            yield encoded[token.start : token.end].decode().strip('"')


def expression(node: Node) -> str:
    """Return an expression as SQL."""
    tree = postgast.ParseResult()
    target = tree.stmts.add().stmt.select_stmt.target_list.add().res_target
    target.val.CopyFrom(node)
    text: str = postgast.deparse(tree)
    return text.removeprefix("SELECT ")


def is_either(condition: str) -> bool:
    """Return whether a condition is one that is true where one of several is."""
    if not condition:
        return False
    [(_, select)] = statements(f"SELECT {condition}")
    value = select.target_list[0].res_target.val
    return value.HasField("bool_expr") and word(value.bool_expr, "boolop") == "OR_EXPR"


def of_row(row: str, text: str) -> str:
    """Return an expression with each of its columns taken from a row, such as new."""
    tree = postgast.parse(f"SELECT {text}")
    for reference in within(tree, "column_ref"):
        name = postgast.parse(f"SELECT {row}").stmts[0].stmt.select_stmt.target_list[0]
        fields = [name.res_target.val.column_ref.fields[0], reference.fields[-1]]
        copied = [type(field).FromString(field.SerializeToString()) for field in fields]
        del reference.fields[:]
        reference.fields.extend(copied)
    written: str = postgast.deparse(tree)
    return written.removeprefix("SELECT ")


def count_of(table: Node, change: Node) -> str:
    """Return the SELECT that counts the rows which a DELETE, UPDATE or TRUNCATE means."""
    tree = postgast.parse("SELECT count(*) FROM it")
    select = tree.stmts[0].stmt.select_stmt
    select.from_clause[0].range_var.CopyFrom(table)
    if "where_clause" in change.DESCRIPTOR.fields_by_name and change.HasField("where_clause"):
        select.where_clause.CopyFrom(change.where_clause)
    text: str = postgast.deparse(tree)
    return text


def within(node: Node, kind: str) -> Iterator[Node]:
    """Yield every node of a kind (`func_call`, `column_ref`) inside another, outermost first."""
    for descriptor, value in node.ListFields():
        if descriptor.message_type is None:
            continue
        for item in value if descriptor.is_repeated else (value,):
            if descriptor.name == kind:
                yield item
            yield from within(item, kind)
