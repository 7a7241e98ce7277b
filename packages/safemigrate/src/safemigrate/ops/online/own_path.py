"""A function of ours finds the names in it where the migration found them, whoever calls it.

A program may have another search_path, and a function that calls ours none at all.
https://www.postgresql.org/docs/current/sql-createfunction.html
"""

from __future__ import annotations

from alembic.operations import Operations

from safemigrate.postgres.statements import query_rows

NONE = "''"
_PATH = "SELECT string_agg(quote_ident(each), ', ') FROM unnest(current_schemas(false)) AS each"


def own_path(operations: Operations) -> str:
    """Return the clause for CREATE FUNCTION; "$user" is spelt out, who calls is another."""
    [(path,)] = query_rows(operations, _PATH)
    return f"SET search_path = {path or NONE}"
