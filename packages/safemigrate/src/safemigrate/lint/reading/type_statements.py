"""Enums, domains, functions, triggers and sequences."""

from __future__ import annotations

from collections.abc import Iterator

from safemigrate.lint import sql
from safemigrate.lint.operations import (
    AddEnumValue,
    AlterDomain,
    CreateDomain,
    CreateEnum,
    CreateFunction,
    CreateSequence,
    CreateTrigger,
    Operation,
    Rename,
    SetSequence,
)
from safemigrate.lint.reading.columns import type_of
from safemigrate.lint.reading.object_names import options, qualified, strings, table_name


def create_enum(node: sql.Node) -> Iterator[Operation]:
    yield CreateEnum(qualified(strings(node.type_name)), strings(node.vals))


def alter_enum(node: sql.Node) -> Iterator[Operation]:
    name = qualified(strings(node.type_name))
    if node.old_val:
        yield Rename("enum value", name, node.old_val, node.new_val)
    else:
        yield AddEnumValue(name, node.new_val)


def create_domain(node: sql.Node) -> Iterator[Operation]:
    words = {sql.enum_name(item.constraint, "contype") for item in node.constraints}
    yield CreateDomain(
        qualified(strings(node.domainname)),
        type_of(node.type_name),
        constrained=bool(words & {"CONSTR_CHECK", "CONSTR_NOTNULL"}),
    )


def alter_domain(node: sql.Node) -> Iterator[Operation]:
    # C adds a constraint, O sets NOT NULL, V validates: each checks every column of the domain.
    not_valid = getattr(node, "def").constraint.skip_validation
    yield AlterDomain(
        qualified(strings(node.type_name)),
        checks_rows=node.subtype in {"C", "O", "V"} and not not_valid,
    )


def create_function(node: sql.Node) -> Iterator[Operation]:
    volatility = options(node.options).get("volatility")
    yield CreateFunction(
        qualified(strings(node.funcname)),
        volatile=volatility is None or volatility.arg.string.sval == "volatile",
    )


def create_trigger(node: sql.Node) -> Iterator[Operation]:
    yield CreateTrigger(table_name(node.relation), node.trigname, node.replace)


def create_sequence(node: sql.Node) -> Iterator[Operation]:
    yield CreateSequence(table_name(node.sequence), owned="owned_by" in options(node.options))


def alter_sequence(node: sql.Node) -> Iterator[Operation]:
    changes = options(node.options)
    if "restart" in changes:
        yield SetSequence(table_name(node.sequence))
    elif "owned_by" in changes:
        yield CreateSequence(table_name(node.sequence), owned=True)


READERS = {
    "create_enum_stmt": create_enum,
    "alter_enum_stmt": alter_enum,
    "create_domain_stmt": create_domain,
    "alter_domain_stmt": alter_domain,
    "create_function_stmt": create_function,
    "create_trig_stmt": create_trigger,
    "create_seq_stmt": create_sequence,
    "alter_seq_stmt": alter_sequence,
}
