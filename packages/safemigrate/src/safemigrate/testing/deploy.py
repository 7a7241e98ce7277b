"""Revisions are run on a throw-away database as `db upgrade` and `db downgrade` run them."""

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
from safemigrate.clone.replaying import let_go, quiet
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
ALREADY_THERE = "23505"  # unique_violation: a row that the revision makes was made up before
Ready = Callable[[Deployer], None]


class Project:
    """The revisions under test."""

    def __init__(self, config: Config, who: Circumstances) -> None:
        self.config, self.who = config, who
        self.script = ScriptDirectory.from_config(config)

    def up(self, made: Clone, revision: str = HEADS) -> None:
        """Bring a database up to a revision, and its backfills to their end; raise StepFailed."""
        self.upgrade(made, revision)
        with _failures_told():
            run_backfills(made)

    def upgrade(self, made: Clone, revision: str = HEADS, *, ready: Ready | None = None) -> None:
        """Bring a database up to a revision; raise StepFailed.

        ready  called when the place of the deployer is taken, before the first revision
        """

        def steps(heads: object) -> list[RevisionStep]:
            return upgrade_steps(self.script, revision, heads)

        self._run(made, "upgrade", steps, ready)

    def down(self, made: Clone, revision: str) -> None:
        """Take one revision back; raise StepFailed, or NotImplementedError where it says so."""
        step = RevisionStep(
            self.script.revision_map, self.script.get_revision(revision), is_upgrade=False
        )
        self._run(made, "downgrade", lambda heads: [step], None)

    def _run(self, made: Clone, direction: str, steps: StepsOf, ready: Ready | None) -> None:
        limits = Limits()
        with _failures_told(), self.reaching(made), calm() as filtered:
            filtered.round = Round.SILENT
            with deployer(
                default_engine(mounted().db),
                mounted().version_table,
                self.who,
                Budget(limits.max_wait),
                lambda line: None,
            ) as one:
                if ready:
                    ready(one)
                Changes(
                    self._config, self.script, one, limits, filtered,
                    direction=direction, steps_of=steps,
                ).run(None, None)  # fmt: skip

    @property
    def _config(self) -> OurConfig:
        assert isinstance(self.config, OurConfig)  # noqa: S101 (for mypy)
        return self.config

    @contextmanager
    def reaching(self, made: Clone) -> Iterator[None]:
        """Send the application's connections to a throw-away database, and say nothing."""
        let_go()
        try:
            with redirected(made), rows_are_here(), quiet():
                yield
        finally:
            let_go()


@contextmanager
def _failures_told() -> Iterator[None]:
    try:
        yield
    except (PlanError, NotImplementedError):
        raise
    except Exception as error:
        rows = isinstance(error, PrecheckFailed) or sqlstate(error) == ALREADY_THERE
        raise StepFailed(_said(error), rows=rows) from error


def _said(error: Exception) -> str:
    if isinstance(error, click.ClickException):
        return error.message
    return sentence_for(error) or f"{type(error).__name__}: {error}"
