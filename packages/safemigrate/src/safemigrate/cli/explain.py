"""`db explain`: why a rule exists, and the safe way."""

from __future__ import annotations

import click

from safemigrate.cli.options.shared import directory_option, json_option
from safemigrate.project.json_answer import print_json


@click.command("explain")
@directory_option
@json_option
@click.argument("rule", required=False)
def command(directory: str | None, as_json: bool, rule: str | None) -> None:
    """Explain a lint rule, by id (LOCK007) or name. Without RULE, lists all rules."""
    from safemigrate.commands.explain import explain
    from safemigrate.lint.documentation import rule_list, terminal_page

    chosen = explain(directory, rule)
    if as_json:
        print_json([{"rule": r.id, "name": r.name, "text": r.text} for r in chosen.values()])
    elif rule is None:
        click.echo(rule_list(chosen))
    else:
        click.echo("\n".join(terminal_page(r) for r in chosen.values()))
