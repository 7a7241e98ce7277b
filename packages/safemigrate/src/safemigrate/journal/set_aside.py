"""The table of what soft drops have set aside, and how the names of such things begin.

revision              whose upgrade set it aside
schema_name, table_name, column_name   what it was; no column where the whole table was meant
kept_as               the column's name now, or the schema that the table lies in now
was_not_null, default_sql, rules       what was loosened, to be brought back with it; rules are a
                      list of records with table, name and definition, as SQL writes them, and
                      comment
set_aside, purged     when; purged is NULL while it can be brought back
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


_THERE = "SELECT to_regclass('_migrate.set_aside') IS NOT NULL"


_KEPT = """
SELECT id, revision, schema_name, table_name, column_name, kept_as, set_aside
FROM _migrate.set_aside
WHERE purged IS NULL AND set_aside <= now() - :age ORDER BY id
"""


@dataclass(frozen=True)
class Kept:
    """A column, or a whole table where there is none; kept_as is its name or schema now."""

    number: int
    revision: str
    schema: str
    table: str
    column: str | None
    kept_as: str
    set_aside: datetime

    def __str__(self) -> str:
        table = self.table if self.schema == "public" else f"{self.schema}.{self.table}"
        what = f"column {table}.{self.column}" if self.column else f"table {table}"
        return f"{what} (set aside by {self.revision} on {self.set_aside:%Y-%m-%d})"

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "revision": self.revision,
            "schema": self.schema,
            "table": self.table,
            "column": self.column,
            "set_aside": self.set_aside.isoformat(timespec="seconds"),
        }


def kept(session: Session, older_than: timedelta) -> list[Kept]:
    """Return what was set aside at least so long ago, the oldest first."""
    if not session.value(_THERE):
        return []
    return [Kept(*row) for row in session.rows(_KEPT, age=older_than)]
