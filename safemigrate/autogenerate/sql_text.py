"""An expression of a model as PostgreSQL reads it in a definition."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.sql.elements import ClauseElement


def sql_text(expression: Any, dialect: Dialect) -> str:
    """Return SQL without table names and with its values written out."""
    if not isinstance(expression, ClauseElement):
        return str(expression)
    written = expression.compile(
        dialect=dialect, compile_kwargs={"literal_binds": True, "include_table": False}
    )
    return str(written)
