"""`db revision`: write an empty revision file, or one filled from the models."""

from typing import Any

import click

from safemigrate.cli.options.shared import revision_options
from safemigrate.project.json_answer import answering


@click.command("revision")
@revision_options
@click.option(
    "--autogenerate", is_flag=True, help="Fill it with the changes between database and models."
)
def command(as_json: bool, **options: Any) -> None:
    """Create a new revision file."""
    from safemigrate.autogenerate.asking import with_answers
    from safemigrate.autogenerate.migrate_errors import MessageMissing
    from safemigrate.commands.advice import say_what_has_no_way_back, say_what_no_change_means
    from safemigrate.commands.revision import revision
    from safemigrate.commands.revision_records import records

    with answering(as_json, sql=options["sql"]) as answer:
        if options["autogenerate"] and not options["message"]:
            raise MessageMissing("revision --autogenerate")
        written = with_answers(revision, options)
        answer["files"] = records(written)
    if not written:
        say_what_no_change_means()
    say_what_has_no_way_back(written)
