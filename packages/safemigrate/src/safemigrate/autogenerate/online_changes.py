"""Decides which changes of a column's type or name become online changes, and writes their units.

The plain change is tried on an empty copy of the table.  If it would rewrite rows or indexes, and
nothing prevents a shadow column, the revisions of docs/how-to/online-changes.md are written.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence

import click
from alembic.operations import Operations
from alembic.operations.ops import AlterColumnOp

from safemigrate.autogenerate.call import Call
from safemigrate.autogenerate.normal_form import empty_copy
from safemigrate.autogenerate.online_units import renamed_online, retyped_online
from safemigrate.autogenerate.readable_condition import readable
from safemigrate.autogenerate.sql_text import type_text
from safemigrate.autogenerate.typed_rename import Rename
from safemigrate.autogenerate.unit import Unit
from safemigrate.ops.online.attached import constraints
from safemigrate.ops.online.change import NEW, Change, schema_of
from safemigrate.ops.online.column import column_of
from safemigrate.ops.online.online_errors import CannotChange
from safemigrate.ops.online.refusals import changeable_column
from safemigrate.ops.online.rehearsal import rehearse
from safemigrate.postgres import statements
from safemigrate.postgres.names import kept_whole

# The triggers of stored columns; the comparison renames their columns with a plain rename.
_STORED = """
SELECT tgname FROM pg_trigger
WHERE tgrelid = to_regclass(:table) AND tgname LIKE 'zy\\_%\\_stored' ORDER BY 1
"""
TYPE_AT_ONCE = (
    "ALTER COLUMN … TYPE, which blocks reads and writes while it rewrites rows or indexes"
)
NAME_AT_ONCE = "RENAME, which breaks programs that use the old name"


class OnlineChanges:
    """The online changes that are possible in the database that autogenerate compares."""

    def __init__(self, operations: Operations) -> None:
        self.operations = operations

    def make_types(self, needed: Iterable[Unit]) -> None:
        """Create a revision's new types in the caller's savepoint, so that changes can be tried."""
        for unit in needed:
            for call in unit.up:
                if isinstance(call, Call):
                    self.operations.execute(call.values[0])

    def of_type(
        self, change: AlterColumnOp, *, several: bool, dropped: Container[str]
    ) -> list[Unit]:
        """Return the steps of a change of type; none if it is to be made in one statement.

        several  whether other columns of the table change their type, too
        dropped  names of the table's constraints that are dropped earlier
        """
        old, new = change.existing_type, change.modify_type
        if old is None or new is None or getattr(new, "collation", None):
            return []
        shadow = kept_whole(f"{change.column_name}{NEW}")
        online = self._online_change(change.schema, change.table_name, change.column_name, shadow)
        column = column_of(self.operations, online.table, online.key, online.schema)
        try:
            if column is None or rehearse(self.operations, online, column, type_text(new)).is_free:
                return []
            changeable_column(self.operations, online, [shadow])
        except CannotChange as refused:
            _say(refused, TYPE_AT_ONCE)
            return []
        default = column.default if column.fixed_default is None else None
        checks = {
            name: condition
            for name, condition in self._checks_that_change(online, column.shown, type_text(new))
            if name not in dropped
        }
        return list(retyped_online(change, default=default, checks=checks, several=several))

    def _checks_that_change(self, online: Change, old: str, new: str) -> Iterator[tuple[str, str]]:
        """Yield each check that upgrade and downgrade together would change, as it is now."""
        connection = self.operations.get_bind()
        rules = [
            (rule.name, rule.definition.removeprefix("CHECK (").removesuffix(")"))
            for rule in constraints(self.operations, online, online.column)
            if rule.kind == "c" and rule.validated
        ]
        if rules:
            with empty_copy(connection, online.table, online.schema) as copy:
                for name, text in rules:
                    if copy.check_after(text, online.column, new, old) != copy.check(text):
                        yield name, readable(text)

    def of_names(self, renames: Sequence[Rename]) -> dict[Rename, list[Unit]]:
        """Return the steps of each column's rename that can be made online.

        All or none of a table's: a new name may be in use until another column is renamed.
        """
        steps_of = {rename: self._of_name(rename) for rename in renames if rename.column}
        plain = {(rename.schema, rename.table) for rename, steps in steps_of.items() if not steps}
        return {
            rename: steps
            for rename, steps in steps_of.items()
            if (rename.schema, rename.table) not in plain
        }

    def _of_name(self, rename: Rename) -> list[Unit]:
        column = str(rename.column)
        online = self._online_change(rename.schema, rename.table, column, rename.new)
        try:
            old = changeable_column(self.operations, online, [rename.new])
            self._refuse_stored(online)
            rehearse(self.operations, online, old, None)
        except CannotChange as refused:
            _say(refused, NAME_AT_ONCE)
            return []
        return list(renamed_online(rename))

    def _refuse_stored(self, online: Change) -> None:
        rows = statements.query_rows(
            self.operations, _STORED, table=online.relation(self.operations)
        )
        if rows:
            why = [f"trigger {name} may use its name" for (name,) in rows]
            raise CannotChange(online.table, online.column, why)

    def _online_change(self, schema: str | None, table: str, column: str, shadow: str) -> Change:
        return Change(schema or schema_of(self.operations, table), table, column, column, shadow)


def _say(refused: CannotChange, at_once: str) -> None:
    why = "; ".join(refused.reasons)
    click.echo(
        f"The change of {refused.table}.{refused.column} is written as {at_once}. It cannot be "
        f"made online: {why}.",
        err=True,
    )
