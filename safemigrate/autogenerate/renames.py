"""Renames, which look like a drop and an addition: told, asked, or refused; never guessed."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import click
from alembic.operations import MigrateOperation, ops
from sqlalchemy import Dialect

from safemigrate.autogenerate.call import Call
from safemigrate.autogenerate.errors import LooksLikeRename, NoSuchRename
from safemigrate.autogenerate.unit import Phase, Unit

Flat = list[MigrateOperation]


@dataclass(frozen=True)
class Answers:
    """What was said on the command line: table.old=new and old=new; table.old and old."""

    renamed: Sequence[str] = ()
    kept_apart: Sequence[str] = ()


@dataclass
class Renames:
    """The changes without those that are renames, and the renames."""

    changes: Flat
    units: list[Unit] = field(default_factory=list)


def renames(changes: Flat, answers: Answers, dialect: Dialect) -> Renames:
    """Take the renames out of what looks like drops and additions.

    Raises LooksLikeRename where nobody can be asked, NoSuchRename where an answer names no change.
    """
    went, came = _went(changes), _came(changes)
    pairs: dict[str, str] = {}
    for asked in answers.renamed:
        old, _, name = asked.partition("=")
        new = f"{old.rpartition('.')[0]}.{name}" if "." in old else name
        if old not in went or new not in came:
            raise NoSuchRename(asked, sorted(went), sorted(came))
        pairs[old] = new
    open_ones = {
        old: news
        for old in went
        if old not in pairs
        and old not in answers.kept_apart
        and (
            news := _like(
                old, went, {new for new in came if new not in pairs.values()}, came, dialect
            )
        )
    }
    pairs |= _asked(open_ones)
    return _without(changes, pairs, went, came)


def _asked(open_ones: dict[str, list[str]]) -> dict[str, str]:
    """Return the answers of the person at the terminal."""
    if not open_ones:
        return {}
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise LooksLikeRename(
            {old: [new.rpartition(".")[2] for new in news] for old, news in open_ones.items()}
        )
    pairs: dict[str, str] = {}
    for old, news in open_ones.items():
        for new in news:
            if new not in pairs.values() and click.confirm(f"Is {new} the new name of {old}?"):
                pairs[old] = new
                break
    return pairs


def _went(changes: Iterable[MigrateOperation]) -> dict[str, MigrateOperation]:
    found: dict[str, MigrateOperation] = {}
    for change in changes:
        if isinstance(change, ops.DropColumnOp):
            found[f"{_table(change.table_name, change.schema)}.{change.column_name}"] = change
        elif isinstance(change, ops.DropTableOp):
            found[_table(change.table_name, change.schema)] = change
    return found


def _came(changes: Iterable[MigrateOperation]) -> dict[str, MigrateOperation]:
    found: dict[str, MigrateOperation] = {}
    for change in changes:
        if isinstance(change, ops.AddColumnOp):
            found[f"{_table(change.table_name, change.schema)}.{change.column.name}"] = change
        elif isinstance(change, ops.CreateTableOp):
            found[_table(change.table_name, change.schema)] = change
    return found


def _table(name: str, schema: str | None) -> str:
    return name if schema is None else f"{schema}/{name}"


def _like(
    old: str,
    went: dict[str, MigrateOperation],
    free: set[str],
    came: dict[str, MigrateOperation],
    dialect: Dialect,
) -> list[str]:
    """Return the new names that may be the old one's: of the same table and type, or columns."""
    gone = went[old]
    found = []
    for new in sorted(free):
        made = came[new]
        if isinstance(gone, ops.DropColumnOp) and isinstance(made, ops.AddColumnOp):
            was = gone.reverse().column
            same = made.column.type.compile(dialect) == was.type.compile(dialect)
            if same and new.rpartition(".")[0] == old.rpartition(".")[0]:
                found.append(new)
        elif isinstance(gone, ops.DropTableOp) and isinstance(made, ops.CreateTableOp):
            if set(gone.to_table().c.keys()) == set(made.to_table().c.keys()):
                found.append(new)
    return found


def _without(
    changes: Flat,
    pairs: dict[str, str],
    went: dict[str, MigrateOperation],
    came: dict[str, MigrateOperation],
) -> Renames:
    done = Renames([])
    gone = {id(went[old]) for old in pairs} | {id(came[new]) for new in pairs.values()}
    tables = {
        getattr(one, "table_name", None)
        for old, new in pairs.items()
        for one in (went[old], came[new])
        if isinstance(one, ops.DropTableOp | ops.CreateTableOp)
    }
    for change in changes:
        of_renamed = isinstance(change, ops.CreateIndexOp | ops.DropIndexOp)
        if id(change) in gone or (of_renamed and change.table_name in tables):
            continue
        done.changes.append(change)
    done.units = [_unit(went[old], came[new]) for old, new in pairs.items()]
    return done


def _unit(gone: MigrateOperation, made: MigrateOperation) -> Unit:
    if isinstance(gone, ops.DropColumnOp) and isinstance(made, ops.AddColumnOp):
        table, schema, old, new = gone.table_name, gone.schema, gone.column_name, made.column.name
        up = Call("alter_column", table, old, new_column_name=new, schema=schema)
        down = Call("alter_column", table, new, new_column_name=old, schema=schema)
    else:
        assert isinstance(gone, ops.DropTableOp)
        assert isinstance(made, ops.CreateTableOp)
        table, schema = gone.table_name, gone.schema
        up = Call("rename_table", table, made.table_name, schema=schema)
        down = Call("rename_table", made.table_name, table, schema=schema)
    return Unit(Phase.CONTRACT, (up,), (down,), f"{table}: ACCESS EXCLUSIVE for a moment")
