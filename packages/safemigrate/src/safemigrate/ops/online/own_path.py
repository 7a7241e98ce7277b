"""Sets the search_path of a function that we create to the migration's, whoever calls it.

A program may have a different search_path, and a function that calls ours may have an empty one.
https://www.postgresql.org/docs/current/sql-createfunction.html
"""

from __future__ import annotations

from alembic.operations import Operations

from safemigrate.postgres.statements import query_rows

NONE = "''"
_PATH = "SELECT string_agg(quote_ident(each), ', ') FROM unnest(current_schemas(false)) AS each"


def own_path(operations: Operations) -> str:
    """Return the clause for CREATE FUNCTION, with "$user" resolved: the caller is another role."""
    [(path,)] = query_rows(operations, _PATH)
    return f"SET search_path = {path or NONE}"
