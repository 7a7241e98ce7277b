"""Every private name of Alembic and SQLAlchemy that this package uses, each with its own test.

No other file uses one, so a change in a new release has to be made only here.
`tests/postgres/test_alembic_private.py` fails if a name is removed or changes its meaning.
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

Heads = Any  # what Alembic passes to an environment's function: a tuple, or one id


def upgrade_steps(script: ScriptDirectory, target: str, heads: Heads) -> list[RevisionStep]:
    """Return the steps from the heads up to a target, in order."""
    return list(script._upgrade_revs(target, heads))


def downgrade_steps(script: ScriptDirectory, target: str, heads: Heads) -> list[RevisionStep]:
    """Return the steps from the heads down to a target, in order."""
    return list(script._downgrade_revs(target, heads))


def version_folders(script: ScriptDirectory) -> list[Path]:
    """Return the folders with revision files."""
    return [Path(folder) for folder in script._version_locations]


def down_revisions(script: Script) -> tuple[str, ...]:
    """Return a revision's down_revisions, without its dependencies."""
    return tuple(script._versioned_down_revisions)


def all_down_revisions(script: Script) -> tuple[str, ...]:
    """Return a revision's down_revisions and dependencies."""
    return tuple(script._all_down_revisions)


def is_in_outer_transaction(context: MigrationContext) -> bool:
    """Return whether Alembic's caller had already begun a transaction."""
    return bool(context._in_external_transaction)


def revision_transaction(context: MigrationContext) -> AbstractContextManager[Any]:
    """Return the transaction that Alembic gives one revision."""
    return context.begin_transaction(_per_migration=True)


def listen_to_execution(
    context: MigrationContext, execute_with: Callable[[Callable[[], Any]], Any]
) -> None:
    """Have a function run each statement that Alembic executes, and return its result.

    execute_with  called with a function that executes the statement
    """
    execute = context.impl._exec

    def wrapper(*arguments: Any, **keywords: Any) -> Any:
        return execute_with(lambda: execute(*arguments, **keywords))

    context.impl._exec = wrapper  # type: ignore[method-assign]


def constraint_name(constraint: Constraint, dialect: Dialect) -> str | None:
    """Return a constraint's final name, after naming conventions."""
    from alembic.util.sqla_compat import _get_constraint_final_name

    return _get_constraint_final_name(constraint, dialect)


def table_checks(table: Table) -> Iterable[CheckConstraint]:
    """Return a table's CHECK constraints, including those of its columns' types."""
    from alembic.util.sqla_compat import all_table_check_constraints

    return all_table_check_constraints(table)


def type_source(kind: TypeEngine[Any], context: AutogenContext) -> str:
    """Return a type as written in a revision file."""
    from alembic.autogenerate.render import _repr_type

    return _repr_type(kind, context)


def reverse_of(drop: DropConstraintOp) -> MigrateOperation | None:
    """Return the operation that re-creates a dropped constraint."""
    return drop._reverse


def is_made_here(check: CheckConstraint, compiler: Any) -> bool:
    """Return whether a dialect creates a CHECK; a native type needs none."""
    rule: Any = check._create_rule
    return rule is None or bool(rule(compiler))


def copied_column(column: Column[Any]) -> Column[Any]:
    """Return a copy of a column that belongs to no table."""
    return column._copy()


def sequences(metadata: MetaData) -> Iterator[Sequence]:
    """Yield the sequences that models declare explicitly."""
    yield from metadata._sequences.values()


def sequence_options(sequence: Sequence) -> dict[str, Any]:
    """Return a sequence's options as keyword arguments."""
    return dict(sequence._as_dict())


def set_row_count(context: Any, rows: int) -> None:
    """Set `result.rowcount` for a statement that was not executed."""
    context._rowcount = rows
