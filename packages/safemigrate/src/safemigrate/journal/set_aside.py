"""The table of what soft drops have set aside.

revision              whose upgrade set it aside
schema_name, table_name, column_name   its old name; no column for a whole table
kept_as               the column's name now, or the schema that has the table now
was_not_null, default_sql, rules       what was removed from it, to restore; rules is a list of
                      records with table, name and definition, in SQL, and comment
set_aside, purged     when; purged is NULL while it can be restored
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from safemigrate.postgres.session import Session

TABLE = """
CREATE TABLE IF NOT EXISTS _migrate.set_aside (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    revision text NOT NULL,
    schema_name text NOT NULL,
    table_name text NOT NULL,
    column_name text,
    kept_as text NOT NULL,
    was_not_null boolean NOT NULL DEFAULT false,
    default_sql text,
    rules jsonb NOT NULL DEFAULT '[]',
    set_aside timestamptz NOT NULL DEFAULT clock_timestamp(),
    purged timestamptz
);
"""


_HAS_TABLE = "SELECT to_regclass('_migrate.set_aside') IS NOT NULL"


_ROWS = """
SELECT id, revision, schema_name, table_name, column_name, kept_as, set_aside
FROM _migrate.set_aside
WHERE purged IS NULL AND set_aside <= now() - :age ORDER BY id
"""


@dataclass(frozen=True)
class SetAsideObject:
    """A column, or a whole table if column is None; kept_as is its name or schema now."""

    number: int
    revision: str
    schema: str
    table: str
    column: str | None
    kept_as: str
    set_aside: datetime

    def __str__(self) -> str:
        table = self.table if self.schema == "public" else f"{self.schema}.{self.table}"
        label = f"column {table}.{self.column}" if self.column else f"table {table}"
        return f"{label} (set aside by {self.revision} on {self.set_aside:%Y-%m-%d})"

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "revision": self.revision,
            "schema": self.schema,
            "table": self.table,
            "column": self.column,
            "set_aside": self.set_aside.isoformat(timespec="seconds"),
        }


def set_aside_objects(session: Session, older_than: timedelta) -> list[SetAsideObject]:
    """Return what was set aside at least this long ago, oldest first."""
    if not session.value(_HAS_TABLE):
        return []
    return [SetAsideObject(*row) for row in session.rows(_ROWS, age=older_than)]
