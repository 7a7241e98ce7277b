"""Refuses unusual commands in a protected environment; each refusal has a name to override it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from safemigrate.journal.stamp import Stamp, read_stamp
from safemigrate.postgres.session import Session
from safemigrate.project.circumstances import Circumstances
from safemigrate.project.exit_status import ExitStatus

Refusal = tuple[str, str]


def check_environment(
    session: Session,
    circumstances: Circumstances,
    folder: Path,
    overrides: tuple[str, ...],
    say: Callable[[str], None],
) -> list[str]:
    """Return the overrides that were needed; raise GuardRefused if one is missing.

    circumstances  their environment is the one that the command is meant for
    folder         the migrations' folder, whose git tree must be clean
    """
    stamp = read_stamp(session)
    if stamp is None:
        return []
    refusals = list(_refusals(session, stamp, circumstances, folder))
    missing = [refusal for refusal in refusals if refusal[0] not in overrides]
    if missing:
        raise GuardRefused(str(session.engine.url.database), stamp.environment, missing)
    for name, why in refusals:
        say(f"Overridden ({name}): {why}")
    return [name for name, _ in refusals]


def _refusals(
    session: Session, stamp: Stamp, circumstances: Circumstances, folder: Path
) -> Iterator[Refusal]:
    environment = circumstances.environment
    if environment != stamp.environment and (environment or stamp.is_protected):
        meant = f"SAFEMIGRATE_ENV is {environment}" if environment else "SAFEMIGRATE_ENV is not set"
        yield "environment", f"{meant}, but the database is {stamp.environment}."
    if not stamp.is_protected:
        return
    try:
        unclean = unclean_files(folder)
    except GitFailed as error:
        yield "git", f"git cannot tell whether everything is committed ({error})."
    else:
        if unclean:
            yield "git", f"Not committed in the git working tree: {', '.join(unclean[:3])}."
    if session.major != stamp.major:
        yield (
            "major",
            f"The server is PostgreSQL {session.major}, but the stamp says {stamp.major}.",
        )
    if session.value("SELECT pg_is_in_recovery()"):
        yield "standby", "The server is a standby."
    role = session.value("SELECT current_user")
    if role != stamp.migrator:
        yield "role", f"The role is {role}; the stamp names {stamp.migrator} as the migrator."


class GitFailed(Exception):
    """git failed; str() is its error message."""


def unclean_files(folder: Path) -> list[str]:
    """Return the uncommitted files of a folder's git tree; an empty list if it is in none.

    Raises GitFailed if git is installed and fails.
    """
    try:
        status = subprocess.run(
            ["git", "-C", str(folder), "status", "--porcelain"],
            capture_output=True,
            text=True,
            env=os.environ | {"LC_ALL": "C"},  # its messages are parsed
        )
    except OSError:
        return []
    if status.returncode and "not a git repository" not in status.stderr:
        raise GitFailed(" ".join(status.stderr.split())[:200])
    return [line[3:] for line in status.stdout.splitlines()]


class GuardRefused(click.ClickException):
    exit_code = ExitStatus.NOT_CONFIRMED

    def __init__(
        self, database: str, environment: str, refusals: Sequence[tuple[str, str]]
    ) -> None:
        self.database, self.environment = database, environment
        self.refusals = tuple(refusals)
        reasons = "".join(f"\n  {why} Override: --override {name}" for name, why in refusals)
        super().__init__(f"{database} is a {environment} database. Nothing was run:{reasons}")
