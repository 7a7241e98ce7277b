"""`db rebase`: move a revision that nobody else has yet after another."""

import click

from safemigrate.cli.options.shared import directory_option, json_option
from safemigrate.project.json_answer import answering


@click.command("rebase")
@directory_option
@click.option("--onto", metavar="REVISION", help="The revision to follow (default: the head).")
@click.option(
    "--since",
    metavar="REF",
    help="The published git branch (default: origin/HEAD, origin/main or main).",
)
@json_option
@click.argument("revision")
def command(
    directory: str | None, onto: str | None, since: str | None, as_json: bool, revision: str
) -> None:
    """Move a revision after another. REVISION is an id or a file; what follows it moves too."""
    from safemigrate.commands.rebase import rebase
    from safemigrate.project.sentences.place import shown

    with answering(as_json) as answer:
        moves = rebase(directory, revision, onto=onto, since=since)
        answer["moved"] = [
            {"was": m.was, "revision": m.revision, "path": shown(m.path), "follows": m.follows}
            for m in moves
        ]
        if not moves:
            answer["result"] = "nothing to do"
            click.echo(f"{revision} is already in that place.")
        for move in moves:
            name = "" if move.was == move.revision else f" is now {move.revision} and"
            click.echo(f"{move.was}{name} follows {move.follows} ({shown(move.path)}).")
