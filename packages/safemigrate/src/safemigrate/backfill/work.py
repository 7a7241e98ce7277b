"""A registered backfill, read from its row in the schema _migrate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from safemigrate.backfill.backfill_errors import NoKey, NoTable, UnknownBackfill
from safemigrate.backfill.children import WITH_CHILDREN
from safemigrate.backfill.key import Key, candidates, escape_percent, quoted
from safemigrate.backfill.shares import shares_of

_READ = """
SELECT name, relation, assignments, function, condition, state, key
FROM _migrate.backfill WHERE name = %s
"""
# A partitioned table has no rows of its own, but its estimate counts all rows of its partitions.
_EXPECTED = f"""
SELECT sum(greatest(c.reltuples, 0))::bigint FROM pg_class c
WHERE c.oid IN ({WITH_CHILDREN}) AND c.relkind <> 'p'
"""  # noqa: S608
_BEGUN = """
UPDATE _migrate.backfill SET key = %s, started = coalesce(started, clock_timestamp()),
       rows_expected = coalesce(rows_expected, %s), heartbeat = clock_timestamp()
WHERE name = %s
"""


@dataclass(frozen=True)
class Work:
    """A registered backfill, and the key by which it reads the table in order.

    relation     the table's name, quoted for SQL
    assignments  SQL by column; None if a function makes the change
    condition    SQL condition of the rows to change; None for every row
    shares       in how many shares a range is changed if most of its rows need it
    """

    name: str
    relation: str
    assignments: dict[str, str] | None
    function: str | None
    condition: str | None
    state: str
    key: Key
    shares: int = 1

    @property
    def matches(self) -> str:
        """Return the condition, for a statement with parameters."""
        return f"({escape_percent(self.condition)})" if self.condition else "true"

    @property
    def update(self) -> str:
        """Return the beginning of the UPDATE, up to its WHERE."""
        pairs = (self.assignments or {}).items()
        changed = ", ".join(f"{quoted(column)} = ({escape_percent(sql)})" for column, sql in pairs)
        return f"UPDATE {escape_percent(self.relation)} SET {changed}"  # noqa: S608


def read(ask: Any, name: str) -> Work:
    """Return the backfill with the key it uses.

    Raises UnknownBackfill, NoTable, and NoKey if no unique index is suitable.
    """
    rows = ask(_READ, name)
    if not rows:
        raise UnknownBackfill(name)
    _, relation, assignments, function, condition, state, columns = rows[0]
    work = Work(name, relation, assignments, function, condition, state, Key((), ()))
    if ask("SELECT to_regclass(%s) IS NULL", work.relation)[0][0]:
        raise NoTable(name, work.relation)
    changed = list(work.assignments or {})
    for key in candidates(ask, work.relation, changed):
        if columns is None or key.columns == tuple(columns):
            return replace(work, key=key, shares=shares_of(ask, work.relation, changed, key))
    raise NoKey(name, work.relation, changed)


def begin(ask: Any, work: Work) -> None:
    """Record the start; the first time also the key and the planner's estimate of the rows."""
    expected = ask(_EXPECTED, work.relation)[0][0]
    ask(_BEGUN, list(work.key.columns), expected or None, work.name)
