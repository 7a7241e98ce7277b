"""The errors that keep `db merge --auto` and `db rebase` from writing."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import indent

import click

from safemigrate.project.invocation import typed


class NotTwo(click.ClickException):
    """There are more or fewer than two revisions to join."""

    def __init__(self, revisions: Sequence[str]) -> None:
        self.revisions = revisions = tuple(revisions)
        names = f": {', '.join(revisions)}" if revisions else ""
        super().__init__(
            f"`{typed('merge --auto')}` joins two revisions, but there "
            f"{'is' if len(revisions) == 1 else 'are'} {len(revisions)}{names}. No file was "
            f"written. Name two; `{typed('heads')}` lists the heads."
        )


class DoNotCommute(click.ClickException):
    """The result of two revisions depends on their order, or one of them cannot be applied."""

    def __init__(self, revisions: tuple[str, str], conflicts: Sequence[str]) -> None:
        self.revisions, self.conflicts = revisions, tuple(conflicts)
        first, second = revisions
        lines = indent("\n".join(conflicts), "  ")
        super().__init__(
            f"{first} and {second} do not commute:\n{lines}\nNo file was written. Put one after "
            f"the other and adjust it (`{typed(f'rebase {second}')}`, for the one that nobody "
            f"else has yet), or join them unchanged: `{typed('merge heads')}`."
        )


class NoFile(click.ClickException):
    """No revision file has this id or path."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"{name} is neither a revision file nor a revision's id. `{typed('history')}` lists "
            "them."
        )


class AmbiguousName(click.ClickException):
    """The name matches several files."""

    def __init__(self, name: str, files: Sequence[str]) -> None:
        self.name, self.files = name, tuple(files)
        super().__init__(
            f"{name} matches more than one revision ({', '.join(files)}). Nothing was changed. "
            "Name the file. If another revision follows it, git must know the published branch "
            "(--since)."
        )


class IsAMerge(click.ClickException):
    """A merge revision cannot be moved."""

    def __init__(self, revision: str, file: str, follows: Sequence[str]) -> None:
        self.revision, self.file, self.follows = revision, file, tuple(follows)
        super().__init__(
            f"{revision} ({file}) joins {' and '.join(follows)}, but after the move it would "
            "follow only one. Nothing was changed. Delete the merge first, if nobody else has it."
        )


class NothingToFollow(click.ClickException):
    """It is not clear which revision this one should follow."""

    def __init__(self, revision: str, onto: str | None, heads: Sequence[str]) -> None:
        self.revision, self.onto, self.heads = revision, onto, tuple(heads)
        if onto is not None:
            reason = f"no revision other than it and its followers has the id {onto}"
        elif heads:
            reason = f"there are {len(heads)} other heads ({', '.join(heads)})"
        else:
            reason = "there is no other revision"
        super().__init__(
            f"{revision} was not moved: {reason}. Name the revision it should follow with --onto; "
            f"`{typed('history')}` lists them."
        )


class AlreadyPublished(click.ClickException):
    """Others have the revision, and may have applied it."""

    def __init__(self, revision: str, file: str, ref: str) -> None:
        self.revision, self.file, self.ref = revision, file, ref
        super().__init__(
            f"{revision} ({file}) is published at {ref}, so other databases may have applied it in "
            "its place. Nothing was changed. Move the one that nobody else has, or join the two: "
            f"`{typed('merge --auto')}`. If another branch is the published one, name it with "
            "--since."
        )


class AlreadyApplied(click.ClickException):
    """The revision is applied to the application's database."""

    def __init__(self, revision: str, file: str, database: str) -> None:
        self.revision, self.file, self.database = revision, file, database
        super().__init__(
            f"{revision} ({file}) is applied to {database}. Nothing was changed. Downgrade it "
            f"there first (`{typed('downgrade')}`), or join the two: `{typed('merge --auto')}`."
        )
