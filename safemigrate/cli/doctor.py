"""`db doctor`: what is wrong with the database and the revision files, and what mends it."""

import click

from safemigrate.json_answer import answering
from safemigrate.options import directory_option, json_option


@click.command("doctor")
@directory_option
@click.option("--fix", "fixing", is_flag=True, help="Mend what can be mended safely.")
@json_option
def command(directory: str | None, fixing: bool, as_json: bool) -> None:
    """Look for what is wrong; exits with 1 where something is left."""
    from dataclasses import asdict
    from pathlib import Path

    from safemigrate.configuration import configured
    from safemigrate.doctor.examine import examine, fix
    from safemigrate.sentences.place import folder
    from safemigrate.typed import typed

    with answering(as_json) as answer, configured(directory) as config:
        home = Path(directory) if directory else folder()
        found = examine(config, home)
        mended = fix(found, home) if fixing else []
        left = [each for each in found if each not in mended]
        answer |= {"findings": [asdict(e) for e in left], "mended": [asdict(e) for e in mended]}
        for each in mended:
            click.echo(f"Mended: {each.sentence}")
        for each in left:
            known = each.mend.startswith("db ")
            mend = typed(each.mend.removeprefix("db ")) if known else each.mend
            click.echo(f"{each.sentence}\n  Mend: {mend}")
        if not found:
            click.echo("Nothing is wrong.")
    if left:
        raise click.exceptions.Exit(1)
