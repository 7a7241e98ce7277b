"""A revision that changes something says how to undo it.

An empty downgrade(), or one that raises NotImplementedError, is noticed when
there is no time to fix it.

    def downgrade():
        op.drop_column("users", "phone")

If the change cannot be undone, say why:

    def downgrade():  # migrate: allow REV301: the old values are lost
        pass

https://alembic.sqlalchemy.org/en/latest/tutorial.html#downgrading
"""

import ast
from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration
from safemigrate.lint.operations import Query, SetParameter, Transaction, ValidateConstraint

ID = "REV301"

# These leave nothing to undo.
_LEAVES_NOTHING = Query | SetParameter | Transaction | ValidateConstraint


def check(migration: Migration) -> Iterator[Finding]:
    if all(isinstance(step.operation, _LEAVES_NOTHING) for step in migration.steps):
        return  # there is nothing to undo
    function = migration.source.function("downgrade")
    if migration.downgrade_steps:
        return
    if migration.unread_downgrade_lines and not _only_raises(function):
        return  # downgrade does something that lint cannot see without a database
    yield Finding(
        ID,
        (function.lineno if function else 1,),
        f"downgrade() does nothing, so {migration.revision} cannot be undone.",
        "write what undoes upgrade(), or say why nothing can:\n"
        "def downgrade():  # migrate: allow REV301: …",
    )


def _only_raises(function: ast.FunctionDef | None) -> bool:
    """Return whether the function only raises an error."""
    return function is not None and all(
        isinstance(node, ast.Raise | ast.Pass | ast.Expr)
        and not isinstance(getattr(node, "value", None), ast.Call)
        for node in function.body
    )
