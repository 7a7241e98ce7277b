"""Runs revisions on a throwaway database as `db upgrade` and `db downgrade` run them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from alembic.config import Config
from alembic.runtime.migration import RevisionStep
from alembic.script import ScriptDirectory

from safemigrate.clone.clone import Clone
from safemigrate.clone.clone_errors import PlanError
from safemigrate.clone.on_clone import rows_are_here
from safemigrate.clone.redirect import redirected
from safemigrate.clone.replaying import close_connections, quiet
from safemigrate.execute.calm import Round, calm
from safemigrate.execute.changes import Changes, StepsOf
from safemigrate.execute.deployer import Deployer, deployer
from safemigrate.execute.limits import Budget, Limits
from safemigrate.ops.precheck import PrecheckFailed
from safemigrate.postgres.alembic_private import upgrade_steps
from safemigrate.postgres.sqlstate import sqlstate
from safemigrate.project.alembic_config import Config as OurConfig
from safemigrate.project.circumstances import Circumstances
from safemigrate.project.default_database import default_engine
from safemigrate.project.mounted import mounted
from safemigrate.project.sentences import sentence_for
from safemigrate.testing.backfilled import run_backfills
from safemigrate.testing.check_errors import StepFailed

HEADS = "heads"
UNIQUE_VIOLATION = "23505"  # the revision inserts a row that equals a sample row
Ready = Callable[[Deployer], None]


class Project:
    """The revisions under test."""

    def __init__(self, config: Config, actor: Circumstances) -> None:
        self.config, self.actor = config, actor
        self.script = ScriptDirectory.from_config(config)

    def up(self, clone: Clone, revision: str = HEADS) -> None:
        """Upgrade a database to a revision, and finish its backfills; raise StepFailed."""
        self.upgrade(clone, revision)
        with _reporting_failures():
            run_backfills(clone)

    def upgrade(self, clone: Clone, revision: str = HEADS, *, ready: Ready | None = None) -> None:
        """Upgrade a database to a revision; raise StepFailed.

        ready  called with the deployer lock held, before the first revision
        """

        def steps(heads: object) -> list[RevisionStep]:
            return upgrade_steps(self.script, revision, heads)

        self._run(clone, "upgrade", steps, ready)

    def down(self, clone: Clone, revision: str) -> None:
        """Downgrade one revision; raise StepFailed, or the revision's NotImplementedError."""
        step = RevisionStep(
            self.script.revision_map, self.script.get_revision(revision), is_upgrade=False
        )
        self._run(clone, "downgrade", lambda heads: [step], None)

    def _run(self, clone: Clone, direction: str, steps: StepsOf, ready: Ready | None) -> None:
        limits = Limits()
        with _reporting_failures(), self.redirected_to(clone), calm() as filtered:
            filtered.round = Round.SILENT
            with deployer(
                default_engine(mounted().db),
                mounted().version_table,
                self.actor,
                Budget(limits.max_wait),
                lambda line: None,
            ) as lock_holder:
                if ready:
                    ready(lock_holder)
                Changes(
                    self._config, self.script, lock_holder, limits, filtered,
                    direction=direction, steps_of=steps,
                ).run(None, None)  # fmt: skip

    @property
    def _config(self) -> OurConfig:
        assert isinstance(self.config, OurConfig)  # noqa: S101 (for mypy)
        return self.config

    @contextmanager
    def redirected_to(self, clone: Clone) -> Iterator[None]:
        """Send the application's connections to a throwaway database, and print nothing."""
        close_connections()
        try:
            with redirected(clone), rows_are_here(), quiet():
                yield
        finally:
            close_connections()


@contextmanager
def _reporting_failures() -> Iterator[None]:
    try:
        yield
    except (PlanError, NotImplementedError):
        raise
    except Exception as error:
        caused_by_rows = isinstance(error, PrecheckFailed) or sqlstate(error) == UNIQUE_VIOLATION
        raise StepFailed(_message(error), caused_by_rows=caused_by_rows) from error


def _message(error: Exception) -> str:
    if isinstance(error, click.ClickException):
        return error.message
    return sentence_for(error) or f"{type(error).__name__}: {error}"
