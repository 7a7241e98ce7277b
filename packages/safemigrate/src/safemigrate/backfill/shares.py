"""Why a range is changed in shares: so that the new versions of its rows stay on their pages.

An UPDATE writes a new version of the row.  If its page has room, and no index has a changed column,
the new version stays on the page and the indexes are left alone; otherwise it goes to another page,
and every index gets a new entry.  A full page gets room when an old version is pruned, which any
reader of the page does after the change was committed.  So each transaction changes a quarter of a
range's rows, spread over all its pages: the first quarter moves to other pages, and each later
quarter reuses the space freed by the one before.  A long transaction in any database of the server
prevents pruning; then rows move as without shares.
https://www.postgresql.org/docs/current/storage-hot.html

A row's key alone determines its share.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from safemigrate.backfill.children import WITH_CHILDREN
from safemigrate.backfill.key import Key

SHARES = 4

# indkey has an index's own columns; pg_depend those of its expressions and its WHERE.
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
    """Return in how many shares a range of a table is changed; 1 if more would not help.

    changed  the columns that are changed; none if that is not known
    """
    if not changed or not key.number:
        return 1
    indexed = ask(_INDEXED, list(changed), relation)[0][0]
    return 1 if indexed else SHARES
