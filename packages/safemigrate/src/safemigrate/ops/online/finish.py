"""The change is over: the trigger goes, and with it the column that nobody uses any more."""

from __future__ import annotations

from dataclasses import replace

from alembic.operations import Operations

from safemigrate.ops.online.attached import constraints, indexes
from safemigrate.ops.online.build import build, spare_index
from safemigrate.ops.online.change import NEW, OLD, Change
from safemigrate.ops.online.fill import fill
from safemigrate.ops.online.handover import hand_over, rename_index, rename_rule
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

    Raises NotSwapped where the new type has not got the name yet.
    """
    if change.is_rename:
        _finish_rename(operations, change)
        return
    if not change.is_swapped:
        raise NotSwapped(change.table, change.column)
    with own_steps(operations):
        for rule in constraints(operations, change, change.shadow):
            if rule.kind == "f":  # locks the other table, too, and so comes alone
                name = quoted(operations, rule.name)
                run(operations, f"ALTER TABLE {change.where(operations)} DROP CONSTRAINT {name}")
    drop_shadow(operations, change)


def take_up_type(
    operations: Operations, change: Change, old_type: str, *, using: str | None, back: str | None
) -> None:
    """Bring the column of the old type back, filled and kept in step, as it was after the swap.

    using, back  SQL for the old value and for the new one, in terms of the column's name
    """
    add_shadow(operations, change, old_type, using=using, back=back)
    fill(operations, change)
    build(operations, change)


def take_up_name(operations: Operations, change: Change) -> None:
    """Bring the old name back, filled and kept in step, as it was before the end.

    change  with the new name as its column and the old one as its shadow
    """
    add_shadow(operations, change, None)
    fill(operations, change)
    build(operations, change)
    prepare(operations, change)
    with own_steps(operations):
        spare_index(operations, change)
    after = replace(change, column=change.shadow, shadow=change.column)
    run(operations, f"LOCK TABLE {change.where(operations)} IN ACCESS EXCLUSIVE MODE")
    hand_over(operations, change)
    _name_for_shadow(operations, after)
    drop_trigger(operations, change)
    make_trigger(operations, after)
    with own_steps(operations):
        not_null_as_column(operations, after)


def _finish_rename(operations: Operations, change: Change) -> None:
    prepare(operations, change)
    where, column = change.where(operations), quoted(operations, change.column)
    run(operations, f"LOCK TABLE {where} IN ACCESS EXCLUSIVE MODE")
    hand_over(operations, change)
    drop_trigger(operations, change)
    run(operations, f"ALTER TABLE {where} DROP COLUMN {column}")


def _name_for_shadow(operations: Operations, change: Change) -> None:
    """Name what the shadow was left with as what is built for one."""
    own = [(each.name, each.rule == "u") for each in indexes(operations, change, change.column)]
    own += [(each.name, True) for each in constraints(operations, change, change.column)]
    for name, is_rule in own:
        rename = rename_rule if is_rule else rename_index
        rename(operations, change, kept_whole(f"{name}{OLD}"), kept_whole(f"{name}{NEW}"))
