"""Changes of columns that are there: their type, default, comment, and whether they hold NULL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace

from alembic.operations import MigrateOperation, ops
from sqlalchemy import Connection

from safemigrate.autogenerate.call import Call, Code
from safemigrate.autogenerate.checks import without_check
from safemigrate.autogenerate.found import Found
from safemigrate.autogenerate.online_changes import OnlineChanges
from safemigrate.autogenerate.primary_keys import PRIMARY_KEY
from safemigrate.autogenerate.sql_text import quoted
from safemigrate.autogenerate.type_change import both_ways
from safemigrate.autogenerate.unit import CHECKED, MOMENT, Phase, Unit, table_of


class Columns:
    """What a proposal says of columns, told by all of it."""

    def __init__(
        self,
        changes: Sequence[MigrateOperation],
        connection: Connection,
        online: OnlineChanges | None,
    ) -> None:
        self.connection, self.online = connection, online
        found = (change.words for change in changes if isinstance(change, Found))
        self.rekeyed = {words[1:] for words in found if words[0] == PRIMARY_KEY}
        self.gone = {
            (table_of(change), str(change.constraint_name))
            for change in changes
            if isinstance(change, ops.DropConstraintOp)
        }
        self.retyped = Counter(
            table_of(change)
            for change in changes
            if isinstance(change, ops.AlterColumnOp) and change.modify_type is not None
        )

    def altered(self, change: ops.AlterColumnOp) -> Iterator[Unit]:
        """Yield a changed column; NOT NULL is for later, when every row has a value."""
        obliged = change.modify_nullable is False
        if obliged:
            change.modify_nullable = None
        if change.modify_type is not None:
            change.modify_type = without_check(change.modify_type)
        steps = self._online(change)
        yield from steps
        if steps:  # what is left is of the new type
            change = copy(change)
            change.existing_type, change.modify_type = change.modify_type, None
        if change.has_changes():
            yield self._at_once(change, late=bool(steps))
        if obliged:
            yield not_null(change.table_name, change.column_name, change.schema)

    def _online(self, change: ops.AlterColumnOp) -> list[Unit]:
        if self.online is None or change.modify_type is None:
            return []
        table = table_of(change)
        gone = {name for place, name in self.gone if place == table}
        return self.online.of_type(change, several=self.retyped[table] > 1, gone=gone)

    def _at_once(self, change: ops.AlterColumnOp, *, late: bool) -> Unit:
        # A column of a key can hold no NULL before the key is gone.
        late = late or bool(change.modify_nullable and table_of(change) in self.rekeyed)
        late = late or change.modify_server_default is None
        up, down = both_ways(change, self.connection)
        unit = Unit(Phase.EXPAND, up, down, f"{change.table_name}: {MOMENT}")
        return replace(unit, phase=Phase.CONTRACT) if late else unit


def not_null(table: str, column: str, schema: str | None) -> Unit:
    """Return what makes a column NOT NULL; a row that lacks a value is found first."""
    asked = f"SELECT count(*) FROM {quoted(table, schema)} WHERE {quoted(column)} IS NULL"  # noqa: S608 (quoted)
    return Unit(
        Phase.CONTRACT,
        (
            Call("precheck", f"every row of {table} has {column}", asked, expect=Code("0")),
            Call("set_not_null_safely", table, column, schema=schema),
        ),
        (Call("alter_column", table, column, nullable=Code("True"), schema=schema),),
        f"{table}: {CHECKED}",
    )
