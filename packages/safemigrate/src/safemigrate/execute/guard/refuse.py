"""What is unusual about a command in a protected environment; each has a name to override it."""

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


def see_that_meant(
    session: Session,
    meant: Circumstances,
    folder: Path,
    overrides: tuple[str, ...],
    say: Callable[[str], None],
) -> list[str]:
    """Return the overrides that were needed; GuardRefused where one was and is not given.

    meant   its environment is what the command was told that it goes to
    folder  the migrations', whose git tree must be clean
    """
    stamp = read_stamp(session)
    if stamp is None:
        return []
    found = list(_refusals(session, stamp, meant, folder))
    left = [refusal for refusal in found if refusal[0] not in overrides]
    if left:
        raise GuardRefused(str(session.engine.url.database), stamp.environment, left)
    for name, why in found:
        say(f"Overridden ({name}): {why}")
    return [name for name, _ in found]


def _refusals(
    session: Session, stamp: Stamp, meant: Circumstances, folder: Path
) -> Iterator[Refusal]:
    asked = meant.environment
    if asked != stamp.environment and (asked or stamp.is_protected):
        told = f"meant for {asked}" if asked else "not told which environment it is meant for"
        yield (
            "environment",
            f"The command is {told} (SAFEMIGRATE_ENV), the database is {stamp.environment}.",
        )
    if not stamp.is_protected:
        return
    try:
        unclean = unclean_files(folder)
    except GitSilent as error:
        yield "git", f"Git does not say whether everything is committed ({error})."
    else:
        if unclean:
            yield "git", f"{', '.join(unclean[:3])} in git's tree is not committed."
    if session.major != stamp.major:
        yield (
            "major",
            f"The server is PostgreSQL {session.major}, the stamp says {stamp.major}.",
        )
    if session.value("SELECT pg_is_in_recovery()"):
        yield "standby", "The server is a standby."
    role = session.value("SELECT current_user")
    if role != stamp.migrator:
        yield "role", f"The role is {role}, the migrator is {stamp.migrator}."


class GitSilent(Exception):
    """Git ended without an answer; str() is what it said."""


def unclean_files(folder: Path) -> list[str]:
    """Return what git has not committed in a folder's tree; nothing where it is in no tree.

    Raises GitSilent where git is there and does not answer.
    """
    try:
        found = subprocess.run(
            ["git", "-C", str(folder), "status", "--porcelain"],
            capture_output=True,
            text=True,
            env=os.environ | {"LC_ALL": "C"},  # its words are read
        )
    except OSError:
        return []
    if found.returncode and "not a git repository" not in found.stderr:
        raise GitSilent(" ".join(found.stderr.split())[:200])
    return [line[3:] for line in found.stdout.splitlines()]


class GuardRefused(click.ClickException):
    exit_code = ExitStatus.NOT_CONFIRMED

    def __init__(
        self, database: str, environment: str, refusals: Sequence[tuple[str, str]]
    ) -> None:
        self.database, self.environment = database, environment
        self.refusals = tuple(refusals)
        told = "".join(f"\n  {why} Override: --override {name}" for name, why in refusals)
        super().__init__(f"{database} is a {environment} database. Nothing was run:{told}")
