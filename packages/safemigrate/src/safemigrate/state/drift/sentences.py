"""The sentence that describes a difference."""

from __future__ import annotations

from safemigrate.catalogue import Fact
from safemigrate.catalogue.comparison import Difference

SHORT = 70  # the most characters of a value that a sentence shows
SWITCHES = {"NOT NULL", "row level security", "forced row level security", "clustering"}


def sentence(difference: Difference) -> str:
    """Return a difference as one sentence."""
    thing = difference.thing
    name = f"{thing.kind.capitalize()} {thing.name}"
    if difference.expected is None:
        return f"{name} is in the database, but no revision creates it."
    if difference.live is None:
        return f"{name} is missing from the database; the revisions create it."
    if not difference.facts:
        before = difference.expected.name
        return f"{name} is named {before} in the revisions."
    clauses = " and ".join(_clause(fact, *values) for fact, values in difference.facts.items())
    return f"{name} {clauses}."


def _clause(fact: str, live: Fact, expected: Fact) -> str:
    if fact == "broken build":
        return (
            "is not valid: a build of it failed"
            if live
            else "is valid (in the revisions: not valid)"
        )
    if fact in SWITCHES:
        if live:
            return f"has {fact} (the revisions do not set it)"
        return f"lacks {fact} (the revisions set it)"
    if max(len(live or ""), len(expected or "")) > SHORT or "\n" in f"{live}{expected}":
        return _long(fact, live, expected)
    clause = f"has {fact} {live}" if live is not None else f"has no {fact}"
    return f"{clause} (in the revisions: {expected if expected is not None else 'none'})"


def _long(fact: str, live: Fact, expected: Fact) -> str:
    if live is None:
        return f"has lost its {fact} (the revisions set one)"
    if expected is None:
        return f"has {fact} (the revisions set none)"
    article = "" if fact.endswith("s") else "a "
    return f"has {article}different {fact} than in the revisions"
