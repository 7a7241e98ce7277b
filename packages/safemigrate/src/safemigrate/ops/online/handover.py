"""Moves a column's index and constraint names, primary key and sequence to its shadow.

All of it happens in one transaction, and none of it reads or writes a row.
"""

from __future__ import annotations

from alembic.operations import Operations

from safemigrate.ops.create_index_concurrently import part_index
from safemigrate.ops.online.attached import Index, constraints, indexes
from safemigrate.ops.online.change import NEW, OLD, Change
from safemigrate.ops.online.column import column_of
from safemigrate.ops.online.not_null import hand_over_not_null
from safemigrate.ops.online.online_errors import NoChangeInProgress, NotBuilt
from safemigrate.ops.online.sequence import hand_over_sequence
from safemigrate.postgres.names import kept_whole, literal, quoted
from safemigrate.postgres.partitions import partitions
from safemigrate.postgres.statements import query_rows, run

_EXISTS = "SELECT to_regclass(:index) IS NOT NULL"


def hand_over(operations: Operations, change: Change) -> None:
    """Give the shadow everything of its column except the name.

    Locks: ACCESS EXCLUSIVE on the table, and on the tables that a foreign key of the column
    refers to.

    Raises NoChangeInProgress.
    """
    column = column_of(operations, change.table, change.column, change.schema)
    if column is None:
        raise NoChangeInProgress(change.table, change.key)
    _exchange(operations, change)
    hand_over_sequence(operations, change, column)
    if column.not_null:
        hand_over_not_null(operations, change)


def check_all_built(operations: Operations, change: Change) -> None:
    """Raise NotBuilt if the column has an index or a constraint that its shadow lacks."""
    built = _shadow_names(operations, change)
    names = [index.name for index in _exchanged_indexes(operations, change)]
    names += [rule.name for rule in constraints(operations, change, change.column)]
    # An index or a constraint on both columns is the application's own, and keeps its name.
    missing = [
        name
        for name in names
        if name not in built and kept_whole(f"{name}{change.suffix}") not in built
    ]
    if missing:
        raise NotBuilt(change.table, change.column, change.shadow, missing)


def _shadow_names(operations: Operations, change: Change) -> set[str]:
    names = {index.name for index in indexes(operations, change, change.shadow)}
    return names | {rule.name for rule in constraints(operations, change, change.shadow)}


def spare_primary_key_index(operations: Operations, change: Change) -> tuple[Index, str] | None:
    """Return the primary key's index, and the name of the index that its column keeps instead."""
    old_suffix = NEW if change.is_swapped else OLD
    for index in indexes(operations, change, change.column):
        if index.rule == "p":
            return index, kept_whole(f"{index.name}{old_suffix}")
    return None


def _exchanged_indexes(operations: Operations, change: Change) -> list[Index]:
    spare = spare_primary_key_index(operations, change)
    own_indexes = indexes(operations, change, change.column)
    return [index for index in own_indexes if spare is None or index.name != spare[1]]


def _exchange(operations: Operations, change: Change) -> None:
    suffixes = (OLD, NEW) if change.is_swapped else (NEW, OLD)
    built = _shadow_names(operations, change)
    for index in _exchanged_indexes(operations, change):
        new, old = (kept_whole(f"{index.name}{suffix}") for suffix in suffixes)
        if new not in built:
            continue
        if index.rule == "p":
            _exchange_primary_key(operations, change, index, new)
            continue
        rename = rename_constraint if index.rule else rename_index
        rename(operations, change, index.name, old)
        rename(operations, change, new, index.name)
    for rule in constraints(operations, change, change.column):
        new, old = (kept_whole(f"{rule.name}{suffix}") for suffix in suffixes)
        if new in built:
            rename_constraint(operations, change, rule.name, old)
            rename_constraint(operations, change, new, rule.name)


def _exchange_primary_key(
    operations: Operations, change: Change, index: Index, new_index: str
) -> None:
    relation, key = change.relation(operations), quoted(operations, index.name)
    run(operations, f"ALTER TABLE {relation} DROP CONSTRAINT {key}")
    run(
        operations,
        f"ALTER TABLE {relation} ADD CONSTRAINT {key} PRIMARY KEY "
        f"USING INDEX {quoted(operations, new_index)}{index.timing}",
    )
    if index.rule_comment is not None:
        target = f"CONSTRAINT {key} ON {relation}"
        run(operations, f"COMMENT ON {target} IS {literal(index.rule_comment)}")


def rename_constraint(operations: Operations, change: Change, old: str, new: str) -> None:
    """Rename a constraint, and its index if it has one."""
    run(
        operations,
        f"ALTER TABLE {change.relation(operations)} RENAME CONSTRAINT {quoted(operations, old)} "
        f"TO {quoted(operations, new)}",
    )


def rename_index(operations: Operations, change: Change, old: str, new: str) -> None:
    """Rename an index that backs no constraint, and its parts on partitions if named for it."""
    table_parts = partitions(operations, change.relation(operations))
    parts = [(part.schema, part_index(old, part), part_index(new, part)) for part in table_parts]
    for schema, old_name, new_name in [(change.schema, old, new), *parts]:
        full = quoted(operations, old_name, schema)
        if old_name == old or query_rows(operations, _EXISTS, index=full) == [(True,)]:
            run(operations, f"ALTER INDEX {full} RENAME TO {quoted(operations, new_name)}")
