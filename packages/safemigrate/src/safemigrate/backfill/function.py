"""A background change that a Python function makes, a batch of rows at a time.

    def fill(connection, batch):
        rows = connection.execute(select(parcel).where(batch.rows)).all()
        ...
        return len(rows)

It runs in the batch's transaction and must leave that open; what it returns is counted as changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.sql.elements import TextClause

from safemigrate.backfill.backfill_errors import NotAFunction
from safemigrate.backfill.key import Key, Range
from safemigrate.backfill.line import Line
from safemigrate.backfill.work import Work


@dataclass(frozen=True)
class Rows:
    """What a function is given besides the connection.

    table  as it was registered
    key    its columns
    after  the key above which the batch begins, as texts; None at the start of the table
    upto   the key that it ends with
    """

    table: str
    key: tuple[str, ...]
    after: tuple[str, ...] | None
    upto: tuple[str, ...]
    _key: Key
    _range: Range
    _condition: str | None

    @property
    def rows(self) -> TextClause:
        """Return the condition of the batch's rows, for a statement of SQLAlchemy."""
        sql, values = self._range.condition(self._key)
        names = [f"backfill_{place}" for place in range(len(values))]
        for name in names:
            before, _, rest = sql.partition("%s::")
            kind = next(kind for kind in _longest_first(self._key) if rest.startswith(kind))
            sql = f"{before}CAST(:{name} AS {kind}){rest[len(kind) :]}"
        sql = sql.replace("%%", "%")
        if self._condition:
            sql += f" AND ({self._condition.replace(':', chr(92) + ':')})"
        return text(sql).bindparams(**dict(zip(names, values, strict=True)))


def change_by(function: Callable[[Connection, Rows], int | None]) -> Callable[..., int]:
    """Return a function of ours as what changes a batch."""

    def change(line: Line, work: Work, part: Range) -> int:
        rows = Rows(
            work.relation,
            work.key.columns,
            part.after,
            part.upto,
            work.key,
            part,
            work.condition,
        )
        return function(line.connection, rows) or 0

    return change


def loaded(work: Work) -> Callable[..., Any]:
    """Return the function that a work names; NotAFunction where there is none."""
    named = str(work.function)
    module, _, name = named.partition(":")
    try:
        found = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise NotAFunction(work.name, named, str(error)) from error
    if not callable(found):
        raise NotAFunction(work.name, named, "it is no function")
    return found  # type: ignore[no-any-return]


def _longest_first(key: Key) -> list[str]:
    return sorted(key.types, key=len, reverse=True)
