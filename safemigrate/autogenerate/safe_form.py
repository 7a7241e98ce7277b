"""The safe form of each change that Alembic proposes for a table that is in use.

What has no safe form of its own stays as Alembic writes it: the linter says so, and the upgrade
asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from alembic.operations import MigrateOperation, ops

from safemigrate.autogenerate.altered_columns import not_null
from safemigrate.autogenerate.call import Call
from safemigrate.autogenerate.checks import without_check
from safemigrate.autogenerate.filled_column import (
    filled_later,
    is_worked_out_for_each_row,
    not_null_when_filled,
    with_null,
)
from safemigrate.autogenerate.indexes import index, no_index
from safemigrate.autogenerate.rules import check, foreign_key, no_rule, unique
from safemigrate.autogenerate.unit import MOMENT, Phase, Turn, Unit, plain
from safemigrate.autogenerate.written import Written

RENAMED = "what is renamed: ACCESS EXCLUSIVE for a moment"


def safe_form(change: MigrateOperation) -> list[Unit]:
    """Return what does a change to a table that is there, in its safe form."""
    form = _FORMS.get(type(change))
    return [plain(change)] if form is None else list(form(change))


def _column(change: ops.AddColumnOp) -> Iterator[Unit]:
    """A column that every row needs is added without that, and gets it when all have it."""
    change = ops.AddColumnOp(change.table_name, change.column._copy(), schema=change.schema)
    column, table, schema = change.column, change.table_name, change.schema
    column.type = without_check(column.type)
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


def renamed_at_once(change: Written) -> Unit:
    """Return a rename that is one statement."""
    return Unit(Phase.CONTRACT, (change,), (change.reverse(),), RENAMED, Turn.RENAMES)


_FORMS: dict[type[MigrateOperation], Callable[[Any], Iterable[Unit]]] = {
    ops.AddColumnOp: _column,
    ops.CreateCheckConstraintOp: check,
    ops.CreateForeignKeyOp: foreign_key,
    ops.CreateIndexOp: index,
    ops.CreateUniqueConstraintOp: unique,
    ops.DropColumnOp: _no_column,
    ops.DropConstraintOp: no_rule,
    ops.DropIndexOp: no_index,
}
