"""Finishes a change: drops the trigger and the column that nobody uses any longer."""

from __future__ import annotations

from dataclasses import replace

from alembic.operations import Operations

from safemigrate.ops.online.attached import constraints, indexes
from safemigrate.ops.online.build import build, spare_index
from safemigrate.ops.online.change import NEW, OLD, Change
from safemigrate.ops.online.fill import fill
from safemigrate.ops.online.handover import hand_over, rename_constraint, rename_index
from safemigrate.ops.online.not_null import not_null_as_column
from safemigrate.ops.online.online_errors import NotSwapped
from safemigrate.ops.online.shadow import add_shadow, drop_shadow
from safemigrate.ops.online.swap import prepare
from safemigrate.ops.online.trigger import drop_trigger, make_trigger
from safemigrate.ops.own_steps import own_steps
from safemigrate.postgres.names import kept_whole, quoted
from safemigrate.postgres.statements import run


def finish(operations: Operations, change: Change) -> None:
    """Drop the trigger and the old column; ACCESS EXCLUSIVE for a moment.

    Raises NotSwapped if the column of the new type does not have the name yet.
    """
    if change.is_rename:
        _finish_rename(operations, change)
        return
    if not change.is_swapped:
        raise NotSwapped(change.table, change.column)
    with own_steps(operations):
        for rule in constraints(operations, change, change.shadow):
            if rule.kind == "f":  # locks the other table, too, so it is its own step
                name = quoted(operations, rule.name)
                run(operations, f"ALTER TABLE {change.relation(operations)} DROP CONSTRAINT {name}")
    drop_shadow(operations, change)


def restore_old_type(
    operations: Operations, change: Change, old_type: str, *, using: str | None, back: str | None
) -> None:
    """Restore the column of the old type, filled and kept in sync, as it was after the swap.

    using, back  SQL for the old value and for the new one, using the column's name
    """
    add_shadow(operations, change, old_type, using=using, back=back)
    fill(operations, change)
    build(operations, change)


def restore_old_name(operations: Operations, change: Change) -> None:
    """Restore the column with the old name, filled and kept in sync, as before op.finish_online.

    change  its column has the new name, its shadow the old one
    """
    add_shadow(operations, change, None)
    fill(operations, change)
    build(operations, change)
    prepare(operations, change)
    with own_steps(operations):
        spare_index(operations, change)
    after = replace(change, column=change.shadow, shadow=change.column)
    run(operations, f"LOCK TABLE {change.relation(operations)} IN ACCESS EXCLUSIVE MODE")
    hand_over(operations, change)
    _name_for_shadow(operations, after)
    drop_trigger(operations, change)
    make_trigger(operations, after)
    with own_steps(operations):
        not_null_as_column(operations, after)


def _finish_rename(operations: Operations, change: Change) -> None:
    prepare(operations, change)
    relation, column = change.relation(operations), quoted(operations, change.column)
    run(operations, f"LOCK TABLE {relation} IN ACCESS EXCLUSIVE MODE")
    hand_over(operations, change)
    drop_trigger(operations, change)
    run(operations, f"ALTER TABLE {relation} DROP COLUMN {column}")


def _name_for_shadow(operations: Operations, change: Change) -> None:
    """Rename the shadow's indexes and constraints as if build_online had made them."""
    own = [(index.name, index.rule == "u") for index in indexes(operations, change, change.column)]
    own += [(rule.name, True) for rule in constraints(operations, change, change.column)]
    for name, is_constraint in own:
        rename = rename_constraint if is_constraint else rename_index
        rename(operations, change, kept_whole(f"{name}{OLD}"), kept_whole(f"{name}{NEW}"))
