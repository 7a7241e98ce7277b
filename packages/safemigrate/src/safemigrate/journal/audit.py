"""`db history --audit`: every run of a revision in the journal, newest first."""

from __future__ import annotations

import click

from safemigrate.journal.schema import has_schema
from safemigrate.postgres.durations import duration_words
from safemigrate.project.json_answer import print_json
from safemigrate.project.own_session import own_session

COLUMNS = (
    "revision",
    "direction",
    "result",
    "started",
    "finished",
    "actor",
    "host",
    "git_commit",
    "environment",
    "tries",
    "waited_ms",
    "seconds",
    "error",
)
_RUNS = """
SELECT revision, direction, result, to_char(started AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SSZ'),
       to_char(finished AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SSZ'), actor, host, git_commit,
       environment, tries, waited_ms, extract(epoch FROM finished - started)::float8, error
FROM _migrate.history ORDER BY id DESC
"""

Run = dict[str, object]


def print_audit(*, as_json: bool) -> None:
    """Print the runs of the application's default database."""
    all_runs = runs()
    if as_json:
        print_json(all_runs)
        return
    for run in all_runs:
        click.echo(run_line(run))
    if not all_runs:
        click.echo("No runs are recorded in this database.", err=True)


def runs() -> list[Run]:
    """Return every run in the journal, newest first; none if there is no journal."""
    with own_session() as session:
        rows = session.rows(_RUNS) if has_schema(session) else []
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


def run_line(run: Run) -> str:
    """Return a run as one line: when, what, result, how long, who, from where."""
    parts = [f"{run['started']}  {run['direction']} {run['revision']}: {run['result']}"]
    if isinstance(run["seconds"], float):
        parts.append(f"in {duration_words(run['seconds'])}")
    if run["waited_ms"]:
        tries, waited = run["tries"], int(str(run["waited_ms"])) / 1000
        often = "1 try" if tries == 1 else f"{tries} tries"
        parts.append(f"({often}, {duration_words(waited)} waiting)")
    parts.append(f"by {run['actor']}@{run['host']}")
    if run["environment"]:
        parts.append(f"for {run['environment']}")
    if run["git_commit"]:
        parts.append(f"at {str(run['git_commit'])[:12]}")
    return " ".join(parts)
