"""Applies the revisions one after the other, with the database before and after each."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from alembic.script import Script, ScriptDirectory

from safemigrate.catalogue import Catalogue, read
from safemigrate.clone.clone import Clone
from safemigrate.clone.samples import Samples
from safemigrate.project.mounted import mounted
from safemigrate.project.published import published_files
from safemigrate.testing.check_errors import NotReached, StepFailed
from safemigrate.testing.deploy import Project
from safemigrate.testing.seeded import Rows, plant_rows, read_rows
from safemigrate.testing.shelf import Shelf


@dataclass(frozen=True)
class State:
    """A database that nobody changes, to be copied, and its contents."""

    clone: Clone
    catalogue: Catalogue
    rows: Rows


@dataclass
class Trial:
    """A revision, and the database before and after it.

    failure  why it could not be applied; then `after` is None
    """

    script: Script
    before: State
    after: State | None = None
    failure: str = ""


def in_order(script: ScriptDirectory) -> list[Script]:
    """Return all revisions, each after those that it follows."""
    return list(reversed(list(script.walk_revisions())))


def version_table() -> str:
    """Return the name of Alembic's version table, with its schema."""
    table = mounted().version_table
    return table if "." in table else f"public.{table}"


def catalogue_of(clone: Clone) -> Catalogue:
    """Read a database's catalogue, without rows."""
    with clone.address.connect() as connection:
        return read(connection, version_table())


def state_of(clone: Clone) -> State:
    """Read a database's catalogue and rows."""
    table = version_table()
    with clone.address.connect() as connection:
        return State(clone, read(connection, table), read_rows(connection, table))


@dataclass
class Walk:
    """Goes from an empty database through every revision, each after those that it follows."""

    project: Project
    shelf: Shelf
    trial: Trial | None = None
    revisions: list[Script] = field(default_factory=list)
    samples: Samples = field(default_factory=Samples)

    def __post_init__(self) -> None:
        self.revisions = in_order(self.project.script)

    def to(self, revision: str) -> Trial:
        """Return the trial of a revision; raise NotReached if an earlier one fails."""
        names = [script.revision for script in self.revisions]
        wanted = names.index(revision)
        if self.trial is None or names.index(self.trial.script.revision) > wanted:
            self._begin()
        trial = self.trial
        assert trial is not None  # noqa: S101 (for mypy)
        while trial.script.revision != revision:
            if trial.after is None:
                raise NotReached(revision, trial.script.revision)
            following = self.revisions[names.index(trial.script.revision) + 1]
            self.shelf.drop(trial.before.clone)
            trial = self._try_revision(following, trial.after)
        return trial

    def _begin(self) -> None:
        if self.trial is not None:
            self._drop(self.trial)
            self.trial = None
        self.samples = Samples()
        self._try_revision(self.revisions[0], state_of(self.shelf.empty()))

    def _try_revision(self, script: Script, state: State) -> Trial:
        """Try a revision on a copy of this database, with rows inserted."""
        clone, previous = state.clone, self.trial
        previous_rows = previous.before.rows if previous else None
        with clone.address.connect() as connection:
            planted = plant_rows(connection, version_table(), before=previous_rows)
            self.samples.filled += planted.filled
            rows = read_rows(connection, version_table())
        self.trial = Trial(script, replace(state, rows=rows))
        failure = self._upgrade(self.trial)
        if failure is not None and failure.caused_by_rows:
            with clone.address.connect() as connection:
                with connection.transaction():
                    self.samples.remove(connection)
                rows = read_rows(connection, version_table())
            self.samples = Samples()
            self.trial = Trial(script, replace(state, rows=rows))
            failure = self._upgrade(self.trial)
        self.trial.failure = failure.sentence if failure else ""
        return self.trial

    def _upgrade(self, trial: Trial) -> StepFailed | None:
        clone = self.shelf.copy(trial.before.clone)
        try:
            self.project.up(clone, trial.script.revision)
        except StepFailed as failure:
            self.shelf.drop(clone)
            return failure
        trial.after = state_of(clone)
        return None

    def _drop(self, trial: Trial) -> None:
        for state in (trial.before, trial.after):
            if state is not None:
                self.shelf.drop(state.clone)


def revisions(script: ScriptDirectory, since: str | None) -> list[str]:
    """Return the revisions to try one by one; raise GitRefused if git does not know `since`."""
    selected = in_order(script)
    if since is not None:
        existing = published_files(Path(script.versions), since)
        unchanged = existing.files - existing.edited
        selected = [rev for rev in selected if Path(rev.path).resolve() not in unchanged]
    return [rev.revision for rev in selected]
