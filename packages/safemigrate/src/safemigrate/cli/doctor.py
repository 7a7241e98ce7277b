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
    from pathlib import Path

    from safemigrate.project.configuration import configured
    from safemigrate.project.invocation import typed
    from safemigrate.project.sentences.place import folder
    from safemigrate.state.doctor.examine import examine, fix

    with answering(as_json) as answer, configured(directory) as config:
        home = Path(directory) if directory else folder()
        found = examine(config, home)
        mended, left = fix(found, config, home) if fixing else ([], found)
        answer |= {"findings": [asdict(e) for e in left], "mended": [asdict(e) for e in mended]}
        for each in mended:
            click.echo(click.wrap_text(f"Mended: {each.sentence}", WIDTH))
        for each in left:
            known = each.mend.startswith("db ")
            mend = typed(each.mend.removeprefix("db ")) if known else each.mend
            click.echo(f"{click.wrap_text(each.sentence, WIDTH)}\n  Mend: {mend}")
        mendable = sum(each.fix is not None for each in left)
        if mendable and not fixing:
            click.echo(f"`{typed('doctor --fix')}` mends {mendable} of {len(left)}.", err=True)
        if not found:
            click.echo("Nothing is wrong.")
    if left:
        raise click.exceptions.Exit(ExitStatus.FAILED)
