"""Every sentence about a difference."""

from __future__ import annotations

from safemigrate.catalogue import Fact
from safemigrate.catalogue.comparison import Difference

SHORT = 70  # characters of a value that is shown in a sentence
SWITCHES = {"NOT NULL", "row level security", "forced row level security", "clustering"}


def sentence(each: Difference) -> str:
    """Return a difference as one sentence."""
    thing = each.thing
    name = f"{thing.kind.capitalize()} {thing.name}"
    if each.expected is None:
        return f"{name} is in the database, and no revision makes it."
    if each.live is None:
        return f"{name} is made by the revisions, and is gone from the database."
    if not each.facts:
        before = each.expected.name
        return f"{name} is what the revisions name {before}."
    said = " and ".join(_clause(fact, *values) for fact, values in each.facts.items())
    return f"{name} {said}."


def _clause(fact: str, live: Fact, expected: Fact) -> str:
    if fact == "broken build":
        return "is not valid: a build of it failed" if live else "is valid, and was not made so"
    if fact in SWITCHES:
        has, not_has = f"has {fact}", f"lacks {fact}"
        return f"{has if live else not_has}, and the revisions {'do not' if live else 'set it'}"
    if max(len(live or ""), len(expected or "")) > SHORT or "\n" in f"{live}{expected}":
        return _long(fact, live, expected)
    have = f"has {fact} {live}" if live is not None else f"has no {fact}"
    return f"{have} (the revisions: {expected if expected is not None else 'none'})"


def _long(fact: str, live: Fact, expected: Fact) -> str:
    if live is None:
        return f"has lost the {fact} that the revisions give it"
    if expected is None:
        return f"has {fact}, and the revisions give it none"
    other = "other" if fact.endswith("s") else "another"
    return f"has {other} {fact} than the revisions give it"
