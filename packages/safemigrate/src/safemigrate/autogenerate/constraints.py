"""Foreign keys, unique constraints and checks: enforced for new rows first, validated later.

A name that the model leaves to PostgreSQL is written out, because the downgrade needs it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from alembic.operations import ops
from sqlalchemy.sql.naming import conv

from safemigrate.autogenerate.call import Call, Code
from safemigrate.autogenerate.chosen_names import of_columns
from safemigrate.autogenerate.sql_text import sql_text
from safemigrate.autogenerate.unit import BUILT, CHECKED, KEY_CHECKED, MOMENT, Phase, Unit, plain

_UNIQUE = {
    "postgresql_include": "include",
    "postgresql_nulls_not_distinct": "nulls_not_distinct",
}


def foreign_key(change: ops.CreateForeignKeyOp) -> Iterator[Unit]:
    """Yield a foreign key that is added NOT VALID and then validated."""
    call = _foreign_key(change)
    tables = f"{change.source_table} and {change.referent_table}"
    yield _added(call, "foreignkey", f"{tables}: {KEY_CHECKED}")


def unique(change: ops.CreateUniqueConstraintOp) -> Iterator[Unit]:
    """Yield a unique constraint whose index is built first, concurrently."""
    call = added_unique(change)
    yield (
        plain(change) if call is None else _added(call, "unique", f"{change.table_name}: {BUILT}")
    )


def check(change: ops.CreateCheckConstraintOp) -> Iterator[Unit]:
    """Yield a check that is added NOT VALID and then validated."""
    call = _check(change)
    yield (
        plain(change) if call is None else _added(call, "check", f"{change.table_name}: {CHECKED}")
    )


def dropped_constraint(change: ops.DropConstraintOp) -> Iterator[Unit]:
    """Yield the drop of a constraint; its downgrade adds it without blocking reads or writes."""
    tables = change.table_name
    match change.reverse():
        case ops.CreateForeignKeyOp() as reverse_op:
            call: Call | None = _foreign_key(reverse_op)
            if reverse_op.referent_table != change.table_name:
                tables += f" and {reverse_op.referent_table}"
        case ops.CreateUniqueConstraintOp() as reverse_op:
            call = added_unique(reverse_op)
        case ops.CreateCheckConstraintOp() as reverse_op:
            call = _check(reverse_op)
        case _:
            call = None
    if call is None:
        yield plain(change)
    else:
        yield Unit(Phase.EXPAND, (change,), (call,), f"{tables}: {MOMENT}")


def _foreign_key(change: ops.CreateForeignKeyOp) -> Call:
    values, words = key_words(change)
    return Call("add_foreign_key_safely", *values, **words)


def key_words(change: ops.CreateForeignKeyOp) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Return a foreign key as the arguments of the operation that adds it."""
    words = {key: value for key, value in change.kw.items() if key != "use_alter"}
    if change.constraint_name is None:
        change.constraint_name = conv(of_columns(change.source_table, change.local_cols, "fkey"))
    tables = change.source_table, change.referent_table
    columns = list(change.local_cols), list(change.remote_cols)
    return (str(change.constraint_name), *tables, *columns), words


def added_unique(change: ops.CreateUniqueConstraintOp) -> Call | None:
    """Return the call that adds a unique constraint; None if it lacks an option for it."""
    columns = [column if isinstance(column, str) else column.name for column in change.columns]
    if change.constraint_name is None:
        change.constraint_name = conv(of_columns(change.table_name, columns, "key"))
    words = {_UNIQUE.get(key, key): value for key, value in change.kw.items() if value}
    if words.keys() - {"deferrable", "initially", *_UNIQUE.values()}:
        return None
    name = str(change.constraint_name)
    return Call(
        "add_unique_safely", name, change.table_name, columns, **words, schema=change.schema
    )


def _check(change: ops.CreateCheckConstraintOp) -> Call | None:
    if change.constraint_name is None or any(change.kw.values()):
        return None
    condition = sql_text(change.condition)
    return Call(
        "add_check_safely",
        str(change.constraint_name),
        change.table_name,
        condition,
        schema=change.schema,
    )


def _added(call: Call, kind: str, locks: str) -> Unit:
    """Return a new constraint, which running code may violate."""
    name, table = call.values[:2]
    schema = call.named.get("source_schema") or call.named.get("schema")
    drop = Call("drop_constraint", Code(f"op.f({name!r})"), table, type_=kind, schema=schema)
    return Unit(Phase.CONTRACT, (call,), (drop,), locks)
