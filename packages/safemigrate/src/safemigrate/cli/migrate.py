"""`db migrate`: write a revision file from what changed in the models."""

from typing import Any

import click

from safemigrate.cli.options.shared import revision_options, x_arg_option
from safemigrate.project.json_answer import answering


@click.command("migrate")
@revision_options
@x_arg_option
def command(as_json: bool, **options: Any) -> None:
    """Create a revision file from the models. Same as revision --autogenerate."""
    from safemigrate.autogenerate.asking import with_answers
    from safemigrate.autogenerate.migrate_errors import MessageMissing
    from safemigrate.commands.advice import say_what_has_no_way_back, say_what_no_change_means
    from safemigrate.commands.migrate import migrate
    from safemigrate.commands.revision_records import records

    with answering(as_json, sql=options["sql"]) as answer:
        if not options["message"]:
            raise MessageMissing("migrate")
        written = with_answers(migrate, options)
        answer["files"] = records(written)
    if not written:
        say_what_no_change_means()
    say_what_has_no_way_back(written)
