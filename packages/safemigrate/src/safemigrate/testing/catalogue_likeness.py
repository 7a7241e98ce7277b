"""How two readings of a catalogue differ, in clauses that do not know which revision it was."""

from __future__ import annotations

from safemigrate.catalogue import Catalogue, Fact
from safemigrate.catalogue.comparison import Difference, differences, main_differences

SHORT = 70  # characters of a value that is shown


def unlike(found: Catalogue, wanted: Catalogue) -> list[str]:
    """Return a clause for each object that is not as it should be."""
    return [_clause(each) for each in main_differences(differences(found, wanted), found, wanted)]


def _clause(each: Difference) -> str:
    name = f"{each.thing.kind} {each.thing.name}"
    if each.expected is None:
        return f"{name} is there and should not be"
    if each.live is None:
        return f"{name} is not there"
    if not each.facts:
        return f"{name} is what was {each.expected.name}"
    return f"{name} " + " and ".join(_fact(fact, *both) for fact, both in each.facts.items())


def _fact(name: str, is_now: Fact, was: Fact) -> str:
    if max(len(is_now or ""), len(was or "")) > SHORT or "\n" in f"{is_now}{was}":
        return f"has another {name}"
    return f"has {name} {is_now or 'none'} and not {was or 'none'}"
