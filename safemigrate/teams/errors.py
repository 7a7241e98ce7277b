"""Every sentence that keeps `db merge --auto` and `db rebase` from writing."""

from __future__ import annotations

from collections.abc import Sequence

import click

from safemigrate.typed import typed


class NotTwo(click.ClickException):
    """Two revisions are proven to commute, neither more nor fewer."""

    def __init__(self, found: Sequence[str]) -> None:
        self.found = found = tuple(found)
        names = f": {', '.join(found)}" if found else ""
        super().__init__(
            f"`{typed('merge --auto')}` joins two revisions, and here "
            f"{'is' if len(found) == 1 else 'are'} {len(found)}{names}. No file was written. Name "
            f"two; `{typed('heads')}` lists the newest."
        )


class DoNotCommute(click.ClickException):
    """What two revisions leave depends on which comes first, or one of them does not go up."""

    def __init__(self, revisions: tuple[str, str], conflicts: Sequence[str]) -> None:
        self.revisions, self.conflicts = revisions, tuple(conflicts)
        first, second = revisions
        lines = "\n".join(f"  {each}" for each in conflicts)
        super().__init__(
            f"{first} and {second} do not commute:\n{lines}\nNo file was written. Let one follow "
            f"the other and make it fit (`{typed(f'rebase {second}')}`, for the one that nobody "
            f"else has yet), or join them as they are: `{typed('merge heads')}`."
        )
