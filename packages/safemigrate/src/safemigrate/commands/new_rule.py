"""`db new-rule`: a new lint rule for the project, with its test."""

from __future__ import annotations

from pathlib import Path

from safemigrate.lint.project import rules_folder
from safemigrate.lint.scaffold import write_rule


def new_rule(
    directory: str | None, id_: str, name: str, *, rules: Path | None, tests: Path
) -> tuple[Path, Path]:
    """Write a rule and its test; return both files.

    rules  the rule's folder; None for rules/ in the migration folder
    """
    return write_rule(id_, name, rules=rules or rules_folder(directory), tests=tests)
