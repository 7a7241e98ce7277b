"""What stops `db migrate` until somebody answers."""

from __future__ import annotations

import click

from safemigrate.typed import typed

UNCONFIRMED = 7


class LooksLikeRename(click.ClickException):
    """A name that went and one that came, of the same kind: only a person knows whether it is one.

    pairs  the old name and those that may be its new one
    """

    exit_code = UNCONFIRMED

    def __init__(self, pairs: dict[str, list[str]]) -> None:
        self.pairs = pairs
        lines = ["No file was written, because a change can be read in two ways:"]
        for old, news in pairs.items():
            *table, name = old.split(".")
            what = f"column {name} of {table[0]}" if table else f"table {name}"
            lines.append(f"  {what} went, and {' or '.join(news)} came, which is like it.")
            for new in news:
                lines.append(
                    f"    renamed, with what it holds: {typed('migrate')} --rename {old}={new}"
                )
            lines.append(f"    gone, and what it holds too: {typed('migrate')} --no-rename {old}")
        super().__init__("\n".join(lines))


class NoSuchRename(click.UsageError):
    """A --rename that names nothing that went or nothing that came."""

    def __init__(self, asked: str, went: list[str], came: list[str]) -> None:
        self.asked, self.went, self.came = asked, went, came
        super().__init__(
            f"--rename {asked} names no change: the models no longer have "
            f"{', '.join(went) or 'nothing that the database has'}, and newly have "
            f"{', '.join(came) or 'nothing'}. Write table.column=newname, or table=newname."
        )
