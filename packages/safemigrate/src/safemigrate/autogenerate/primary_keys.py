"""Primary keys that differ in columns from the model's, which Alembic does not compare."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from alembic.operations.ops import ModifyTableOps
from alembic.util import PriorityDispatchResult
from sqlalchemy import Table

from safemigrate.autogenerate.call import Call, Code
from safemigrate.autogenerate.difference import Difference
from safemigrate.autogenerate.sql_text import PLAIN
from safemigrate.autogenerate.unit import BUILT, MOMENT, Phase, Unit
from safemigrate.postgres.alembic_private import constraint_name

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext


def compare_primary_key(
    context: AutogenContext,
    changes: ModifyTableOps,
    schema: str | None,
    name: str,
    live: Table | None,
    model: Table | None,
) -> PriorityDispatchResult:
    """Propose a new primary key if the model's has other columns."""
    if live is not None and model is not None and context.connection is not None:
        current, wanted = _columns(live), _columns(model)
        if current != wanted:
            new = str(constraint_name(model.primary_key, PLAIN) or f"{name}_pkey")
            old = str(live.primary_key.name)
            changes.ops += _replaced(name, schema, old=(old, current), new=(new, wanted))
    return PriorityDispatchResult.CONTINUE


PRIMARY_KEY = "primary_key"
Key = tuple[str, list[str]]


def _columns(table: Table) -> list[str]:
    return [column.name for column in table.primary_key.columns]


def _replaced(table: str, schema: str | None, *, old: Key, new: Key) -> Iterator[Difference]:
    """Yield the drop of the old key and the addition of the new one, if the tables have them."""
    if old[1]:
        yield _difference(table, schema, _drop(table, schema, old), _add(table, schema, old))
    if new[1]:
        yield _difference(table, schema, _add(table, schema, new), _drop(table, schema, new))


def _difference(table: str, schema: str | None, up: Call, down: Call) -> Difference:
    unit = Unit(Phase.CONTRACT, (up,), (down,), f"{table}: {BUILT}; then {MOMENT}")
    return Difference(unit, PRIMARY_KEY, schema, table)


def _drop(table: str, schema: str | None, key: Key) -> Call:
    name = Code(f"op.f({key[0]!r})")
    return Call("drop_constraint", name, table, type_="primary", schema=schema)


def _add(table: str, schema: str | None, key: Key) -> Call:
    return Call("add_primary_key_safely", key[0], table, key[1], schema=schema)
