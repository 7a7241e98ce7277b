"""`db backfill`: change many rows in the background, while people work."""

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
        help="Milliseconds that a batch should take.",
    ),
    click.option(
        "--max-lag",
        type=Duration(),
        default="10s",
        show_default=True,
        help="Stand still while a standby lags more.",
    ),
    click.option(
        "--lock-timeout",
        type=Duration(),
        default="100ms",
        show_default=True,
        help="Longest that a batch waits for a lock.",
    ),
    click.option(
        "--window",
        default="",
        envvar="SAFEMIGRATE_BACKFILL_WINDOW",
        help='Hours to work in, such as "Mon-Fri 22:00-05:00 America/Los_Angeles".',
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
    """Run and look after the data changes that revisions registered with op.backfill."""


@command.command("list")
@json_option
def list_all(as_json: bool) -> None:
    """List what is registered, and how far it is."""
    from safemigrate.commands import backfill as work

    with answering(as_json) as answer:
        answer["backfills"] = work.listed()
        for one in answer["backfills"]:
            click.echo(work.sentence(one))
        if not answer["backfills"]:
            click.echo("No backfill is registered in this database.", err=True)


@command.command("run")
@_run_options
@json_option
@click.argument("name", required=False)
def run(name: str | None, as_json: bool, **options: Any) -> None:
    """Run one backfill, or all that are not complete, and verify it."""
    from safemigrate.commands import backfill as work

    with answering(as_json) as answer:
        answer["backfills"] = work.run(name, _terms(options))
        for one in answer["backfills"]:
            click.echo(work.sentence(one))
        if not answer["backfills"]:
            answer["result"] = "nothing to do"
            click.echo("No backfill waits to be run.", err=True)


@command.command("status")
@json_option
@click.argument("name")
def show(as_json: bool, name: str) -> None:
    """Show one backfill, with the rows that could not be changed."""
    from safemigrate.commands import backfill as work

    with answering(as_json) as answer:
        one = work.status(name)
        answer["backfills"] = [one]
        click.echo(work.sentence(one))
        for row in one["rows"]:
            click.echo(f"  {', '.join(row['key'])}: {row['error']}")


@command.command("pause")
@json_option
@click.argument("name")
def pause(as_json: bool, name: str) -> None:
    """Let a backfill rest after the batch it is at."""
    _move(name, "pause", as_json)


@command.command("resume")
@json_option
@click.argument("name")
def resume(as_json: bool, name: str) -> None:
    """Let a paused backfill go on."""
    _move(name, "resume", as_json)


@command.command("cancel")
@json_option
@click.argument("name")
def cancel(as_json: bool, name: str) -> None:
    """End a backfill after the batch it is at; what it changed stays."""
    _move(name, "cancel", as_json)


@command.command("retry")
@_run_options
@json_option
@click.argument("name")
def retry(as_json: bool, name: str, **options: Any) -> None:
    """Try the rows again that could not be changed."""
    from safemigrate.commands import backfill as work

    with answering(as_json) as answer:
        one = work.retry(name, _terms(options))
        answer["backfills"] = [one]
        click.echo(work.sentence(one))


@command.command("verify")
@json_option
@click.argument("name")
def verify(as_json: bool, name: str) -> None:
    """Count the rows that are left, and mark the backfill verified where there are none."""
    from safemigrate.backfill.backfill_run import Terms
    from safemigrate.commands import backfill as work

    with answering(as_json) as answer:
        one = work.verify(name, Terms())
        answer["backfills"] = [one]
        click.echo(work.sentence(one))


def _move(name: str, how: str, as_json: bool) -> None:
    from safemigrate.commands import backfill as work

    with answering(as_json) as answer:
        one = work.move(name, how)
        answer["backfills"] = [one]
        click.echo(work.sentence(one))
