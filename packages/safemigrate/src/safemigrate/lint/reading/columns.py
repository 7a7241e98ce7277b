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
    "char": '"char"',  # the one-byte type of the catalogues; char(n) is bpchar
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
    """Return a column with what was written at it."""
    type_ = type_of(node.type_name)
    serial = type_.name in _SERIAL
    column = Column(
        node.colname, Type(_SERIAL[type_.name]) if serial else type_, not_null=serial, serial=serial
    )
    constraints: list[Constraint] = []
    for item in node.constraints:
        made = item.constraint
        match sql.word(made, "contype"):
            case "CONSTR_NOTNULL":
                column = replace(column, not_null=True)
            case "CONSTR_DEFAULT":
                column = replace(
                    column,
                    default=sql.expression(made.raw_expr),
                    calls=volatile_calls(made.raw_expr),
                )
            case "CONSTR_GENERATED":
                kind = "virtual" if made.generated_kind == "v" else "stored"
                column = replace(column, generated=kind)
            case "CONSTR_IDENTITY":
                column = replace(column, identity=True, not_null=True)
            case kind if kind in _KINDS:
                constraints.append(constraint_of(made, (node.colname,)))
    keyed = any(made.kind == "primary" for made in constraints)
    return replace(column, constraints=tuple(constraints), not_null=column.not_null or keyed)


def constraint_of(node: sql.Node, at: tuple[str, ...] = ()) -> Constraint:
    """Return a constraint; `at` is the column that it was written at."""
    kind = _KINDS[sql.word(node, "contype")]
    is_check = kind == "check"
    columns = strings(node.fk_attrs) or strings(node.keys) or at
    if is_check:
        fields = (ref.fields[-1].string.sval for ref in sql.within(node.raw_expr, "column_ref"))
        columns = tuple(dict.fromkeys(fields))
    return Constraint(
        kind,
        node.conname or None,
        columns,
        expression=sql.expression(node.raw_expr) if is_check else None,
        references=table_name(node.pktable) if kind == "foreign" else None,
        referenced=strings(node.pk_attrs),
        not_valid=node.skip_validation,
        not_enforced=kind in {"check", "foreign"} and not node.is_enforced,
        using_index=node.indexname or None,
        proves_not_null=tuple(_proved(node.raw_expr)) if is_check else (),
    )


def _proved(node: sql.Node) -> Iterator[str]:
    """Yield the columns that an expression, or each part of an AND, says are not null."""
    kind, held = sql.unwrapped(node)
    if kind == "null_test" and sql.word(held, "nulltesttype") == "IS_NOT_NULL":
        if held.arg.HasField("column_ref"):
            yield held.arg.column_ref.fields[-1].string.sval
    elif kind == "bool_expr" and sql.word(held, "boolop") == "AND_EXPR":
        for part in held.args:
            yield from _proved(part)
