"""Why a range is changed in shares: so that the new versions of its rows stay on their pages.

PostgreSQL writes a changed row anew.  Where its page has room, and no index has a column that
changed, the new version stays there and the indexes are left alone; else it goes to another page,
and every index gets another entry.  A full page has room once a row that was changed before is
pruned, which any reader of the page does after that change was committed.  So a transaction
changes a quarter of a range's rows, spread over all its pages: the first quarter moves away, and
each of the others takes the room of the one before.  A transaction that goes on, in any database
of the server, keeps old versions from being pruned; then rows move away as without shares.
https://www.postgresql.org/docs/current/storage-hot.html

Which share a row is in follows from its key alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from safemigrate.backfill.children import WITH_CHILDREN
from safemigrate.backfill.key import Key

SHARES = 4

# An index depends on the columns of its expressions and its WHERE; its own stand in indkey.
_INDEXED = f"""
SELECT EXISTS (
    SELECT FROM pg_index i
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attname = ANY (%s)
    WHERE i.indrelid IN ({WITH_CHILDREN})
      AND (a.attnum = ANY (i.indkey::int2[]) OR EXISTS (
        SELECT FROM pg_depend d
        WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid
          AND d.refobjid = i.indrelid AND d.refobjsubid = a.attnum))
)
"""  # noqa: S608


def shares_of(ask: Any, relation: str, changed: Sequence[str], key: Key) -> int:
    """Return in how many shares a range of a table is changed; 1 where more are of no use.

    changed  the columns that are changed; none where that is not known
    """
    if not changed or not key.number:
        return 1
    indexed = ask(_INDEXED, list(changed), relation)[0][0]
    return 1 if indexed else SHARES
