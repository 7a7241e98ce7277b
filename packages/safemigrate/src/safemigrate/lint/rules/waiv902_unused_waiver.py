"""Delete a waiver that suppresses nothing.

It would hide a finding that someone else causes later. A waiver applies to the
statement on its line or below it or, if it begins a line without a space, to
the whole file.
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.waivers import Waiver

ID = "WAIV902"


def check_waiver(waiver: Waiver, *, used: bool, known: frozenset[str]) -> Iterator[Finding]:
    if not used and waiver.reason and waiver.rule in known:
        place = "in this file" if waiver.scope is None else "here"
        yield Finding(
            ID,
            (waiver.line,),
            f"The waiver of {waiver.rule} suppresses nothing: the rule finds nothing {place}.",
            "delete the waiver, or move it to the statement that it is for.",
        )
