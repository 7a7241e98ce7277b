"""A registered background change, as its row in the schema _migrate has it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from safemigrate.backfill.backfill_errors import NoKey, NoTable, UnknownBackfill
from safemigrate.backfill.children import WITH_CHILDREN
from safemigrate.backfill.key import Key, candidates, doubled, quoted
from safemigrate.backfill.shares import shares_of

_READ = """
SELECT name, relation, assignments, function, condition, state, key
FROM _migrate.backfill WHERE name = %s
"""
# A partitioned table has no rows of its own, but an estimate of all that its partitions have.
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
    """What is changed, where, and by which key the table is gone through.

    assignments  SQL by column; None where a function does it
    condition    SQL of the rows that still need it; None for every row
    shares       in how many a range is changed where most of its rows need it
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
        """Return the condition for a statement with parameters."""
        return f"({doubled(self.condition)})" if self.condition else "true"

    @property
    def update(self) -> str:
        """Return the statement's beginning, up to its WHERE."""
        pairs = (self.assignments or {}).items()
        changed = ", ".join(f"{quoted(column)} = ({doubled(sql)})" for column, sql in pairs)
        return f"UPDATE {doubled(self.relation)} SET {changed}"  # noqa: S608


def read(ask: Any, name: str) -> Work:
    """Return the work with the key it uses.

    Raises UnknownBackfill, NoTable, and NoKey where no unique index serves.
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
    """Note the key and the number of rows that the planner knows of, the first time."""
    expected = ask(_EXPECTED, work.relation)[0][0]
    ask(_BEGUN, list(work.key.columns), expected or None, work.name)
