"""Takes the locks that a revision needs in its first statements up front, in a fixed order.

They are known from the upgrade's plan, or from a failed try: pg_locks showed them while it waited.
Taken first, no lock is held while the revision works toward its next wait; and the fixed order
keeps two upgrades from waiting for each other.

Why this is safe: all locks together wait at most one lock timeout, so others are blocked no longer
than by a single statement.  A lock is taken up front only if the try reached it within one lock
timeout of its transaction's start, so it is not held during long work that comes before it.  Only
existing tables are locked, in the mode that was seen.  The lock timeout is shorter than
deadlock_timeout (1 s), so in a deadlock with the application the revision always gives way.
https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from safemigrate.execute.blocker import TableLock

# The modes that wait for or block reads or writes, weakest first.
MODES = (
    "ShareUpdateExclusiveLock",
    "ShareLock",
    "ShareRowExclusiveLock",
    "ExclusiveLock",
    "AccessExclusiveLock",
)
WORDS = {
    "ShareUpdateExclusiveLock": "SHARE UPDATE EXCLUSIVE",
    "ShareLock": "SHARE",
    "ShareRowExclusiveLock": "SHARE ROW EXCLUSIVE",
    "ExclusiveLock": "EXCLUSIVE",
    "AccessExclusiveLock": "ACCESS EXCLUSIVE",
}

_LOCKABLE = """
SELECT 1 FROM pg_class WHERE oid = to_regclass(%s) AND relkind IN ('r', 'p')
AND has_table_privilege(oid, 'UPDATE, DELETE, TRUNCATE')
"""


def merged(
    expected: Mapping[str, str], seen: Iterable[TableLock], *, within: float
) -> dict[str, str]:
    """Return each table's mode: the stronger of the expected one and the one that was seen.

    within  seconds since the transaction's start; locks requested later are left out
    """
    locks = dict(expected)
    for lock in seen:
        if lock.mode not in MODES or lock.after > within:
            continue
        modes = [mode for mode in (locks.get(lock.table), lock.mode) if mode]
        locks[lock.table] = max(modes, key=MODES.index)
    return locks


def lock_up_front(
    locks: Mapping[str, str], run: Callable[..., Any], *, lock_timeout: float
) -> None:
    """Take the locks in order of table name; lock_timeout is seconds for all of them together.

    A table that does not exist (a plan may have the name it gets later) or that this role may not
    lock is left to the statement that uses it.
    """
    began = time.monotonic()
    for table, mode in sorted(locks.items()):
        if not run(_LOCKABLE, table):
            continue
        left = lock_timeout - (time.monotonic() - began)
        run(f"SET LOCAL lock_timeout = {max(1, round(left * 1000))}")
        run(f"LOCK TABLE ONLY {table} IN {WORDS[mode]} MODE")
    if locks:
        run(f"SET LOCAL lock_timeout = {round(lock_timeout * 1000)}")


def lock_words(lock: TableLock) -> str:
    """Return a lock as PostgreSQL's manual names it: ACCESS EXCLUSIVE on public.users."""
    mode = WORDS.get(lock.mode, lock.mode.removesuffix("Lock"))
    return f"{mode} on {lock.table.removeprefix('public.')}"
