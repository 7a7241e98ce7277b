"""What soft drops and restores share: the statement that sets aside, and the record that it leaves.

One statement sets aside and records it, so that both happen or neither.  It looks up the table's
facts itself, so that its text is the same in every run.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import click
from alembic.operations import Operations

from safemigrate.journal.set_aside import TABLE
from safemigrate.ops.add_foreign_key_safely import add_and_validate, add_foreign_key
from safemigrate.postgres.names import literal
from safemigrate.postgres.statements import query_rows, run
from safemigrate.project.invocation import typed

# A role that may not create schemas uses the existing one.
MAKE = f"""
    IF to_regclass('_migrate.set_aside') IS NULL THEN
        IF to_regnamespace('_migrate') IS NULL THEN CREATE SCHEMA _migrate; END IF;
        {TABLE.strip()}
    END IF;"""
_HAS_TABLE = "SELECT to_regclass('_migrate.set_aside') IS NOT NULL"
_RECORD = """
SELECT id, was_not_null, default_sql, rules, purged FROM _migrate.set_aside
WHERE revision = :revision AND schema_name = coalesce(:schema, current_schema())
  AND table_name = :table AND column_name IS NOT DISTINCT FROM :column
ORDER BY id DESC LIMIT 1
"""


@dataclass(frozen=True)
class SetAside:
    """The record of a table or column that was set aside, with the constraints it lost.

    rules  the constraints: table, name and definition as SQL, and the comment, if any
    """

    record_id: int
    was_not_null: bool = False
    default: str | None = None
    rules: tuple[dict[str, str | None], ...] = ()

    @property
    def names_not_null(self) -> bool:
        """Whether NOT NULL is one of the rules: a named constraint."""
        return any(str(rule["definition"]).startswith("NOT NULL") for rule in self.rules)


def block(declare: str, body: str) -> str:
    """Return a DO statement."""
    return f"DO $safemigrate$\nDECLARE{declare}\nBEGIN{body}\nEND $safemigrate$"


def drop_constraints_sql(condition: str) -> str:
    """Return PL/pgSQL that drops constraints of a table and collects them in `loosened`.

    condition  SQL that selects them; k is the row of pg_constraint
    """
    return f"""SELECT coalesce(jsonb_agg(jsonb_build_object(
        'table', format('%I.%I', place.nspname, place.relname), 'name', quote_ident(k.conname),
        'definition', pg_get_constraintdef(k.oid),
        'comment', obj_description(k.oid, 'pg_constraint')) ORDER BY k.oid), '[]')
    INTO loosened FROM pg_constraint k WHERE k.conrelid = home AND {condition};
    FOR rule IN SELECT * FROM jsonb_array_elements(loosened) LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %s', home, rule ->> 'name');
    END LOOP;"""  # noqa: S608 (a text of our own)


def find_set_aside(
    operations: Operations, revision: str, table: str, column: str | None, schema: str | None
) -> SetAside | None:
    """Return the record; None if there is none, or if SQL is only printed or linted.

    Raises SetAsidePurged.
    """
    if query_rows(operations, _HAS_TABLE) != [(True,)]:
        return None
    values: dict[str, Any] = {"revision": revision, "schema": schema, "table": table}
    for record_id, was_not_null, default, rules, purged in query_rows(
        operations, _RECORD, column=column, **values
    ):
        if purged is not None:
            _refuse(revision, table, column, purged)
        return SetAside(record_id, was_not_null, default, tuple(rules))
    return None


def _refuse(revision: str, table: str, column: str | None, purged: datetime) -> None:
    raise SetAsidePurged(revision, table, column, purged)


def restore_constraints(operations: Operations, record: SetAside) -> None:
    """Restore the dropped constraints: new rows are checked at once, existing rows afterwards."""
    for rule in record.rules:
        table, name, definition = (str(rule[key]) for key in ("table", "name", "definition"))
        if definition.endswith(" NOT VALID"):
            run(operations, f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")  # as it was
        elif definition.startswith("FOREIGN KEY"):
            add_foreign_key(operations, table, name, definition)
        else:
            add_and_validate(operations, table, name, definition)
        if comment := rule.get("comment"):
            run(operations, f"COMMENT ON CONSTRAINT {name} ON {table} IS {literal(comment)}")


def forget(operations: Operations, record: SetAside | None) -> None:
    """Delete the record: what was set aside is restored."""
    if record is not None:
        run(operations, f"DELETE FROM _migrate.set_aside WHERE id = {record.record_id}")  # noqa: S608


def forget_by_name(
    operations: Operations, revision: str, table: str, column: str | None, schema: str | None
) -> None:
    """Delete the record by its names: with --sql nothing can be looked up."""
    home = literal(schema) if schema else "current_schema()"
    condition = f"revision = {literal(revision)} AND schema_name = {home}"
    condition += f" AND table_name = {literal(table)} AND column_name "
    condition += "IS NULL" if column is None else f"= {literal(column)}"
    run(operations, f"DELETE FROM _migrate.set_aside WHERE {condition}")  # noqa: S608 (quoted)


class SetAsidePurged(click.ClickException):
    """A revision would restore something that has been purged."""

    def __init__(self, revision: str, table: str, column: str | None, purged: datetime) -> None:
        self.revision, self.table, self.column, self.purged = revision, table, column, purged
        object_name = f"Column {table}.{column}" if column else f"Table {table}"
        super().__init__(
            f"{object_name} cannot be restored: what {revision} set aside was purged on "
            f"{purged:%Y-%m-%d %H:%M}. Backups from before then have its rows "
            f"(`{typed('backups')}`); to add it again, empty, write a revision."
        )
