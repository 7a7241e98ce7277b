"""The safe form of each change that Alembic proposes for a table that is in use.

What has no safe form of its own stays as Alembic writes it: the linter says so, and the upgrade
asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from alembic.operations import MigrateOperation, ops

from safemigrate.autogenerate.call import Call
from safemigrate.autogenerate.constraints import check, foreign_key, no_rule, unique
from safemigrate.autogenerate.indexes import index, no_index
from safemigrate.autogenerate.unit import MOMENT, Phase, Turn, Unit, plain
from safemigrate.autogenerate.written import Written

RENAMED = "what is renamed: ACCESS EXCLUSIVE for a moment"


def safe_form(change: MigrateOperation) -> list[Unit]:
    """Return what does a change to a table that is there, in its safe form."""
    form = _FORMS.get(type(change))
    return [plain(change)] if form is None else list(form(change))


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
    ops.CreateCheckConstraintOp: check,
    ops.CreateForeignKeyOp: foreign_key,
    ops.CreateIndexOp: index,
    ops.CreateUniqueConstraintOp: unique,
    ops.DropColumnOp: _no_column,
    ops.DropConstraintOp: no_rule,
    ops.DropIndexOp: no_index,
}
