"""What `db drift` finds, and how it says it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from safemigrate.catalogue.comparison import Difference, differences, main_differences
from safemigrate.project.sentences.place import folder, shown
from safemigrate.state.drift.ignore import FILE, Accepted, accepted, without_accepted
from safemigrate.state.drift.live import Sides, sides
from safemigrate.state.drift.sentences import sentence


@dataclass(frozen=True)
class Drift:
    """The two sides, every difference, those left to tell, and lines that accepted nothing."""

    sides: Sides
    every: list[Difference]
    left: list[Difference]
    unused: list[Accepted]


def drift(directory: str | None = None, x_arg: str | Iterable[str] | None = None) -> Drift:
    """Return how the application's database differs from what its revisions make."""
    home = Path(directory) if directory else folder()
    lines = accepted(home, shown(home / FILE))
    both = sides(directory, x_arg)
    every, unused = without_accepted(differences(both.live, both.expected), lines)
    return Drift(both, every, main_differences(every, both.live, both.expected), unused)


def print_text(found: Drift) -> None:
    """Print a sentence for each difference."""
    for each in found.left:
        click.echo(sentence(each))
    at = ", ".join(found.sides.heads) or "no revision"
    if not found.left:
        click.echo(f"Database {found.sides.database} is as its revisions make it (at {at}).")
    for line in found.unused:
        click.echo(f"{FILE}, line {line.line} accepts nothing any more: take it out.", err=True)


def as_json(found: Drift) -> dict[str, Any]:
    """Return the differences as plain values."""
    return {
        "database": found.sides.database,
        "revisions": list(found.sides.heads),
        "drift": [_difference(each) for each in found.left],
        "unused_ignores": [line.line for line in found.unused],
    }


def _difference(each: Difference) -> dict[str, Any]:
    change = "changed" if each.facts else "renamed"
    if each.live is None or each.expected is None:
        change = "added" if each.live else "missing"
    return {
        "kind": each.thing.kind,
        "name": each.thing.name,
        "change": change,
        "was": each.expected.name if change == "renamed" and each.expected else None,
        "facts": {
            name: {"database": live, "revisions": expected}
            for name, (live, expected) in each.facts.items()
        },
        "sentence": sentence(each),
    }
