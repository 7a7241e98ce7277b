"""What `db drift` finds, and its report."""

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
    """The two sides, all differences, those to report, and ignore lines that match nothing."""

    sides: Sides
    all_differences: list[Difference]
    differences: list[Difference]
    unused: list[Accepted]


def drift(directory: str | None = None, x_arg: str | Iterable[str] | None = None) -> Drift:
    """Return how the application's database differs from what its revisions create."""
    home = Path(directory) if directory else folder()
    lines = accepted(home, shown(home / FILE))
    compared = sides(directory, x_arg)
    live, expected = compared.live, compared.expected
    all_differences, unused = without_accepted(differences(live, expected), lines)
    return Drift(
        compared, all_differences, main_differences(all_differences, live, expected), unused
    )


def print_text(result: Drift) -> None:
    """Print each difference as a sentence."""
    for difference in result.differences:
        click.echo(sentence(difference))
    heads = ", ".join(result.sides.heads) or "no revision"
    if not result.differences:
        click.echo(f"Database {result.sides.database} matches its revisions (at {heads}).")
    for line in result.unused:
        click.echo(f"{FILE}, line {line.line} no longer matches anything: delete it.", err=True)


def as_json(result: Drift) -> dict[str, Any]:
    """Return the differences as plain values."""
    return {
        "database": result.sides.database,
        "revisions": list(result.sides.heads),
        "drift": [_difference(difference) for difference in result.differences],
        "unused_ignores": [line.line for line in result.unused],
    }


def _difference(difference: Difference) -> dict[str, Any]:
    change = "changed" if difference.facts else "renamed"
    if difference.live is None or difference.expected is None:
        change = "added" if difference.live else "missing"
    return {
        "kind": difference.thing.kind,
        "name": difference.thing.name,
        "change": change,
        "was": difference.expected.name if change == "renamed" and difference.expected else None,
        "facts": {
            name: {"database": live, "revisions": expected}
            for name, (live, expected) in difference.facts.items()
        },
        "sentence": sentence(difference),
    }
