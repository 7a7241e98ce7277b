"""Options of the commands that run revisions: timeouts, retries, hours, steps, backups."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from safemigrate.cli.options.shared import json_option
from safemigrate.execute.limits import LOCK_TIMEOUT, MAX_WAIT, RETRIES, WINDOW, Limit, Limits
from safemigrate.project.exit_status import ExitStatus, MigrationStopped
from safemigrate.project.window import NotAWindow

F = TypeVar("F", bound=Callable[..., Any])
_ENVIRONMENT = click.core.ParameterSource.ENVIRONMENT


class LimitType(click.ParamType):  # type: ignore[type-arg]
    """A value of a limit; an invalid one in the environment is reported with its variable."""

    def __init__(self, limit: Limit[Any]) -> None:
        self.limit, self.name = limit, limit.kind

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if ctx and param and ctx.get_parameter_source(param.name or "") is _ENVIRONMENT:
            return self.limit.value_of_variable(value)
        try:
            return self.limit.read(value)
        except (ValueError, NotAWindow) as error:
            self.fail(str(error), param, ctx)


def _limit_option(name: str, limit: Limit[Any], text: str) -> Callable[[F], F]:
    return click.option(
        name,
        type=LimitType(limit),
        default=limit.default,
        show_default=bool(limit.default),
        envvar=limit.variable,
        help=text,
    )


override_option = click.option(
    "--override",
    "overrides",
    multiple=True,
    type=click.Choice(("environment", "git", "major", "standby", "role")),
    help="Run despite this refusal of a protected environment; recorded in the history.",
)
_OPTIONS = (
    _limit_option(
        "--lock-timeout", LOCK_TIMEOUT, "How long one try may wait for locks, and so block others."
    ),
    _limit_option(
        "--retries", RETRIES, "How often to retry a revision that did not get its locks."
    ),
    _limit_option(
        "--max-wait", MAX_WAIT, "How long to wait in total, for another deployer and for locks."
    ),
    _limit_option(
        "--window", WINDOW, 'When revisions may start: "Sun-Thu 01:00-05:00 America/Los_Angeles".'
    ),
    click.option("--ignore-window", is_flag=True, help="Start at any time."),
    click.option(
        "--until-step", type=click.IntRange(1), help="Stop after this step of the --dry-run list."
    ),
    override_option,
    click.option(
        "--backup",
        type=click.Choice(("auto", "always", "never")),
        default="auto",
        show_default=True,
        help="Back up first; auto: if the database is protected and has no recent proven backup.",
    ),
    click.option("--backup-command", metavar="CMD", help="Run this command instead of a backup."),
    click.option(
        "--restore-point", metavar="NAME", help="Create this restore point instead of a backup."
    ),
    click.option("--dry-run", is_flag=True, help="Print what would run; change nothing."),
    json_option,
)


def limit_options(function: F) -> F:
    """Add the options for running revisions to a command."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def limits_of(options: dict[str, Any]) -> Limits:
    """Return the limits from the command line and the environment."""
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


def _allowed(values: Iterable[str]) -> dict[str, str]:
    """Return rule to reason; raise InvalidAllow for an unknown rule, or without a reason."""
    from safemigrate.lint.rules import own_rules

    allowed: dict[str, str] = {}
    for text in values:
        rule, _, reason = (part.strip() for part in text.partition("="))
        if rule.upper() not in own_rules():
            raise InvalidAllow(text, f"there is no rule {rule}")
        if not reason:
            raise InvalidAllow(text, "the reason is missing")
        allowed[rule.upper()] = reason
    return allowed


class InvalidAllow(MigrationStopped):
    exit_code = ExitStatus.USAGE

    def __init__(self, text: str, why: str) -> None:
        self.text, self.why = text, why
        super().__init__(
            f"--allow {text!r} is not valid ({why}): write the rule and a reason, such as "
            "--allow LOCK011='the office is closed'."
        )
