"""`db explain`: why a lint rule exists, and the safe way."""

from __future__ import annotations

import click

from safemigrate.lint.project import project_rules
from safemigrate.lint.rules import Rule


def explain(directory: str | None, rule: str | None) -> dict[str, Rule]:
    """Return the rules that an id or a name stands for, by id; all of them for None.

    UsageError where there is none.
    """
    rules = project_rules(directory)
    chosen = {
        id_: found
        for id_, found in rules.items()
        if rule in {None, found.name} or id_ == rule.upper()
    }
    if not chosen:
        raise click.UsageError(f"There is no rule {rule}. `explain` without a rule lists them all.")
    return chosen
