"""The steps of an online change of type or name: each is a revision, with its downgrade."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from alembic.operations.ops import AlterColumnOp

from safemigrate.autogenerate.call import Call, Code
from safemigrate.autogenerate.sql_text import bindless
from safemigrate.autogenerate.typed_rename import Rename
from safemigrate.autogenerate.unit import MOMENT, Phase, Turn, Unit

_FILLED = "the rows of one batch at a time"
_BUILT = (
    "SHARE UPDATE EXCLUSIVE while indexes are built and rows are validated (reads and writes "
    "continue); ACCESS EXCLUSIVE several times, each for a moment; SHARE ROW EXCLUSIVE for a "
    "moment on tables that a foreign key of the column refers to"
)
_FINISHED = f"{MOMENT}, also on tables that a foreign key of the column refers to"


def retyped_online(
    change: AlterColumnOp, *, default: str | None, checks: Mapping[str, str], several: bool
) -> Iterator[Unit]:
    """Yield the steps of a change of type.

    default  the column's, as SQL, if the change to another type and back would alter it
    checks   conditions by name of the checks that it would alter
    several  whether it must finish before the next change of the table begins
    """
    table, column, schema = change.table_name, change.column_name, change.schema
    place, turn = (table, column), Turn.TYPES
    new, old = change.modify_type, change.existing_type
    begin = Call("change_type_online", *place, new, schema=schema)
    undo = [Call("undo_change_type_online", *place, schema=schema)]
    if default is not None:
        text = Code(f"sa.text({bindless(default)!r})")
        undo.append(Call("alter_column", *place, server_default=text, schema=schema))
    undo += [
        Call("replace_check_safely", name, table, condition, schema=schema)
        for name, condition in checks.items()
    ]
    yield Unit(Phase.EXPAND, (begin,), tuple(undo), f"{table}: {MOMENT}", turn)
    yield from _filled_and_built(table, column, schema, turn)
    swap = Call("swap_online", *place, schema=schema)
    undo_swap = Call("undo_swap_online", *place, schema=schema)
    yield Unit(Phase.EXPAND, (swap,), (undo_swap,), f"{table}: {MOMENT}", turn)
    undo_finish = Call("undo_finish_type_online", *place, old, schema=schema)
    yield _finished(table, column, schema, undo_finish, turn if several else Turn.OLD_TYPES)


def renamed_online(rename: Rename) -> Iterator[Unit]:
    """Yield the steps of a rename of a column."""
    table, column, schema = rename.table, str(rename.column), rename.schema
    place, turn = (table, column), Turn.RENAMES
    begin = Call("rename_column_online", *place, rename.new, schema=schema)
    undo = Call("undo_rename_column_online", *place, schema=schema)
    yield Unit(Phase.EXPAND, (begin,), (undo,), f"{table}: {MOMENT}", turn)
    yield from _filled_and_built(table, column, schema, turn)
    undo_finish = Call("undo_finish_rename_online", *place, rename.new, schema=schema)
    yield _finished(table, column, schema, undo_finish, turn)


def _filled_and_built(table: str, column: str, schema: str | None, turn: Turn) -> Iterator[Unit]:
    place = table, column
    fill = Call("fill_online", *place, schema=schema)
    yield Unit(Phase.BACKFILL, (fill,), (), f"{table}: {_FILLED}", turn)
    build = Call("build_online", *place, schema=schema)
    undo = Call("undo_build_online", *place, schema=schema)
    yield Unit(Phase.EXPAND, (build,), (undo,), f"{table}: {_BUILT}", turn)


def _finished(table: str, column: str, schema: str | None, undo_finish: Call, turn: Turn) -> Unit:
    finish = Call("finish_online", table, column, schema=schema)
    return Unit(Phase.CONTRACT, (finish,), (undo_finish,), f"{table}: {_FINISHED}", turn)
