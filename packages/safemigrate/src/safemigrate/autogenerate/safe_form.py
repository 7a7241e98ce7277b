"""The safe form of each change that Alembic proposes for a table in use.

A change without a safe form is written as Alembic writes it: the linter reports it, and the
upgrade asks for confirmation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from alembic.operations import MigrateOperation, ops

from safemigrate.autogenerate.call import Call
from safemigrate.autogenerate.constraints import check, dropped_constraint, foreign_key, unique
from safemigrate.autogenerate.indexes import dropped_index, index
from safemigrate.autogenerate.rename_line import RenameLine
from safemigrate.autogenerate.unit import MOMENT, Phase, Turn, Unit, plain


def safe_form(change: MigrateOperation) -> list[Unit]:
    """Return a change of an existing table in its safe form."""
    form = _FORMS.get(type(change))
    return [plain(change)] if form is None else list(form(change))


def _dropped_column(change: ops.DropColumnOp) -> Iterator[Unit]:
    place = (change.table_name, change.column_name)
    yield Unit(
        Phase.CONTRACT,
        (Call("drop_column_softly", *place, schema=change.schema),),
        (Call("restore_column", *place, schema=change.schema),),
        f"{change.table_name}: {MOMENT}",
    )


def renamed_at_once(change: RenameLine) -> Unit:
    """Return a rename in one statement."""
    locks = f"{change.rename.table}: {MOMENT}"
    return Unit(Phase.CONTRACT, (change,), (change.reverse(),), locks, Turn.RENAMES)


_FORMS: dict[type[MigrateOperation], Callable[[Any], Iterable[Unit]]] = {
    ops.CreateCheckConstraintOp: check,
    ops.CreateForeignKeyOp: foreign_key,
    ops.CreateIndexOp: index,
    ops.CreateUniqueConstraintOp: unique,
    ops.DropColumnOp: _dropped_column,
    ops.DropConstraintOp: dropped_constraint,
    ops.DropIndexOp: dropped_index,
}
