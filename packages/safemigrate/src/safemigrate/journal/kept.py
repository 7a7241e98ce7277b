"""What soft drops have set aside in a database and nobody has brought back or purged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from safemigrate.postgres.session import Session

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
