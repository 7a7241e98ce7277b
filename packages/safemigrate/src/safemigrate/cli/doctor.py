"""`db doctor`: what is wrong with the database and the revision files, and how to fix it."""

import click

from safemigrate.cli.options.shared import directory_option, json_option
from safemigrate.project.exit_status import ExitStatus
from safemigrate.project.json_answer import answering

WIDTH = 80


@click.command("doctor")
@directory_option
@click.option("--fix", "fixing", is_flag=True, help="Fix what is safe to fix.")
@json_option
def command(directory: str | None, fixing: bool, as_json: bool) -> None:
    """Find problems in the database and the revision files. Exits with 1 if one remains."""
    from dataclasses import asdict

    from safemigrate.commands.doctor import doctor
    from safemigrate.project.invocation import typed

    with answering(as_json) as answer:
        examination = doctor(directory, fixing=fixing)
        problems, fixed = examination.left, examination.mended
        answer |= {
            "findings": [asdict(finding) for finding in problems],
            "mended": [asdict(finding) for finding in fixed],
        }
        for finding in fixed:
            click.echo(click.wrap_text(f"Fixed: {finding.sentence}", WIDTH))
        for finding in problems:
            is_command = finding.mend.startswith("db ")
            advice = typed(finding.mend.removeprefix("db ")) if is_command else finding.mend
            click.echo(f"{click.wrap_text(finding.sentence, WIDTH)}\n  Fix: {advice}")
        fixable = sum(finding.fix is not None for finding in problems)
        if fixable and not fixing:
            click.echo(f"`{typed('doctor --fix')}` fixes {fixable} of {len(problems)}.", err=True)
        if not problems and not fixed:
            click.echo("No problems.")
    if problems:
        raise click.exceptions.Exit(ExitStatus.FAILED)
