"""An operation that stands in the revision file as a line of ours, with the line that undoes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic.autogenerate.render import renderers
from alembic.operations.ops import MigrateOperation

from safemigrate.autogenerate.typed_rename import Rename

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext


class Written(MigrateOperation):
    """A line of upgrade() and its opposite in downgrade(): plain Alembic, to be read and edited."""

    def __init__(self, rename: Rename, forward: str, back: str) -> None:
        self.rename, self.forward, self.back = rename, forward, back

    def reverse(self) -> Written:
        return Written(self.rename, self.back, self.forward)


@renderers.dispatch_for(Written)
def _render(autogen_context: AutogenContext, op: Written) -> str:
    return op.forward
