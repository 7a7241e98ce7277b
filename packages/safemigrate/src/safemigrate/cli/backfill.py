"""`db backfill`: change many rows in the background while the application runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from safemigrate.cli.options.shared import Duration, json_option
from safemigrate.project.json_answer import answering

F = TypeVar("F", bound=Callable[..., Any])

_RUN_OPTIONS = (
    click.option(
        "--workers", type=click.IntRange(1, 32), default=1, show_default=True, help="Sessions."
    ),
    click.option(
        "--batch-ms",
        type=click.IntRange(1, 10_000),
        default=50,
        show_default=True,
        help="Target duration of a batch, in milliseconds.",
    ),
    click.option(
        "--max-lag",
        type=Duration(),
        default="10s",
        show_default=True,
        help="Pause while a standby lags more than this.",
    ),
    click.option(
        "--lock-timeout",
        type=Duration(),
        default="100ms",
        show_default=True,
        help="How long a batch may wait for a lock.",
    ),
    click.option(
        "--window",
        default="",
        envvar="SAFEMIGRATE_BACKFILL_WINDOW",
        help='Hours to run in, such as "Mon-Fri 22:00-05:00 America/Los_Angeles".',
    ),
)


def _run_options(function: F) -> F:
    for option in reversed(_RUN_OPTIONS):
        function = option(function)
    return function


def _terms(options: dict[str, Any]) -> Any:
    from safemigrate.backfill.backfill_run import Terms
    from safemigrate.project.window import windows_of

    return Terms(
        workers=options["workers"],
        target=options["batch_ms"] / 1000,
        max_lag=options["max_lag"],
        lock_timeout=options["lock_timeout"],
        windows=windows_of(options["window"]),
        window_text=options["window"],
    )


@click.group("backfill")
def command() -> None:
    """Run and manage the changes registered with op.backfill."""


@command.command("list")
@json_option
def list_all(as_json: bool) -> None:
    """List the registered backfills and their progress."""
    from safemigrate.commands import backfill as work

    with answering(as_json) as answer:
        answer["backfills"] = work.listed()
        for status in answer["backfills"]:
            click.echo(work.sentence(status))
        if not answer["backfills"]:
            click.echo("No backfill is registered in this database.", err=True)


@command.command("run")
@_run_options
@json_option
@click.argument("name", required=False)
def run(name: str | None, as_json: bool, **options: Any) -> None:
    """Run and verify one backfill, or all incomplete ones."""
    from safemigrate.commands import backfill as work

    with answering(as_json) as answer:
        answer["backfills"] = work.run(name, _terms(options))
        for status in answer["backfills"]:
            click.echo(work.sentence(status))
        if not answer["backfills"]:
            answer["result"] = "nothing to do"
            click.echo("There is no backfill to run.", err=True)


@command.command("status")
@json_option
@click.argument("name")
def show(as_json: bool, name: str) -> None:
    """Show one backfill, with the rows that could not be changed."""
    from safemigrate.commands import backfill as work

    with answering(as_json) as answer:
        status = work.status(name)
        answer["backfills"] = [status]
        click.echo(work.sentence(status))
        for row in status["rows"]:
            click.echo(f"  {', '.join(row['key'])}: {row['error']}")


@command.command("pause")
@json_option
@click.argument("name")
def pause(as_json: bool, name: str) -> None:
    """Pause a backfill after its current batch."""
    _move(name, "pause", as_json)


@command.command("resume")
@json_option
@click.argument("name")
def resume(as_json: bool, name: str) -> None:
    """Resume a paused backfill."""
    _move(name, "resume", as_json)


@command.command("cancel")
@json_option
@click.argument("name")
def cancel(as_json: bool, name: str) -> None:
    """End a backfill after its current batch; changed rows stay changed."""
    _move(name, "cancel", as_json)


@command.command("retry")
@_run_options
@json_option
@click.argument("name")
def retry(as_json: bool, name: str, **options: Any) -> None:
    """Retry the rows that could not be changed."""
    from safemigrate.commands import backfill as work

    with answering(as_json) as answer:
        status = work.retry(name, _terms(options))
        answer["backfills"] = [status]
        click.echo(work.sentence(status))


@command.command("verify")
@json_option
@click.argument("name")
def verify(as_json: bool, name: str) -> None:
    """Count the remaining rows. If there are none, marks the backfill verified."""
    from safemigrate.backfill.backfill_run import Terms
    from safemigrate.commands import backfill as work

    with answering(as_json) as answer:
        status = work.verify(name, Terms())
        answer["backfills"] = [status]
        click.echo(work.sentence(status))


def _move(name: str, action: str, as_json: bool) -> None:
    from safemigrate.commands import backfill as work

    with answering(as_json) as answer:
        status = work.move(name, action)
        answer["backfills"] = [status]
        click.echo(work.sentence(status))
