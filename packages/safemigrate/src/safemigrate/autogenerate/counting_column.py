"""A new identity or serial column, whose existing rows are numbered in batches.

Added in one statement, it would rewrite the table.
https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from alembic.operations import ops
from sqlalchemy import Column, Identity

from safemigrate.autogenerate.call import Call, Code
from safemigrate.autogenerate.chosen_names import of_columns
from safemigrate.autogenerate.filled_column import fill, not_null_when_filled, with_null
from safemigrate.autogenerate.sql_text import PLAIN, bindless, quoted
from safemigrate.autogenerate.unit import MOMENT, Phase, Unit
from safemigrate.postgres.names import kept_whole, literal


def is_serial(column: Column[Any]) -> bool:
    """Return whether SQLAlchemy implicitly creates a model's column as serial."""
    table = column.table
    return (
        table is not None
        and table.autoincrement_column is column
        and column.server_default is None
        and column.identity is None
        and not column.foreign_keys
    )


def serial(change: ops.AddColumnOp) -> Iterator[Unit]:
    """Yield a column with its own sequence, and the numbering of existing rows."""
    table, column, schema = change.table_name, change.column.name, change.schema
    sequence = quoted(of_columns(table, [column], "seq"), schema)
    owner = f"{quoted(table, schema)}.{quoted(column)}"
    yield from _counted(
        change,
        sequence,
        owned=(_execute(f"ALTER SEQUENCE {sequence} OWNED BY {owner}"),),
        options="",
    )
    yield not_null_when_filled(table, column, schema)


def identity(change: ops.AddColumnOp) -> Iterator[Unit]:
    """Yield a column numbered by a sequence, and its identity, which continues from there."""
    table, column, schema = change.table_name, change.column.name, change.schema
    sequence = quoted(kept_whole(f"{table}_{column}_filling"), schema)
    options = _options(change.column.identity)
    yield from _counted(change, sequence, owned=(), options=options)
    yield not_null_when_filled(table, column, schema)
    yield _handed_over(change, sequence, options)


def _counted(
    change: ops.AddColumnOp, sequence: str, *, owned: tuple[Call, ...], options: str
) -> Iterator[Unit]:
    """Yield the column with numbers for new rows, and the backfill of existing ones.

    owned    calls that make the column the sequence's owner, so that both are dropped together
    options  of the sequence
    """
    table, column, schema = change.table_name, change.column.name, change.schema
    empty = with_null(change)
    empty.column.server_default, empty.column.identity = None, None
    kind = PLAIN.type_compiler_instance.process(change.column.type)
    value = f"nextval({literal(sequence)})"
    default = Code(f"sa.text({bindless(value)!r})")
    make = _execute(f"CREATE SEQUENCE {sequence} AS {kind}{options}")
    set_default = Call("alter_column", table, column, server_default=default, schema=schema)
    yield Unit(
        Phase.EXPAND,
        (make, empty, set_default, *owned),
        (empty.reverse(), *(() if owned else (_execute(f"DROP SEQUENCE {sequence}"),))),
        f"{table}: {MOMENT}",
    )
    yield fill(table, column, value, f"{quoted(column)} IS NULL", schema)


def _handed_over(change: ops.AddColumnOp, sequence: str, options: str) -> Unit:
    """Return the unit that makes the column an identity: its transaction locks the table first."""
    table, column = quoted(change.table_name, change.schema), quoted(change.column.name)
    kind = PLAIN.type_compiler_instance.process(change.column.type)
    counts: Identity = change.column.identity  # type: ignore[assignment]
    always = "ALWAYS" if counts.always else "BY DEFAULT"
    own = f"pg_get_serial_sequence({literal(table)}, {literal(change.column.name)})"
    value = f"nextval({literal(sequence)})"
    alter = f"ALTER TABLE {table} ALTER COLUMN {column}"
    listed = f" ({options.strip()})" if options else ""
    up = (
        f"{alter} DROP DEFAULT",
        f"{alter} ADD GENERATED {always} AS IDENTITY{listed}",
        f"SELECT setval({own}, {value}, false)",
        f"DROP SEQUENCE {sequence}",
    )
    down = (
        f"{alter} SET GENERATED {always}",  # for its lock: nobody takes a number after this
        f"CREATE SEQUENCE {sequence} AS {kind}{options}",
        f"SELECT setval({literal(sequence)}, nextval({own}), false)",
        f"{alter} DROP IDENTITY",
        f"{alter} SET DEFAULT {value}",
    )
    return Unit(
        Phase.CONTRACT,
        tuple(map(_execute, up)),
        tuple(map(_execute, down)),
        f"{change.table_name}: {MOMENT}",
    )


def _options(counts: Identity | None) -> str:
    compiler: Any = PLAIN.ddl_compiler(PLAIN, None)  # type: ignore[arg-type]
    text = str(compiler.get_identity_options(counts))
    return f" {text}" if text else ""


def _execute(sql: str) -> Call:
    return Call("execute", bindless(sql))
