"""Describes how two catalogues differ, in clauses that do not name a revision."""

from __future__ import annotations

from safemigrate.catalogue import Catalogue, Fact
from safemigrate.catalogue.comparison import Difference, differences, main_differences

SHORT = 70  # characters of a value that is shown


def catalogue_differences(catalogue: Catalogue, wanted: Catalogue) -> list[str]:
    """Return a clause for each object that differs."""
    return [
        _clause(difference)
        for difference in main_differences(differences(catalogue, wanted), catalogue, wanted)
    ]


def _clause(difference: Difference) -> str:
    name = f"{difference.thing.kind} {difference.thing.name}"
    if difference.expected is None:
        return f"{name} exists but should not"
    if difference.live is None:
        return f"{name} is missing"
    if not difference.facts:
        return f"{name} should be named {difference.expected.name}"
    return f"{name} " + " and ".join(
        _fact(fact, *values) for fact, values in difference.facts.items()
    )


def _fact(name: str, current: Fact, wanted: Fact) -> str:
    if max(len(current or ""), len(wanted or "")) > SHORT or "\n" in f"{current}{wanted}":
        return f"has a different {name}"
    return f"has {name} {current or 'none'} instead of {wanted or 'none'}"
