"""Gives the shadow its column's NOT NULL, indexes, unique constraints, checks and foreign keys.

Their names get a suffix, until the two columns swap names.
"""

from __future__ import annotations

from alembic.operations import Operations

from safemigrate.ops.create_index_concurrently import on_partitions
from safemigrate.ops.online.attached import Constraint, Index, constraints, indexes
from safemigrate.ops.online.change import Change
from safemigrate.ops.online.column import column_of
from safemigrate.ops.online.fill import check_rows_filled
from safemigrate.ops.online.handover import spare_primary_key_index
from safemigrate.ops.online.not_null import not_null_as_column
from safemigrate.ops.online.online_errors import NoChangeInProgress
from safemigrate.ops.online.rehearsal import Rehearsal, rehearse
from safemigrate.ops.own_steps import own_steps
from safemigrate.postgres.names import kept_whole, literal, quoted
from safemigrate.postgres.partitions import is_partitioned
from safemigrate.postgres.statements import run


def build(operations: Operations, change: Change) -> None:
    """Give the shadow everything that the column has, each as its own step.

    Locks: those of op.set_not_null_safely, op.create_index_concurrently, op.add_unique_safely,
    op.add_check_safely and op.add_foreign_key_safely.

    Raises RowsNotInSync if rows were not filled.
    """
    check_rows_filled(operations, change)
    column = column_of(operations, change.table, change.column, change.schema)
    shadow = column_of(operations, change.table, change.shadow, change.schema)
    if column is None or shadow is None:
        raise NoChangeInProgress(change.table, change.key)
    rehearsal = rehearse(operations, change, column, None if change.is_rename else shadow.type)
    with own_steps(operations):
        if not change.is_swapped:  # after the swap, the old type may not hold every value
            not_null_as_column(operations, change)
        _build(operations, change, rehearsal)


def unbuild(operations: Operations, change: Change) -> None:
    """Drop what was built for the shadow, each as its own step."""
    relation = change.relation(operations)
    with own_steps(operations):
        for rule in constraints(operations, change, change.shadow):
            name = quoted(operations, rule.name)
            run(operations, f"ALTER TABLE {relation} DROP CONSTRAINT {name}")
        for index in indexes(operations, change, change.shadow):
            name = quoted(operations, index.name)
            if index.rule:
                run(operations, f"ALTER TABLE {relation} DROP CONSTRAINT {name}")
            else:
                concurrently = "" if is_partitioned(operations, relation) else "CONCURRENTLY "
                full = quoted(operations, index.name, change.schema)
                run(operations, f"DROP INDEX {concurrently}{full}")
        shadow = quoted(operations, change.shadow)
        run(operations, f"ALTER TABLE {relation} ALTER {shadow} DROP NOT NULL")


def spare_index(operations: Operations, change: Change) -> None:
    """Build the unique index that a column keeps when its primary key moves to the other column.

    A table has one primary key; without this index, moving it back would have to build one.
    """
    if spare := spare_primary_key_index(operations, change):
        build_index(operations, change, *spare)


def build_index(operations: Operations, change: Change, index: Index, name: str) -> None:
    """Build one index inside an autocommit block."""
    kind = "UNIQUE INDEX" if index.unique else "INDEX"
    if is_partitioned(operations, change.relation(operations)):
        on_partitions(operations, name, change.table, change.schema, kind, index.definition)
        return
    run(
        operations,
        f"CREATE {kind} CONCURRENTLY {quoted(operations, name)} ON {change.relation(operations)} "
        f"{index.definition}",
    )


def _build(operations: Operations, change: Change, rehearsal: Rehearsal) -> None:
    relation = change.relation(operations)
    for index in rehearsal.indexes:
        name = kept_whole(f"{index.name}{change.suffix}")
        build_index(operations, change, index, name)
        if index.rule == "u":
            key = quoted(operations, name)
            rule = f"UNIQUE USING INDEX {key}{index.timing}"
            run(operations, f"ALTER TABLE {relation} ADD CONSTRAINT {key} {rule}")
            _comment(operations, f"CONSTRAINT {key} ON {relation}", index.rule_comment)
        full = quoted(operations, name, change.schema)
        _comment(operations, f"INDEX {full}", index.comment)
    for constraint in rehearsal.constraints:
        _add_constraint(operations, change, constraint)


def _add_constraint(operations: Operations, change: Change, rule: Constraint) -> None:
    relation = change.relation(operations)
    name = quoted(operations, kept_whole(f"{rule.name}{change.suffix}"))
    run(operations, f"ALTER TABLE {relation} ADD CONSTRAINT {name} {rule.definition} NOT VALID")
    if rule.validated:
        run(operations, f"ALTER TABLE {relation} VALIDATE CONSTRAINT {name}")
    _comment(operations, f"CONSTRAINT {name} ON {relation}", rule.comment)


def _comment(operations: Operations, target: str, comment: str | None) -> None:
    if comment is not None:
        run(operations, f"COMMENT ON {target} IS {literal(comment)}")
