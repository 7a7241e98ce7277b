"""A backfill made by a Python function, a batch of rows at a time.

    def fill(connection, batch):
        rows = connection.execute(select(parcel).where(batch.rows)).all()
        ...
        return len(rows)

It runs in the batch's transaction and must not end it; it returns how many rows it changed.
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
from safemigrate.backfill.line import WorkerSession
from safemigrate.backfill.work import Work


@dataclass(frozen=True)
class FunctionBatch:
    """The batch that a function gets besides the connection.

    table  the table, as registered
    key    the columns of its key
    after  the key after which the batch begins, as text values; None at the start of the table
    upto   the last key of the batch
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
        """Return the condition of the batch's rows, for a SQLAlchemy statement."""
        sql, values = self._range.condition(self._key)
        names = [f"backfill_{place}" for place in range(len(values))]
        for name in names:
            before, _, rest = sql.partition("%s::")
            type_name = next(filter(rest.startswith, _longest_first(self._key)))
            sql = f"{before}CAST(:{name} AS {type_name}){rest[len(type_name) :]}"
        sql = sql.replace("%%", "%")
        if self._condition:
            sql += f" AND ({self._condition.replace(':', chr(92) + ':')})"
        return text(sql).bindparams(**dict(zip(names, values, strict=True)))


def as_batch_change(
    function: Callable[[Connection, FunctionBatch], int | None],
) -> Callable[..., int]:
    """Wrap a user's function so that it changes one batch."""

    def change(session: WorkerSession, work: Work, part: Range) -> int:
        rows = FunctionBatch(
            work.relation,
            work.key.columns,
            part.after,
            part.upto,
            work.key,
            part,
            work.condition,
        )
        return function(session.connection, rows) or 0

    return change


def load_function(work: Work) -> Callable[..., Any]:
    """Return the function that a backfill names; raise NotAFunction if there is none."""
    reference = str(work.function)
    module, _, name = reference.partition(":")
    try:
        function = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise NotAFunction(work.name, reference, str(error)) from error
    if not callable(function):
        raise NotAFunction(work.name, reference, "it is not a function")
    return function  # type: ignore[no-any-return]


def _longest_first(key: Key) -> list[str]:
    return sorted(key.types, key=len, reverse=True)
