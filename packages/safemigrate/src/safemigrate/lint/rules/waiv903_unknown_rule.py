"""A waiver must name an existing rule.

`db explain` lists them. With another name it has no effect:

    # migrate: allow LOCK007: the table has 40 rows
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.waivers import Waiver

ID = "WAIV903"


def check_waiver(waiver: Waiver, *, used: bool, known: frozenset[str]) -> Iterator[Finding]:
    if waiver.rule not in known:
        yield Finding(
            ID,
            (waiver.line,),
            f"The waiver names {waiver.rule}, but there is no such rule.",
            "correct it: `db explain` lists the rules.",
        )
