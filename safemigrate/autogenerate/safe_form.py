"""The safe form of each change that Alembic proposes for a table that is in use.

What has no safe form of its own (a changed type, a column that the server fills) stays as Alembic
writes it: the linter says so, and the upgrade asks.
"""

from __future__ import annotations

from collections.abc import Iterator

from alembic.operations import MigrateOperation, ops
from sqlalchemy import Dialect

from safemigrate.autogenerate.call import Call, Code
from safemigrate.autogenerate.sql_text import sql_text
from safemigrate.autogenerate.unit import Phase, Unit
from safemigrate.autogenerate.written import Written

MOMENT = "ACCESS EXCLUSIVE for a moment"
RENAMED = "what is renamed: ACCESS EXCLUSIVE for a moment"
BUILT = "SHARE UPDATE EXCLUSIVE while an index is built: everybody reads and writes"
CHECKED = "a strong lock for a moment; then its rows are checked while everybody works"
_INDEX_WORDS = {"postgresql_where", "postgresql_using", "postgresql_include"}


class SafeForm:
    """Writes changes for one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect

    def units(self, change: MigrateOperation) -> Iterator[Unit]:
        """Yield what does a change to a table that is there, in its safe form."""
        match change:
            case ops.CreateIndexOp():
                yield self._index(change)
            case ops.DropIndexOp():
                yield self._no_index(change)
            case ops.CreateForeignKeyOp():
                yield self._foreign_key(change)
            case ops.CreateUniqueConstraintOp():
                yield self._unique(change)
            case ops.CreateCheckConstraintOp():
                yield self._check(change)
            case ops.AddColumnOp():
                yield from self._column(change)
            case ops.AlterColumnOp():
                yield from self._altered(change)
            case ops.DropColumnOp():
                yield self._no_column(change)
            case Written():
                yield Unit(Phase.CONTRACT, (change,), (change.reverse(),), RENAMED)
            case _:
                yield plain(change)

    def _index(self, change: ops.CreateIndexOp) -> Unit:
        call = self._create_index(change)
        if call is None:
            return plain(change)
        return Unit(
            Phase.EXPAND,
            (call,),
            (_drop_index(change.index_name, change.table_name, change.schema),),
            f"{change.table_name}: {BUILT}",
        )

    def _create_index(self, change: ops.CreateIndexOp) -> Call | None:
        words = {key: value for key, value in change.kw.items() if not _is_blank(value)}
        if change.index_name is None or words.keys() - _INDEX_WORDS:
            return None
        where = words.get("postgresql_where")
        return Call(
            "create_index_concurrently",
            str(change.index_name),
            change.table_name,
            [
                key if isinstance(key, str) else Code(f"sa.text({sql_text(key, self.dialect)!r})")
                for key in change.columns
            ],
            unique=bool(change.unique),
            where=None if where is None else sql_text(where, self.dialect),
            using=words.get("postgresql_using"),
            include=words.get("postgresql_include"),
            schema=change.schema,
        )

    def _no_index(self, change: ops.DropIndexOp) -> Unit:
        made = change.reverse()
        back = self._create_index(made) if isinstance(made, ops.CreateIndexOp) else None
        if back is None or change.table_name is None:
            return plain(change)
        drop = _drop_index(change.index_name, change.table_name, change.schema)
        return Unit(Phase.EXPAND, (drop,), (back,))

    def _foreign_key(self, change: ops.CreateForeignKeyOp) -> Unit:
        if change.constraint_name is None or change.kw.get("use_alter"):
            return plain(change)
        rules = {key: value for key, value in change.kw.items() if key != "use_alter"}
        call = Call(
            "add_foreign_key_safely",
            str(change.constraint_name),
            change.source_table,
            change.referent_table,
            list(change.local_cols),
            list(change.remote_cols),
            **rules,
        )
        return _rule(call, change, f"{change.source_table} and {change.referent_table}: {CHECKED}")

    def _unique(self, change: ops.CreateUniqueConstraintOp) -> Unit:
        if change.constraint_name is None or any(change.kw.values()):
            return plain(change)
        call = Call(
            "add_unique_safely",
            str(change.constraint_name),
            change.table_name,
            list(change.columns),
            schema=change.schema,
        )
        return _rule(call, change, f"{change.table_name}: {BUILT}")

    def _check(self, change: ops.CreateCheckConstraintOp) -> Unit:
        if change.constraint_name is None or any(change.kw.values()):
            return plain(change)
        call = Call(
            "add_check_safely",
            str(change.constraint_name),
            change.table_name,
            sql_text(change.condition, self.dialect),
            schema=change.schema,
        )
        return _rule(call, change, f"{change.table_name}: {CHECKED}")

    def _column(self, change: ops.AddColumnOp) -> Iterator[Unit]:
        """A column that every row needs is added without that, and gets it when all have it."""
        column = change.column
        filled = column.server_default is not None or column.computed or column.identity
        locks = f"{change.table_name}: {MOMENT}"
        if column.nullable or filled or column.primary_key:
            yield Unit(Phase.EXPAND, (change,), (change.reverse(),), locks)
            return
        column = column.copy() if hasattr(column, "copy") else column
        column.nullable = True
        without = ops.AddColumnOp(change.table_name, column, schema=change.schema)
        yield Unit(Phase.EXPAND, (without,), (without.reverse(),), locks)
        yield self._not_null(change.table_name, column.name, change.schema)

    def _not_null(self, table: str, column: str, schema: str | None) -> Unit:
        quote = self.dialect.identifier_preparer.quote
        where = f"{quote(schema)}.{quote(table)}" if schema else quote(table)
        asked = f"SELECT count(*) FROM {where} WHERE {quote(column)} IS NULL"  # noqa: S608 (quoted)
        return Unit(
            Phase.CONTRACT,
            (
                Call("precheck", f"every row of {table} has {column}", asked, expect=Code("0")),
                Call("set_not_null_safely", table, column, schema=schema),
            ),
            (Call("alter_column", table, column, nullable=Code("True"), schema=schema),),
            f"{table}: {CHECKED}",
        )

    def _altered(self, change: ops.AlterColumnOp) -> Iterator[Unit]:
        obliged = change.modify_nullable is False
        if obliged:
            change.modify_nullable = None
        if change.has_changes():
            phase = Phase.CONTRACT if change.modify_server_default is None else Phase.EXPAND
            yield Unit(phase, (change,), (change.reverse(),), f"{change.table_name}: {MOMENT}")
        if obliged:
            yield self._not_null(change.table_name, change.column_name, change.schema)

    def _no_column(self, change: ops.DropColumnOp) -> Unit:
        named = (change.table_name, change.column_name)
        return Unit(
            Phase.CONTRACT,
            (Call("drop_column_softly", *named, schema=change.schema),),
            (Call("restore_column", *named, schema=change.schema),),
            f"{change.table_name}: {MOMENT}",
        )


def plain(change: MigrateOperation) -> Unit:
    """Return a change as Alembic writes it."""
    table = getattr(change, "table_name", None)
    return Unit(Phase.EXPAND, (change,), (change.reverse(),), f"{table}: {MOMENT}" if table else "")


def no_table(change: ops.DropTableOp) -> Unit:
    """Return what takes a table out of sight, with its rows."""
    return Unit(
        Phase.CONTRACT,
        (Call("drop_table_softly", change.table_name, schema=change.schema),),
        (Call("restore_table", change.table_name, schema=change.schema),),
        f"{change.table_name}: {MOMENT}",
    )


def _rule(call: Call, change: MigrateOperation, locks: str) -> Unit:
    """Return a new rule for rows, which code that runs now may break."""
    return Unit(Phase.CONTRACT, (call,), (change.reverse(),), locks)


def _is_blank(value: object) -> bool:
    # An expression of SQL cannot say whether it is true.
    return value is None or value is False or (isinstance(value, dict | list | tuple) and not value)


def _drop_index(name: object, table: str, schema: str | None) -> Call:
    return Call("drop_index_concurrently", str(name), table, schema=schema)
