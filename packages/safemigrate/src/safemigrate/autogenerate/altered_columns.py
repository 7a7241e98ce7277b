"""Changes to existing columns: their type, default, comment and NOT NULL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace

from alembic.operations import MigrateOperation, ops
from sqlalchemy import Connection

from safemigrate.autogenerate.call import Call, Code
from safemigrate.autogenerate.checks import without_check
from safemigrate.autogenerate.difference import Difference
from safemigrate.autogenerate.online_changes import OnlineChanges
from safemigrate.autogenerate.primary_keys import PRIMARY_KEY
from safemigrate.autogenerate.sql_text import quoted
from safemigrate.autogenerate.type_change import both_ways
from safemigrate.autogenerate.unit import CHECKED, MOMENT, Phase, Unit, table_of


class ColumnChanges:
    """The units for altered columns; they depend on the other changes of the proposal."""

    def __init__(
        self,
        changes: Sequence[MigrateOperation],
        connection: Connection,
        online: OnlineChanges | None,
    ) -> None:
        self.connection, self.online = connection, online
        differences = (change.words for change in changes if isinstance(change, Difference))
        self.rekeyed_tables = {words[1:] for words in differences if words[0] == PRIMARY_KEY}
        self.dropped_constraints = {
            (table_of(change), str(change.constraint_name))
            for change in changes
            if isinstance(change, ops.DropConstraintOp)
        }
        self.type_change_counts = Counter(
            table_of(change)
            for change in changes
            if isinstance(change, ops.AlterColumnOp) and change.modify_type is not None
        )

    def altered(self, change: ops.AlterColumnOp) -> Iterator[Unit]:
        """Yield a changed column; NOT NULL comes in a later phase, when every row has a value."""
        becomes_not_null = change.modify_nullable is False
        if becomes_not_null:
            change.modify_nullable = None
        if change.modify_type is not None:
            change.modify_type = without_check(change.modify_type)
        steps = self._online(change)
        yield from steps
        if steps:  # the column has its new type by now
            change = copy(change)
            change.existing_type, change.modify_type = change.modify_type, None
        if change.has_changes():
            yield self._in_one_statement(change, late=bool(steps))
        if becomes_not_null:
            yield not_null(change.table_name, change.column_name, change.schema)

    def _online(self, change: ops.AlterColumnOp) -> list[Unit]:
        if self.online is None or change.modify_type is None:
            return []
        table = table_of(change)
        several = self.type_change_counts[table] > 1
        dropped = {name for place, name in self.dropped_constraints if place == table}
        return self.online.of_type(change, several=several, dropped=dropped)

    def _in_one_statement(self, change: ops.AlterColumnOp, *, late: bool) -> Unit:
        # A column of a primary key cannot be nullable until the key is dropped.
        late = late or bool(change.modify_nullable and table_of(change) in self.rekeyed_tables)
        late = late or change.modify_server_default is None
        up, down = both_ways(change, self.connection)
        unit = Unit(Phase.EXPAND, up, down, f"{change.table_name}: {MOMENT}")
        return replace(unit, phase=Phase.CONTRACT) if late else unit


def not_null(table: str, column: str, schema: str | None) -> Unit:
    """Return the unit that makes a column NOT NULL, after a check that no row lacks a value."""
    null_count = f"SELECT count(*) FROM {quoted(table, schema)} WHERE {quoted(column)} IS NULL"  # noqa: S608 (quoted)
    return Unit(
        Phase.CONTRACT,
        (
            Call("precheck", f"no NULL in {table}.{column}", null_count, expect=Code("0")),
            Call("set_not_null_safely", table, column, schema=schema),
        ),
        (Call("alter_column", table, column, nullable=Code("True"), schema=schema),),
        f"{table}: {CHECKED}",
    )
