"""Every sentence that keeps `db merge --auto` and `db rebase` from writing."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import indent

import click

from safemigrate.project.invocation import typed


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
        lines = indent("\n".join(conflicts), "  ")
        super().__init__(
            f"{first} and {second} do not commute:\n{lines}\nNo file was written. Let one follow "
            f"the other and make it fit (`{typed(f'rebase {second}')}`, for the one that nobody "
            f"else has yet), or join them as they are: `{typed('merge heads')}`."
        )


class NoFile(click.ClickException):
    """No revision file has this id or path."""

    def __init__(self, named: str) -> None:
        self.named = named
        super().__init__(
            f"{named} is neither a revision file nor the id of one. `{typed('history')}` lists "
            "them."
        )


class Unclear(click.ClickException):
    """It cannot be told which file is meant."""

    def __init__(self, named: str, files: Sequence[str]) -> None:
        self.named, self.files = named, tuple(files)
        super().__init__(
            f"{named} can be more than one revision ({', '.join(files)}). Nothing was changed. "
            "Name the file; where another follows it, git must know what is published (--since)."
        )


class IsAMerge(click.ClickException):
    """A revision that joins others cannot follow one alone."""

    def __init__(self, revision: str, file: str, follows: Sequence[str]) -> None:
        self.revision, self.file, self.follows = revision, file, tuple(follows)
        super().__init__(
            f"{revision} ({file}) joins {' and '.join(follows)}, and would follow one alone. "
            "Nothing was changed. Delete the merge first, if nobody else has it."
        )


class NothingToFollow(click.ClickException):
    """It is not clear what the revision is to follow."""

    def __init__(self, revision: str, onto: str | None, heads: Sequence[str]) -> None:
        self.revision, self.onto, self.heads = revision, onto, tuple(heads)
        if onto is not None:
            why = f"no revision besides it and what follows it has the id {onto}"
        elif heads:
            why = f"there are {len(heads)} others that are the newest ({', '.join(heads)})"
        else:
            why = "there is no other revision"
        super().__init__(
            f"{revision} was not moved: {why}. Say with --onto which one it is to follow; "
            f"`{typed('history')}` lists them."
        )


class AlreadyPublished(click.ClickException):
    """Others have the revision, and perhaps their databases had it."""

    def __init__(self, revision: str, file: str, ref: str) -> None:
        self.revision, self.file, self.ref = revision, file, ref
        super().__init__(
            f"{revision} ({file}) is published at {ref}, and other databases may have had it where "
            "it is. Nothing was changed. Move the one that nobody else has, or join the two: "
            f"`{typed('merge --auto')}`. Where something else is published, name it with --since."
        )


class AlreadyApplied(click.ClickException):
    """The application's database has had the revision."""

    def __init__(self, revision: str, file: str, database: str) -> None:
        self.revision, self.file, self.database = revision, file, database
        super().__init__(
            f"{revision} ({file}) was applied to {database}. Nothing was changed. Take it back "
            f"there first (`{typed('downgrade')}`), or join the two: `{typed('merge --auto')}`."
        )
