"""Indexes of tables in use: built and dropped without blocking reads or writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from alembic.operations import ops

from safemigrate.autogenerate.call import Call, Code
from safemigrate.autogenerate.sql_text import bindless, quoted, sql_text
from safemigrate.autogenerate.unit import BUILT, DROPPED, Phase, Unit, plain

_WORDS = {
    "postgresql_include": "include",
    "postgresql_nulls_not_distinct": "nulls_not_distinct",
    "postgresql_using": "using",
    "postgresql_with": "with_",
}
_IN_SQL = {"postgresql_ops", "postgresql_where"}


def index(change: ops.CreateIndexOp) -> Iterator[Unit]:
    """Yield an index that is built concurrently."""
    call = _create(change)
    if call is None:
        yield plain(change)
        return
    drop = _drop(change.index_name, change.table_name, change.schema)
    yield Unit(Phase.EXPAND, (call,), (drop,), f"{change.table_name}: {BUILT}")


def dropped_index(change: ops.DropIndexOp) -> Iterator[Unit]:
    """Yield the concurrent drop of an index; its downgrade builds it concurrently."""
    reverse_op = change.reverse()
    create = _create(reverse_op) if isinstance(reverse_op, ops.CreateIndexOp) else None
    if create is None or change.table_name is None:
        yield plain(change)
        return
    drop = _drop(change.index_name, change.table_name, change.schema)
    yield Unit(Phase.EXPAND, (drop,), (create,), f"{change.table_name}: {DROPPED}")


def _create(change: ops.CreateIndexOp) -> Call | None:
    words = {key: value for key, value in change.kw.items() if not _is_blank(value)}
    if change.index_name is None or words.keys() - _WORDS.keys() - _IN_SQL:
        return None
    where = words.get("postgresql_where")
    named = {ours: words.get(theirs) for theirs, ours in _WORDS.items()}
    return Call(
        "create_index_concurrently",
        str(change.index_name),
        change.table_name,
        [_key(key, words.get("postgresql_ops", {})) for key in change.columns],
        unique=bool(change.unique),
        where=None if where is None else sql_text(where),
        schema=change.schema,
        **named,
    )


def _key(key: Any, classes: Mapping[str, str]) -> str | Code:
    """Return a column or an expression, with its operator class in this index."""
    name = key if isinstance(key, str) else getattr(key, "key", None)
    chosen = classes.get(name) if name else None
    if isinstance(key, str) and chosen is None:
        return key
    text = quoted(key) if isinstance(key, str) else sql_text(key)
    if chosen is not None:
        text = f"{text} {chosen}"
    return Code(f"sa.text({bindless(text)!r})")


def _is_blank(value: object) -> bool:
    # The truth value of an SQL expression is not defined.
    return value is None or value is False or (isinstance(value, dict | list | tuple) and not value)


def _drop(name: object, table: str, schema: str | None) -> Call:
    return Call("drop_index_concurrently", str(name), table, schema=schema)
