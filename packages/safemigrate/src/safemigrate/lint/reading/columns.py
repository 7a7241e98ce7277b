"""Columns, their types and their constraints, as a statement defines them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from safemigrate.lint import sql
from safemigrate.lint.operations import Column, Constraint, Type
from safemigrate.lint.reading.object_names import qualified, strings, table_name
from safemigrate.lint.reading.volatility import volatile_calls

_NAMES = {
    "int2": "smallint",
    "int4": "integer",
    "int8": "bigint",
    "float4": "real",
    "float8": "double precision",
    "bool": "boolean",
    "bpchar": "char",
    "decimal": "numeric",
    "char": '"char"',  # the one-byte type of the catalogs; char(n) is bpchar
}
_SERIAL = {
    "serial2": "smallint",
    "smallserial": "smallint",
    "serial": "integer",
    "serial4": "integer",
    "serial8": "bigint",
    "bigserial": "bigint",
}
_KINDS = {
    "CONSTR_CHECK": "check",
    "CONSTR_FOREIGN": "foreign",
    "CONSTR_UNIQUE": "unique",
    "CONSTR_PRIMARY": "primary",
    "CONSTR_EXCLUSION": "exclude",
    "CONSTR_NOTNULL": "not null",
}


def type_of(node: sql.Node) -> Type:
    """Return a column's type."""
    name = qualified(strings(node.names))
    modifiers = tuple(
        item.a_const.ival.ival for item in node.typmods if item.a_const.HasField("ival")
    )
    if name == "interval":
        # Its first number is a mask of fields (YEAR TO MONTH), 0x7FFF for all of them.
        modifiers = modifiers[1:] if modifiers[:1] == (0x7FFF,) else modifiers
    if name == "bpchar" and not modifiers:
        return Type("bpchar", (), bool(node.array_bounds))
    return Type(_NAMES.get(name, name), modifiers, bool(node.array_bounds))


def column_of(node: sql.Node) -> Column:
    """Return a column with its inline constraints and default."""
    type_ = type_of(node.type_name)
    serial = type_.name in _SERIAL
    column = Column(
        node.colname, Type(_SERIAL[type_.name]) if serial else type_, not_null=serial, serial=serial
    )
    constraints: list[Constraint] = []
    for item in node.constraints:
        constraint = item.constraint
        match sql.enum_name(constraint, "contype"):
            case "CONSTR_NOTNULL":
                column = replace(column, not_null=True)
            case "CONSTR_DEFAULT":
                column = replace(
                    column,
                    default=sql.expression(constraint.raw_expr),
                    volatile_functions=volatile_calls(constraint.raw_expr),
                )
            case "CONSTR_GENERATED":
                kind = "virtual" if constraint.generated_kind == "v" else "stored"
                column = replace(column, generated=kind)
            case "CONSTR_IDENTITY":
                column = replace(column, identity=True, not_null=True)
            case kind if kind in _KINDS:
                constraints.append(constraint_of(constraint, (node.colname,)))
    is_key = any(constraint.kind == "primary" for constraint in constraints)
    return replace(column, constraints=tuple(constraints), not_null=column.not_null or is_key)


def constraint_of(node: sql.Node, inline: tuple[str, ...] = ()) -> Constraint:
    """Return a constraint; `inline` is the column that it is written with, if any."""
    kind = _KINDS[sql.enum_name(node, "contype")]
    is_check = kind == "check"
    columns = strings(node.fk_attrs) or strings(node.keys) or inline
    if is_check:
        fields = (ref.fields[-1].string.sval for ref in sql.nodes(node.raw_expr, "column_ref"))
        columns = tuple(dict.fromkeys(fields))
    return Constraint(
        kind,
        node.conname or None,
        columns,
        expression=sql.expression(node.raw_expr) if is_check else None,
        referenced_table=table_name(node.pktable) if kind == "foreign" else None,
        referenced_columns=strings(node.pk_attrs),
        not_valid=node.skip_validation,
        not_enforced=kind in {"check", "foreign"} and not node.is_enforced,
        using_index=node.indexname or None,
        proves_not_null=tuple(_not_null_columns(node.raw_expr)) if is_check else (),
    )


def _not_null_columns(node: sql.Node) -> Iterator[str]:
    """Yield the columns that an expression, or any part of an AND, requires to be not null."""
    kind, content = sql.unwrap(node)
    if kind == "null_test" and sql.enum_name(content, "nulltesttype") == "IS_NOT_NULL":
        if content.arg.HasField("column_ref"):
            yield content.arg.column_ref.fields[-1].string.sval
    elif kind == "bool_expr" and sql.enum_name(content, "boolop") == "AND_EXPR":
        for part in content.args:
            yield from _not_null_columns(part)
