"""Every private name of Alembic and SQLAlchemy that we use, each with a test of its own.

Nothing else in this package touches one: what a new release changes is found and changed here.
`tests/postgres/test_alembic_private.py` fails when a name is gone or means something else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext
    from alembic.operations import MigrateOperation
    from alembic.operations.ops import DropConstraintOp
    from alembic.runtime.migration import MigrationContext, RevisionStep
    from alembic.script import Script, ScriptDirectory
    from sqlalchemy import CheckConstraint, Column, Dialect, MetaData, Sequence, Table
    from sqlalchemy.sql.schema import Constraint
    from sqlalchemy.types import TypeEngine

Heads = Any  # what Alembic hands to the function of an environment: a tuple, or one id


def upgrade_steps(script: ScriptDirectory, target: str, heads: Heads) -> list[RevisionStep]:
    """Return the steps from the heads up to a target, the first first."""
    return list(script._upgrade_revs(target, heads))


def downgrade_steps(script: ScriptDirectory, target: str, heads: Heads) -> list[RevisionStep]:
    """Return the steps from the heads back to a target, the first first."""
    return list(script._downgrade_revs(target, heads))


def version_folders(script: ScriptDirectory) -> list[Path]:
    """Return the folders that hold revision files."""
    return [Path(folder) for folder in script._version_locations]


def down_revisions(script: Script) -> tuple[str, ...]:
    """Return the revisions that one follows, without those that it depends on."""
    return tuple(script._versioned_down_revisions)


def all_down_revisions(script: Script) -> tuple[str, ...]:
    """Return the revisions that one follows or depends on."""
    return tuple(script._all_down_revisions)


def is_in_outer_transaction(context: MigrationContext) -> bool:
    """Return whether whoever called Alembic had begun a transaction already."""
    return bool(context._in_external_transaction)


def revision_transaction(context: MigrationContext) -> AbstractContextManager[Any]:
    """Return the transaction that Alembic gives one revision."""
    return context.begin_transaction(_per_migration=True)


def listen_to_execution(
    context: MigrationContext, hear: Callable[[Callable[[], Any]], Any]
) -> None:
    """Let a function run each statement that Alembic executes, and return its result.

    hear  gets what executes the statement
    """
    execute = context.impl._exec

    def heard(*arguments: Any, **named: Any) -> Any:
        return hear(lambda: execute(*arguments, **named))

    context.impl._exec = heard  # type: ignore[method-assign]


def constraint_name(constraint: Constraint, dialect: Dialect) -> str | None:
    """Return the name that a constraint gets, by its own and by naming conventions."""
    from alembic.util.sqla_compat import _get_constraint_final_name

    return _get_constraint_final_name(constraint, dialect)


def table_checks(table: Table) -> Iterable[CheckConstraint]:
    """Return a table's CHECKs, those of its columns' types among them."""
    from alembic.util.sqla_compat import all_table_check_constraints

    return all_table_check_constraints(table)


def type_source(kind: TypeEngine[Any], context: AutogenContext) -> str:
    """Return a type as a revision file writes it."""
    from alembic.autogenerate.render import _repr_type

    return _repr_type(kind, context)


def reverse_of(drop: DropConstraintOp) -> MigrateOperation | None:
    """Return the operation that brings a dropped constraint back."""
    return drop._reverse


def is_made_here(check: CheckConstraint, compiler: Any) -> bool:
    """Return whether a dialect makes a CHECK: a type's own is left out where it is native."""
    rule: Any = check._create_rule
    return rule is None or bool(rule(compiler))


def copied_column(column: Column[Any]) -> Column[Any]:
    """Return a copy of a column that belongs to no table."""
    return column._copy()


def sequences(metadata: MetaData) -> Iterator[Sequence]:
    """Yield the sequences that models declare for themselves."""
    yield from metadata._sequences.values()


def sequence_options(sequence: Sequence) -> dict[str, Any]:
    """Return a sequence's options as the keywords that make it."""
    return dict(sequence._as_dict())


def set_row_count(context: Any, rows: int) -> None:
    """Set what `result.rowcount` answers for a statement that was not executed."""
    context._rowcount = rows
