"""A waiver must say why the rule does not matter here.

    # migrate: allow LOCK007: the table has 40 rows
    op.alter_column("state", "name", nullable=False)

Without a reason it has no effect, because nobody could tell later whether it
still applies.
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.waivers import Waiver

ID = "WAIV901"


def check_waiver(waiver: Waiver, *, used: bool, known: frozenset[str]) -> Iterator[Finding]:
    if not waiver.reason:
        yield Finding(
            ID,
            (waiver.line,),
            f"The waiver of {waiver.rule} has no reason, so it has no effect.",
            f"say why the rule does not matter here:\n# migrate: allow {waiver.rule}: …",
        )
