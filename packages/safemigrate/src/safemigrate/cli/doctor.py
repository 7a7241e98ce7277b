"""`db doctor`: what is wrong with the database and the revision files, and what mends it."""

import click

from safemigrate.cli.options.shared import directory_option, json_option
from safemigrate.project.exit_status import ExitStatus
from safemigrate.project.json_answer import answering

WIDTH = 80


@click.command("doctor")
@directory_option
@click.option("--fix", "fixing", is_flag=True, help="Mend what can be mended safely.")
@json_option
def command(directory: str | None, fixing: bool, as_json: bool) -> None:
    """Look for what is wrong; exits with 1 where something is left."""
    from dataclasses import asdict

    from safemigrate.commands.doctor import doctor
    from safemigrate.project.invocation import typed

    with answering(as_json) as answer:
        found = doctor(directory, fixing=fixing)
        answer |= {
            "findings": [asdict(each) for each in found.left],
            "mended": [asdict(each) for each in found.mended],
        }
        for each in found.mended:
            click.echo(click.wrap_text(f"Mended: {each.sentence}", WIDTH))
        for each in found.left:
            known = each.mend.startswith("db ")
            mend = typed(each.mend.removeprefix("db ")) if known else each.mend
            click.echo(f"{click.wrap_text(each.sentence, WIDTH)}\n  Mend: {mend}")
        mendable = sum(each.fix is not None for each in found.left)
        if mendable and not fixing:
            click.echo(
                f"`{typed('doctor --fix')}` mends {mendable} of {len(found.left)}.", err=True
            )
        if not found.left and not found.mended:
            click.echo("Nothing is wrong.")
    if found.left:
        raise click.exceptions.Exit(ExitStatus.FAILED)
