"""Which changes of a column's type or name are written as an online change, and its revisions.

PostgreSQL is asked: the plain change is made on an empty copy of the table. Where it would touch
rows or indexes, and nothing stands in the way of a shadow column, the revisions of
docs/how-to/online-changes.md are written.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Any

import click
from alembic.operations import Operations
from alembic.operations.ops import AlterColumnOp
from sqlalchemy.types import TypeEngine

from safemigrate.autogenerate.call import Call
from safemigrate.autogenerate.normal_form import empty_copy
from safemigrate.autogenerate.online_units import renamed_online, retyped_online
from safemigrate.autogenerate.readable_condition import readable
from safemigrate.autogenerate.sql_text import PLAIN
from safemigrate.autogenerate.typed_rename import Rename
from safemigrate.autogenerate.unit import Unit
from safemigrate.ops.online.attached import constraints
from safemigrate.ops.online.change import NEW, Change, schema_of
from safemigrate.ops.online.column import column_of
from safemigrate.ops.online.online_errors import CannotChange
from safemigrate.ops.online.refusals import changeable
from safemigrate.ops.online.rehearsal import rehearse
from safemigrate.postgres import statements
from safemigrate.postgres.names import kept_whole

# The triggers of stored columns; the comparison gives them the new name with the rename.
_STORED = """
SELECT tgname FROM pg_trigger
WHERE tgrelid = to_regclass(:table) AND tgname LIKE 'zy\\_%\\_stored' ORDER BY 1
"""
TYPE_AT_ONCE = "ALTER COLUMN … TYPE, which keeps everybody out while it writes rows or indexes anew"
NAME_AT_ONCE = "RENAME, which breaks programs that know the old name"


class OnlineChanges:
    """Asks the database that autogenerate is connected with."""

    def __init__(self, operations: Operations) -> None:
        self.operations = operations

    def make_types(self, needed: Iterable[Unit]) -> None:
        """Make the types that a revision is to make, in the caller's savepoint, to ask about."""
        for unit in needed:
            for call in unit.up:
                if isinstance(call, Call):
                    self.operations.execute(call.values[0])

    def of_type(self, change: AlterColumnOp, *, several: bool, gone: Container[str]) -> list[Unit]:
        """Return the steps of a change of type; none where it is to be made at once.

        several  whether other columns of the table change their type, too
        gone     names of the table's rules that are dropped before
        """
        old, new = change.existing_type, change.modify_type
        if old is None or new is None or getattr(new, "collation", None):
            return []
        shadow = kept_whole(f"{change.column_name}{NEW}")
        asked = self._asked(change.schema, change.table_name, change.column_name, shadow)
        column = column_of(self.operations, asked.table, asked.key, asked.schema)
        try:
            if column is None or rehearse(self.operations, asked, column, _sql(new)).is_free:
                return []
            changeable(self.operations, asked, [shadow])
        except CannotChange as refused:
            _say(refused, TYPE_AT_ONCE)
            return []
        default = column.default if column.fixed_default is None else None
        checks = {
            name: condition
            for name, condition in self._worn_out(asked, column.shown, _sql(new))
            if name not in gone
        }
        return list(retyped_online(change, default=default, checks=checks, several=several))

    def _worn_out(self, asked: Change, old: str, new: str) -> Iterator[tuple[str, str]]:
        """Yield each check that the way there and back would not leave as it reads now."""
        connection = self.operations.get_bind()
        rules = [
            (rule.name, rule.definition.removeprefix("CHECK (").removesuffix(")"))
            for rule in constraints(self.operations, asked, asked.column)
            if rule.kind == "c" and rule.validated
        ]
        if rules:
            with empty_copy(connection, asked.table, asked.schema) as copy:
                for name, text in rules:
                    if copy.check_after(text, asked.column, new, old) != copy.check(text):
                        yield name, readable(text)

    def of_names(self, renames: Sequence[Rename]) -> dict[Rename, list[Unit]]:
        """Return the steps of each column's rename that can be made online.

        All or none of a table's: one name may be free only when another has gone.
        """
        found = {rename: self._of_name(rename) for rename in renames if rename.column}
        plain = {(rename.schema, rename.table) for rename, steps in found.items() if not steps}
        return {
            rename: steps
            for rename, steps in found.items()
            if (rename.schema, rename.table) not in plain
        }

    def _of_name(self, rename: Rename) -> list[Unit]:
        column = str(rename.column)
        asked = self._asked(rename.schema, rename.table, column, rename.new)
        try:
            old = changeable(self.operations, asked, [rename.new])
            self._see_that_nothing_is_stored(asked)
            rehearse(self.operations, asked, old, None)
        except CannotChange as refused:
            _say(refused, NAME_AT_ONCE)
            return []
        return list(renamed_online(rename))

    def _see_that_nothing_is_stored(self, asked: Change) -> None:
        rows = statements.query_rows(self.operations, _STORED, table=asked.where(self.operations))
        if rows:
            why = [f"trigger {name} may use its name" for (name,) in rows]
            raise CannotChange(asked.table, asked.column, why)

    def _asked(self, schema: str | None, table: str, column: str, shadow: str) -> Change:
        return Change(schema or schema_of(self.operations, table), table, column, column, shadow)


def _say(refused: CannotChange, at_once: str) -> None:
    why = "; ".join(refused.reasons)
    click.echo(
        f"{refused.table}.{refused.column} is written as {at_once}. It cannot be changed online: "
        f"{why}.",
        err=True,
    )


def _sql(type_: TypeEngine[Any]) -> str:
    return PLAIN.type_compiler_instance.process(type_)
