"""Names, values and expressions of a model, as SQL."""

from __future__ import annotations

from copy import copy
from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.schema import DefaultClause
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.types import TypeEngine

# A driver's dialect doubles each per cent sign for the driver; a file must not have them doubled.
PLAIN: Dialect = PGDialect(paramstyle="named")  # type: ignore[no-untyped-call]


def for_a_file(dialect: Dialect) -> Dialect:
    """Return a dialect like this one that does not double per cent signs."""
    plain = copy(dialect)
    plain.paramstyle = "named"
    plain.identifier_preparer = dialect.preparer(plain)
    return plain


def quoted(name: str, schema: str | None = None) -> str:
    """Return a name, quoted if SQL requires it."""
    quote = PLAIN.identifier_preparer.quote
    return f"{quote(schema)}.{quote(name)}" if schema else str(quote(name))


def sql_text(expression: Any) -> str:
    """Return an expression as SQL, without table names and with literal values."""
    if not isinstance(expression, ClauseElement):
        return str(expression)
    written = expression.compile(
        dialect=PLAIN, compile_kwargs={"literal_binds": True, "include_table": False}
    )
    return str(written)


def default_text(default: DefaultClause) -> str:
    """Return a server default as SQL for DEFAULT."""
    compiler: Any = PLAIN.ddl_compiler(PLAIN, None)  # type: ignore[arg-type]
    return str(compiler.render_default_string(default.arg))


def type_text(type_: TypeEngine[Any]) -> str:
    """Return a type as SQL."""
    return PLAIN.type_compiler_instance.process(type_)


def bindless(sql: str) -> str:
    r"""Return SQL for op.execute or sa.text, which read an unescaped colon as a parameter.

    >>> bindless("'a:b'")
    "'a\\:b'"
    """
    return sql.replace(":", r"\:")
