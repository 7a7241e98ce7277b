"""`db new-rule`: start a lint rule for this project."""

from __future__ import annotations

from pathlib import Path

import click

from safemigrate.cli.options.shared import directory_option, json_option
from safemigrate.project.json_answer import print_json


@click.command("new-rule")
@directory_option
@click.option(
    "--rules",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the rule (default: rules in the migration folder).",
)
@click.option(
    "--tests",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("tests"),
    show_default=True,
    help="Folder for its test.",
)
@json_option
@click.argument("id_", metavar="ID")
@click.argument("name")
def command(
    directory: str | None, rules: Path | None, tests: Path, as_json: bool, id_: str, name: str
) -> None:
    """Write a lint rule and its test. Example: new-rule SHOP001 no-orders-in-may."""
    from safemigrate.commands.new_rule import new_rule
    from safemigrate.project.sentences.place import shown

    rule, test = new_rule(directory, id_, name, rules=rules, tests=tests)
    if as_json:
        print_json({"result": "done", "rule": shown(rule), "test": shown(test)})
    else:
        click.echo(f"Wrote {shown(rule)} and {shown(test)}. Lint finds the rule by its folder.")
