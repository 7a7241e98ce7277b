"""The shadow gets what the column has: NOT NULL, indexes, unique rules, checks, foreign keys.

Their names are the column's own with an ending, until the two columns' are exchanged.
"""

from __future__ import annotations

from alembic.operations import Operations

from safemigrate.ops.create_index_concurrently import on_partitions
from safemigrate.ops.online.attached import Constraint, Index, constraints, indexes
from safemigrate.ops.online.change import Change
from safemigrate.ops.online.column import column_of
from safemigrate.ops.online.fill import see_that_rows_are_filled
from safemigrate.ops.online.handover import spare_of_primary_key
from safemigrate.ops.online.not_null import not_null_as_column
from safemigrate.ops.online.online_errors import NotUnderWay
from safemigrate.ops.online.rehearsal import Rehearsed, rehearse
from safemigrate.ops.own_steps import own_steps
from safemigrate.postgres.names import kept_whole, literal, quoted
from safemigrate.postgres.partitions import is_partitioned
from safemigrate.postgres.statements import run


def build(operations: Operations, change: Change) -> None:
    """Give the shadow all that the column has, each piece a step of its own.

    Locks: as op.set_not_null_safely, op.create_index_concurrently, op.add_unique_safely,
    op.add_check_safely and op.add_foreign_key_safely.

    Raises RowsOutOfStep where rows were not filled.
    """
    see_that_rows_are_filled(operations, change)
    column = column_of(operations, change.table, change.column, change.schema)
    shadow = column_of(operations, change.table, change.shadow, change.schema)
    if column is None or shadow is None:
        raise NotUnderWay(change.table, change.key)
    found = rehearse(operations, change, column, None if change.is_rename else shadow.type)
    with own_steps(operations):
        if not change.is_swapped:  # then the old type is there for its values, and holds fewer
            not_null_as_column(operations, change)
        _build(operations, change, found)


def unbuild(operations: Operations, change: Change) -> None:
    """Take from the shadow what was built, each piece a step of its own."""
    where = change.where(operations)
    with own_steps(operations):
        for rule in constraints(operations, change, change.shadow):
            name = quoted(operations, rule.name)
            run(operations, f"ALTER TABLE {where} DROP CONSTRAINT {name}")
        for index in indexes(operations, change, change.shadow):
            name = quoted(operations, index.name)
            if index.rule:
                run(operations, f"ALTER TABLE {where} DROP CONSTRAINT {name}")
            else:
                how = "" if is_partitioned(operations, where) else "CONCURRENTLY "
                run(operations, f"DROP INDEX {how}{quoted(operations, index.name, change.schema)}")
        shadow = quoted(operations, change.shadow)
        run(operations, f"ALTER TABLE {where} ALTER {shadow} DROP NOT NULL")


def spare_index(operations: Operations, change: Change) -> None:
    """Build what a primary key leaves behind when it goes to the other column.

    A table has one primary key, so its column's index would be lost, and with it the way back.
    """
    if spare := spare_of_primary_key(operations, change):
        build_index(operations, change, *spare)


def build_index(operations: Operations, change: Change, index: Index, name: str) -> None:
    """Build one index, inside an autocommit block."""
    kind = "UNIQUE INDEX" if index.unique else "INDEX"
    if is_partitioned(operations, change.where(operations)):
        on_partitions(operations, name, change.table, change.schema, kind, index.definition)
        return
    run(
        operations,
        f"CREATE {kind} CONCURRENTLY {quoted(operations, name)} ON {change.where(operations)} "
        f"{index.definition}",
    )


def _build(operations: Operations, change: Change, found: Rehearsed) -> None:
    where = change.where(operations)
    for index in found.indexes:
        name = kept_whole(f"{index.name}{change.suffix}")
        build_index(operations, change, index, name)
        if index.rule == "u":
            key = quoted(operations, name)
            run(
                operations,
                f"ALTER TABLE {where} ADD CONSTRAINT {key} UNIQUE USING INDEX {key}{index.timing}",
            )
            _comment(operations, f"CONSTRAINT {key} ON {where}", index.rule_comment)
        full = quoted(operations, name, change.schema)
        _comment(operations, f"INDEX {full}", index.comment)
    for rule in found.constraints:
        _add_rule(operations, change, rule)


def _add_rule(operations: Operations, change: Change, rule: Constraint) -> None:
    where = change.where(operations)
    name = quoted(operations, kept_whole(f"{rule.name}{change.suffix}"))
    run(operations, f"ALTER TABLE {where} ADD CONSTRAINT {name} {rule.definition} NOT VALID")
    if rule.validated:
        run(operations, f"ALTER TABLE {where} VALIDATE CONSTRAINT {name}")
    _comment(operations, f"CONSTRAINT {name} ON {where}", rule.comment)


def _comment(operations: Operations, target: str, comment: str | None) -> None:
    if comment is not None:
        run(operations, f"COMMENT ON {target} IS {literal(comment)}")
