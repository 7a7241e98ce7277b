"""One column takes over from the other: names of indexes and constraints, primary key, sequence.

All of it happens in one transaction, and none of it reads or writes a row.
"""

from __future__ import annotations

from alembic.operations import Operations

from safemigrate.ops.create_index_concurrently import index_of
from safemigrate.ops.online.attached import Index, constraints, indexes
from safemigrate.ops.online.change import NEW, OLD, Change
from safemigrate.ops.online.column import column_of
from safemigrate.ops.online.not_null import hand_over_not_null
from safemigrate.ops.online.online_errors import NotBuilt, NotUnderWay
from safemigrate.ops.online.sequence import hand_over_sequence
from safemigrate.postgres.names import kept_whole, literal, quoted
from safemigrate.postgres.partitions import partitions
from safemigrate.postgres.statements import query_rows, run

_IS_THERE = "SELECT to_regclass(:index) IS NOT NULL"


def hand_over(operations: Operations, change: Change) -> None:
    """Give the shadow its column's place in everything but the name.

    Locks: ACCESS EXCLUSIVE on the table, and on the tables that a foreign key of the column
    refers to.

    Raises NotUnderWay.
    """
    column = column_of(operations, change.table, change.column, change.schema)
    if column is None:
        raise NotUnderWay(change.table, change.key)
    _exchange(operations, change)
    hand_over_sequence(operations, change, column)
    if column.not_null:
        hand_over_not_null(operations, change)


def see_that_all_is_built(operations: Operations, change: Change) -> None:
    """Raise NotBuilt where the column has an index or a rule that its shadow lacks."""
    built = {each.name for each in indexes(operations, change, change.shadow)}
    built |= {each.name for each in constraints(operations, change, change.shadow)}
    names = [each.name for each in _own_indexes(operations, change)]
    names += [each.name for each in constraints(operations, change, change.column)]
    # What has both columns is the application's own work, and nobody's to exchange.
    lacking = [
        name
        for name in names
        if name not in built and kept_whole(f"{name}{change.suffix}") not in built
    ]
    if lacking:
        raise NotBuilt(change.table, change.column, change.shadow, lacking)


def spare_of_primary_key(operations: Operations, change: Change) -> tuple[Index, str] | None:
    """Return the primary key's index, and the name of the one that its column keeps without it."""
    going = NEW if change.is_swapped else OLD
    for index in indexes(operations, change, change.column):
        if index.rule == "p":
            return index, kept_whole(f"{index.name}{going}")
    return None


def _own_indexes(operations: Operations, change: Change) -> list[Index]:
    spare = spare_of_primary_key(operations, change)
    found = indexes(operations, change, change.column)
    return [each for each in found if spare is None or each.name != spare[1]]


def _exchange(operations: Operations, change: Change) -> None:
    coming, going = (OLD, NEW) if change.is_swapped else (NEW, OLD)
    built = {each.name for each in indexes(operations, change, change.shadow)}
    built |= {each.name for each in constraints(operations, change, change.shadow)}
    for index in _own_indexes(operations, change):
        new, old = (kept_whole(f"{index.name}{ending}") for ending in (coming, going))
        if new not in built:
            continue
        if index.rule == "p":
            _exchange_primary_key(operations, change, index, new)
            continue
        rename = rename_rule if index.rule else rename_index
        rename(operations, change, index.name, old)
        rename(operations, change, new, index.name)
    for rule in constraints(operations, change, change.column):
        new, old = (kept_whole(f"{rule.name}{ending}") for ending in (coming, going))
        if new in built:
            rename_rule(operations, change, rule.name, old)
            rename_rule(operations, change, new, rule.name)


def _exchange_primary_key(
    operations: Operations, change: Change, index: Index, coming: str
) -> None:
    where, key = change.where(operations), quoted(operations, index.name)
    run(operations, f"ALTER TABLE {where} DROP CONSTRAINT {key}")
    run(
        operations,
        f"ALTER TABLE {where} ADD CONSTRAINT {key} PRIMARY KEY "
        f"USING INDEX {quoted(operations, coming)}{index.timing}",
    )
    if index.rule_comment is not None:
        target = f"CONSTRAINT {key} ON {where}"
        run(operations, f"COMMENT ON {target} IS {literal(index.rule_comment)}")


def rename_rule(operations: Operations, change: Change, old: str, new: str) -> None:
    """Rename a constraint, and the index that it may have."""
    run(
        operations,
        f"ALTER TABLE {change.where(operations)} RENAME CONSTRAINT {quoted(operations, old)} "
        f"TO {quoted(operations, new)}",
    )


def rename_index(operations: Operations, change: Change, old: str, new: str) -> None:
    """Rename an index that serves no constraint, and its parts that bear its name."""
    below = partitions(operations, change.where(operations))
    parts = [(part.schema, index_of(old, part), index_of(new, part)) for part in below]
    for schema, name, other in [(change.schema, old, new), *parts]:
        full = quoted(operations, name, schema)
        if name == old or query_rows(operations, _IS_THERE, index=full) == [(True,)]:
            run(operations, f"ALTER INDEX {full} RENAME TO {quoted(operations, other)}")
