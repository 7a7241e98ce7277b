"""A rename as a line of the revision file, with the line that undoes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic.autogenerate.render import renderers
from alembic.operations.ops import MigrateOperation

from safemigrate.autogenerate.typed_rename import Rename

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext


class RenameLine(MigrateOperation):
    """A line of upgrade() and its opposite in downgrade(), in plain Alembic."""

    def __init__(self, rename: Rename, upgrade_line: str, downgrade_line: str) -> None:
        self.rename, self.upgrade_line, self.downgrade_line = rename, upgrade_line, downgrade_line

    def reverse(self) -> RenameLine:
        return RenameLine(self.rename, self.downgrade_line, self.upgrade_line)


@renderers.dispatch_for(RenameLine)
def _render(autogen_context: AutogenContext, op: RenameLine) -> str:
    return op.upgrade_line
