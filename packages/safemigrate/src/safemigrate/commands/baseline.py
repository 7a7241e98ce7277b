"""`db baseline`: the first revision for a database without revisions, proven by replay."""

from __future__ import annotations

from pathlib import Path

import click
from alembic import command
from alembic.script import Script, ScriptDirectory

from safemigrate.catalogue.comparison import differences, main_differences
from safemigrate.commands.stamp import stamp
from safemigrate.project.configuration import configured
from safemigrate.project.head_file import write_heads
from safemigrate.project.invocation import typed
from safemigrate.project.revision_ids import id_for_new
from safemigrate.project.sentences.place import shown
from safemigrate.state.drift.live import sides
from safemigrate.state.drift.repair import body_of, both_ways
from safemigrate.state.drift.sentences import sentence


class HasRevisions(click.ClickException):
    """A baseline must be the first revision, but there are revisions already."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(
            f"{reason}, so a baseline is not possible. `{typed('drift')}` compares the database "
            "with its revisions. Nothing was written."
        )


class NotProven(click.ClickException):
    """The revision does not create what the database has."""

    def __init__(self, file: str, difference: str) -> None:
        self.file, self.difference = file, difference
        super().__init__(
            f"{file} does not create what the database has: {difference} Fix the file by hand, "
            f"then record it with `{typed('stamp head')}` and check it with `{typed('drift')}`."
        )


def baseline(directory: str | None, message: str) -> str:
    """Write the revision that creates the present schema, prove and stamp it; return its id."""
    with configured(directory) as config:
        heads = ScriptDirectory.from_config(config).get_heads()
    if heads:
        raise HasRevisions(f"The folder already has revisions (newest: {', '.join(heads)})")
    compared = sides(directory)
    if compared.heads:
        raise HasRevisions(f"The database is at {', '.join(compared.heads)}")
    live, expected = compared.live, compared.expected
    reported = main_differences(differences(live, expected), live, expected)
    creating, dropping = both_ways(reported, live, expected)
    script = _write(directory, message, creating, dropping)
    stamp(directory, script.revision)
    try:
        proof = sides(directory)
    except Exception as error:
        stamp(directory, "base")
        raise NotProven(shown(Path(script.path)), f"{' '.join(str(error).split())}.") from error
    remaining = differences(proof.live, proof.expected)
    if remaining:
        stamp(directory, "base")
        raise NotProven(shown(Path(script.path)), " ".join(map(sentence, remaining)))
    click.echo(f"Wrote {shown(Path(script.path))}; its replay matches the database.", err=True)
    return script.revision


def _write(directory: str | None, message: str, up: list[str], down: list[str]) -> Script:
    with configured(directory) as config:
        config.set_main_option("revision_environment", "true")
        written = command.revision(
            config,
            message,
            rev_id=id_for_new(config),
            process_revision_directives=body_of(up, down),
        )
        write_heads(config)
    script = written[0] if isinstance(written, list) else written
    assert script is not None, "without autogenerate, a revision is written"  # noqa: S101
    return script
