"""Options of the commands that run revisions: how long, how often, when, how far."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from safemigrate.cli.options.shared import Duration, json_option
from safemigrate.execute.limits import LOCK_TIMEOUT, MAX_WAIT, RETRIES, Limits
from safemigrate.project.exit_status import ExitStatus, MigrationStopped

F = TypeVar("F", bound=Callable[..., Any])


override_option = click.option(
    "--override",
    "overrides",
    multiple=True,
    type=click.Choice(("environment", "git", "major", "standby", "role")),
    help="Run in spite of this refusal of a protected environment; it is recorded.",
)
_OPTIONS = (
    click.option(
        "--lock-timeout",
        type=Duration(),
        default=LOCK_TIMEOUT,
        show_default=True,
        envvar="SAFEMIGRATE_LOCK_TIMEOUT",
        help="How long one try may wait for locks, and so hold others up.",
    ),
    click.option(
        "--retries",
        type=click.IntRange(0),
        default=RETRIES,
        show_default=True,
        envvar="SAFEMIGRATE_RETRIES",
        help="How often a revision that did not get its locks is tried again.",
    ),
    click.option(
        "--max-wait",
        type=Duration(),
        default=MAX_WAIT,
        show_default=True,
        envvar="SAFEMIGRATE_MAX_WAIT",
        help="How long to wait in all: for another deployer, and for locks.",
    ),
    click.option(
        "--window",
        default="",
        envvar="SAFEMIGRATE_WINDOW",
        help='When revisions may begin: "Sun-Thu 01:00-05:00 America/Los_Angeles".',
    ),
    click.option("--ignore-window", is_flag=True, help="Begin at any time."),
    click.option(
        "--until-step", type=click.IntRange(1), help="Stop after this step of --dry-run's list."
    ),
    override_option,
    click.option(
        "--backup",
        type=click.Choice(("auto", "always", "never")),
        default="auto",
        show_default=True,
        help="Back up first; auto: a protected database that has no fresh proven backup.",
    ),
    click.option("--backup-command", metavar="CMD", help="Run this instead of a backup."),
    click.option(
        "--restore-point", metavar="NAME", help="Set this restore point instead of a backup."
    ),
    click.option("--dry-run", is_flag=True, help="Print what would run, and change nothing."),
    json_option,
)


def limit_options(function: F) -> F:
    """Give a command every option of running revisions."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def limits_of(options: dict[str, Any]) -> Limits:
    """Return the limits that were typed or set in the environment."""
    return Limits(
        lock_timeout=options["lock_timeout"],
        retries=options["retries"],
        max_wait=options["max_wait"],
        window="" if options["ignore_window"] else options["window"],
        until_step=options["until_step"],
        allow=_allowed(options.get("allow", ())),
        overrides=options["overrides"],
        backup=options["backup"],
        snapshot=options["backup_command"],
        restore_point=options["restore_point"],
        confirmed=options.get("yes"),
    )


def _allowed(given: Iterable[str]) -> dict[str, str]:
    """Return rule to reason; NotAllowed for a rule that is not there, or without a reason."""
    from safemigrate.lint.rules import own_rules

    allowed: dict[str, str] = {}
    for text in given:
        rule, _, reason = (part.strip() for part in text.partition("="))
        if rule.upper() not in own_rules():
            raise NotAllowed(text, f"there is no rule {rule}")
        if not reason:
            raise NotAllowed(text, "it gives no reason")
        allowed[rule.upper()] = reason
    return allowed


class NotAllowed(MigrationStopped):
    exit_code = ExitStatus.USAGE

    def __init__(self, text: str, why: str) -> None:
        self.text, self.why = text, why
        super().__init__(
            f"--allow {text!r} allows nothing ({why}): write the rule and a reason, such as "
            "--allow LOCK011='the office is closed'."
        )
