"""The safe form of each change that Alembic proposes for a table that is in use.

What has no safe form of its own stays as Alembic writes it: the linter says so, and the upgrade
asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from alembic.operations import MigrateOperation, ops

from safemigrate.autogenerate.altered_columns import not_null
from safemigrate.autogenerate.call import Call, Code
from safemigrate.autogenerate.filled_column import (
    filled_later,
    is_worked_out_for_each_row,
    not_null_when_filled,
    with_null,
)
from safemigrate.autogenerate.rules import check, foreign_key, no_rule, unique
from safemigrate.autogenerate.sql_text import bindless, sql_text
from safemigrate.autogenerate.unit import BUILT, MOMENT, Phase, Turn, Unit, plain
from safemigrate.autogenerate.written import Written

RENAMED = "what is renamed: ACCESS EXCLUSIVE for a moment"
_INDEX_WORDS = {"postgresql_where", "postgresql_using", "postgresql_include"}


def safe_form(change: MigrateOperation) -> list[Unit]:
    """Return what does a change to a table that is there, in its safe form."""
    form = _FORMS.get(type(change))
    return [plain(change)] if form is None else list(form(change))


def _index(change: ops.CreateIndexOp) -> Iterator[Unit]:
    call = _create_index(change)
    if call is None:
        yield plain(change)
        return
    drop = _drop_index(change.index_name, change.table_name, change.schema)
    yield Unit(Phase.EXPAND, (call,), (drop,), f"{change.table_name}: {BUILT}")


def _create_index(change: ops.CreateIndexOp) -> Call | None:
    words = {key: value for key, value in change.kw.items() if not _is_blank(value)}
    if change.index_name is None or words.keys() - _INDEX_WORDS:
        return None
    where = words.get("postgresql_where")
    return Call(
        "create_index_concurrently",
        str(change.index_name),
        change.table_name,
        [
            key if isinstance(key, str) else Code(f"sa.text({bindless(sql_text(key))!r})")
            for key in change.columns
        ],
        unique=bool(change.unique),
        where=None if where is None else sql_text(where),
        using=words.get("postgresql_using"),
        include=words.get("postgresql_include"),
        schema=change.schema,
    )


def _no_index(change: ops.DropIndexOp) -> Iterator[Unit]:
    made = change.reverse()
    again = _create_index(made) if isinstance(made, ops.CreateIndexOp) else None
    if again is None or change.table_name is None:
        yield plain(change)
        return
    drop = _drop_index(change.index_name, change.table_name, change.schema)
    yield Unit(Phase.EXPAND, (drop,), (again,))


def _column(change: ops.AddColumnOp) -> Iterator[Unit]:
    """A column that every row needs is added without that, and gets it when all have it."""
    column, table, schema = change.column, change.table_name, change.schema
    if is_worked_out_for_each_row(column):
        yield from filled_later(change)
        if not column.nullable:
            yield not_null_when_filled(table, column.name, schema)
        return
    filled = column.server_default is not None or column.computed or column.identity
    if column.nullable or filled or column.primary_key:
        yield Unit(Phase.EXPAND, (change,), (change.reverse(),), f"{table}: {MOMENT}")
        return
    without = with_null(change)
    yield Unit(Phase.EXPAND, (without,), (without.reverse(),), f"{table}: {MOMENT}")
    yield not_null(table, column.name, schema)


def _no_column(change: ops.DropColumnOp) -> Iterator[Unit]:
    named = (change.table_name, change.column_name)
    yield Unit(
        Phase.CONTRACT,
        (Call("drop_column_softly", *named, schema=change.schema),),
        (Call("restore_column", *named, schema=change.schema),),
        f"{change.table_name}: {MOMENT}",
    )


def _is_blank(value: object) -> bool:
    # An expression of SQL cannot say whether it is true.
    return value is None or value is False or (isinstance(value, dict | list | tuple) and not value)


def _drop_index(name: object, table: str, schema: str | None) -> Call:
    return Call("drop_index_concurrently", str(name), table, schema=schema)


def renamed_at_once(change: Written) -> Unit:
    """Return a rename that is one statement."""
    return Unit(Phase.CONTRACT, (change,), (change.reverse(),), RENAMED, Turn.RENAMES)


_FORMS: dict[type[MigrateOperation], Callable[[Any], Iterable[Unit]]] = {
    ops.AddColumnOp: _column,
    ops.CreateCheckConstraintOp: check,
    ops.CreateForeignKeyOp: foreign_key,
    ops.CreateIndexOp: _index,
    ops.CreateUniqueConstraintOp: unique,
    ops.DropColumnOp: _no_column,
    ops.DropConstraintOp: no_rule,
    ops.DropIndexOp: _no_index,
}
