"""A waiver that sets nothing aside goes.

The statement that it was written for is gone, or the rule has nothing against
it. Left there, it would silence a finding that somebody else causes later.

A waiver holds for the statement that it follows on the line, or for the one
below it, or, where it begins a line without a space, for the whole file.
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.waivers import Waiver

ID = "WAIV902"


def check_waiver(waiver: Waiver, *, used: bool, known: frozenset[str]) -> Iterator[Finding]:
    if not used and waiver.reason and waiver.rule in known:
        where = "in this file" if waiver.scope is None else "here"
        yield Finding(
            ID,
            (waiver.line,),
            f"The waiver of {waiver.rule} sets nothing aside: the rule finds nothing {where}.",
            "delete the waiver, or move it to the statement that it is for.",
        )
