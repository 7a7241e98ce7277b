"""What soft drops and their ways back share: the statement that sets aside, and what it noted.

Setting aside is one statement, so that it is done and noted together or not at all; what it has to
know of the table it looks up itself, so that its text is the same in every run.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import click
from alembic.operations import Operations

from safemigrate.journal.set_aside import TABLE
from safemigrate.ops.add_foreign_key_safely import add_foreign_key, not_valid_then_valid
from safemigrate.postgres.names import literal
from safemigrate.postgres.statements import query_rows, run
from safemigrate.project.invocation import typed

# Without the right to make a schema, one that is there must do.
MAKE = f"""
    IF to_regclass('_migrate.set_aside') IS NULL THEN
        IF to_regnamespace('_migrate') IS NULL THEN CREATE SCHEMA _migrate; END IF;
        {TABLE.strip()}
    END IF;"""
_THERE = "SELECT to_regclass('_migrate.set_aside') IS NOT NULL"
_NOTED = """
SELECT id, was_not_null, default_sql, rules, purged FROM _migrate.set_aside
WHERE revision = :revision AND schema_name = coalesce(:schema, current_schema())
  AND table_name = :table AND column_name IS NOT DISTINCT FROM :column
ORDER BY id DESC LIMIT 1
"""


@dataclass(frozen=True)
class Noted:
    """What was loosened when something was set aside.

    rules  with table, name and definition as SQL, and the comment, if any
    """

    number: int
    was_not_null: bool = False
    default: str | None = None
    rules: tuple[dict[str, str | None], ...] = ()

    @property
    def names_not_null(self) -> bool:
        """Whether NOT NULL is one of the rules, with a name of its own."""
        return any(str(rule["definition"]).startswith("NOT NULL") for rule in self.rules)


def block(declare: str, body: str) -> str:
    """Return a DO statement."""
    return f"DO $safemigrate$\nDECLARE{declare}\nBEGIN{body}\nEND $safemigrate$"


def loosen(which: str) -> str:
    """Return what takes constraints of a table off, and notes them in `loosened`.

    which  SQL, of k in pg_constraint
    """
    return f"""SELECT coalesce(jsonb_agg(jsonb_build_object(
        'table', format('%I.%I', place.nspname, place.relname), 'name', quote_ident(k.conname),
        'definition', pg_get_constraintdef(k.oid),
        'comment', obj_description(k.oid, 'pg_constraint')) ORDER BY k.oid), '[]')
    INTO loosened FROM pg_constraint k WHERE k.conrelid = home AND {which};
    FOR rule IN SELECT * FROM jsonb_array_elements(loosened) LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %s', home, rule ->> 'name');
    END LOOP;"""  # noqa: S608 (a text of our own)


def noted(
    operations: Operations, revision: str, table: str, column: str | None, schema: str | None
) -> Noted | None:
    """Return what was noted; None where SQL is only printed or read, or where nothing was.

    Raises SetAsidePurged.
    """
    if query_rows(operations, _THERE) != [(True,)]:
        return None
    values: dict[str, Any] = {"revision": revision, "schema": schema, "table": table}
    for number, was_not_null, default, rules, purged in query_rows(
        operations, _NOTED, column=column, **values
    ):
        if purged is not None:
            _refuse(revision, table, column, purged)
        return Noted(number, was_not_null, default, tuple(rules))
    return None


def _refuse(revision: str, table: str, column: str | None, purged: datetime) -> None:
    raise SetAsidePurged(revision, table, column, purged)


def bring_back_rules(operations: Operations, found: Noted) -> None:
    """Add the constraints that were taken off: at once for new rows, then checked for old ones."""
    for rule in found.rules:
        table, name, definition = (str(rule[key]) for key in ("table", "name", "definition"))
        if definition.endswith(" NOT VALID"):
            run(operations, f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")  # as it was
        elif definition.startswith("FOREIGN KEY"):
            add_foreign_key(operations, table, name, definition)
        else:
            not_valid_then_valid(operations, table, name, definition)
        if comment := rule.get("comment"):
            run(operations, f"COMMENT ON CONSTRAINT {name} ON {table} IS {literal(comment)}")


def forget(operations: Operations, found: Noted | None) -> None:
    """Note that what was set aside is back."""
    if found is not None:
        run(operations, f"DELETE FROM _migrate.set_aside WHERE id = {found.number}")  # noqa: S608


def forget_printed(
    operations: Operations, revision: str, table: str, column: str | None, schema: str | None
) -> None:
    """Print what notes it, where nothing could be asked."""
    home = literal(schema) if schema else "current_schema()"
    which = "IS NULL" if column is None else f"= {literal(column)}"
    where = f"revision = {literal(revision)} AND schema_name = {home}"
    where += f" AND table_name = {literal(table)} AND column_name {which}"
    run(operations, f"DELETE FROM _migrate.set_aside WHERE {where}")  # noqa: S608 (quoted)


class SetAsidePurged(click.ClickException):
    """What a revision would bring back has been purged."""

    def __init__(self, revision: str, table: str, column: str | None, purged: datetime) -> None:
        self.revision, self.table, self.column, self.purged = revision, table, column, purged
        what = f"Column {table}.{column}" if column else f"Table {table}"
        super().__init__(
            f"{what} cannot be brought back: what {revision} set aside was purged on "
            f"{purged:%Y-%m-%d %H:%M}. Its rows are in backups from before "
            f"(`{typed('backups')}`); to have it back empty, write a revision that adds it."
        )
