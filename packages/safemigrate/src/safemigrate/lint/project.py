"""The running application's project: its migration folder and the rules that apply to it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from safemigrate.lint.rules import Rule, rules_with


def rules_folder(directory: str | None) -> Path:
    """Return the folder of the project's own rules."""
    from safemigrate.project.mounted import mounted

    return Path(directory or mounted().directory) / "rules"


def project_rules(directory: str | None) -> Mapping[str, Rule]:
    """Return this package's rules and the project's own."""
    return rules_with(rules_folder(directory))
