"""Takes the locks that a revision is known to need in its first statements, in one order.

They are known from the plan that the upgrade was given, and from the try that failed: seen in
pg_locks while it waited.  Taking them first is
better than meeting them one by one, because then nothing is held while the revision works towards
its next wait; and one order for all keeps two upgrades from waiting for each other.

What is safe about it: all together wait at most one lock timeout, so that nobody is held up longer
than by a single statement; a lock is moved to the front only if the try came to it within one lock
timeout of its transaction's start, so that it is not held during long work that came before it;
and only tables that existed before, in the mode that was seen.  The lock timeout is shorter than
deadlock_timeout (1 s), so that in a deadlock with the application it is always the revision that
gives way.
https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from safemigrate.execute.blocker import TableLock

# Those that wait for, or hold up, somebody's reading or writing; the weakest first.
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


def merged(known: Mapping[str, str], seen: Iterable[TableLock], *, within: float) -> dict[str, str]:
    """Return table to mode: what was known and what was seen, the stronger where both are.

    within  seconds after the transaction's start that a lock may have been asked for
    """
    locks = dict(known)
    for lock in seen:
        if lock.mode not in MODES or lock.after > within:
            continue
        modes = [mode for mode in (locks.get(lock.table), lock.mode) if mode]
        locks[lock.table] = max(modes, key=MODES.index)
    return locks


def lock_up_front(
    locks: Mapping[str, str], run: Callable[..., Any], *, lock_timeout: float
) -> None:
    """Take the locks in the order of the tables' names; seconds for all of them together.

    A table that is not there (a plan may know it by a name that it has later) or that this role
    may not lock is left to the statement that means it.
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
