"""The running application's project: its migration folder, and the rules that hold for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from safemigrate.lint.rules import Rule, rules_with

FOUND_SOMETHING = 3  # exit status


def rules_folder(directory: str | None) -> Path:
    """Return the folder of the project's own rules."""
    from safemigrate.configuration import mounted

    return Path(directory or mounted().directory) / "rules"


def project_rules(directory: str | None) -> Mapping[str, Rule]:
    """Return this package's rules and the project's own."""
    return rules_with(rules_folder(directory))


def lint_project(
    directory: str | None, *, files: Sequence[Path], since: str | None, pg: int, form: str
) -> tuple[Iterator[str], int]:
    """Return the lines to print, in a form (text, json, github, sarif), and the exit status."""
    from importlib import import_module

    from alembic.script import ScriptDirectory
    from flask import current_app

    from safemigrate.configuration import configured
    from safemigrate.lint.lint import lint

    rules = project_rules(directory)
    with configured(directory) as config:
        report = lint(
            ScriptDirectory.from_config(config),
            rules,
            files=files,
            since=since,
            pg=pg,
            application=Path(current_app.root_path),
        )
    lines = import_module(f"safemigrate.lint.formats.{form}").lines(report, rules)
    return lines, FOUND_SOMETHING if report.findings else 0
