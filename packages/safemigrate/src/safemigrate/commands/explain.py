"""`db explain`: why a lint rule exists, and the safe way."""

from __future__ import annotations

import click

from safemigrate.lint.project import project_rules
from safemigrate.lint.rules import Rule


def explain(directory: str | None, rule: str | None) -> dict[str, Rule]:
    """Return the rules with this id or name, by id; all rules for None.

    Raises UsageError if there is none.
    """
    rules = project_rules(directory)
    chosen = {
        id_: candidate
        for id_, candidate in rules.items()
        if rule in {None, candidate.name} or id_ == rule.upper()
    }
    if not chosen:
        raise click.UsageError(
            f"There is no rule {rule}. `explain` without a rule lists all rules."
        )
    return chosen
