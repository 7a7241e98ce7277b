"""The revisions one after the other, with the database before each and after it."""

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
from safemigrate.testing.seeded import Rows, held, plant_rows
from safemigrate.testing.shelf import Shelf


@dataclass(frozen=True)
class State:
    """A database at rest, to be copied, and what is in it."""

    made: Clone
    catalogue: Catalogue
    rows: Rows


@dataclass
class Stand:
    """A revision, what it meets, and what it leaves.

    failure  why it does not go up; then there is no `after`
    """

    script: Script
    before: State
    after: State | None = None
    failure: str = ""


def in_order(script: ScriptDirectory) -> list[Script]:
    """Return every revision, each after those that it follows."""
    return list(reversed(list(script.walk_revisions())))


def version_table() -> str:
    """Return Alembic's own table, with its schema."""
    table = mounted().version_table
    return table if "." in table else f"public.{table}"


def catalogue_of(made: Clone) -> Catalogue:
    """Read what is in a database, but for its rows."""
    with made.address.connect() as connection:
        return read(connection, version_table())


def state_of(made: Clone) -> State:
    """Read a database."""
    table = version_table()
    with made.address.connect() as connection:
        return State(made, read(connection, table), held(connection, table))


@dataclass
class Walk:
    """The way from an empty database through every revision, each after those that it follows."""

    project: Project
    shelf: Shelf
    stand: Stand | None = None
    revisions: list[Script] = field(default_factory=list)
    samples: Samples = field(default_factory=Samples)

    def __post_init__(self) -> None:
        self.revisions = in_order(self.project.script)

    def to(self, revision: str) -> Stand:
        """Return the stand of a revision; raise NotReached where one before it fails."""
        names = [script.revision for script in self.revisions]
        wanted = names.index(revision)
        if self.stand is None or names.index(self.stand.script.revision) > wanted:
            self._begin()
        stand = self.stand
        assert stand is not None  # noqa: S101 (for mypy)
        while stand.script.revision != revision:
            if stand.after is None:
                raise NotReached(revision, stand.script.revision)
            following = self.revisions[names.index(stand.script.revision) + 1]
            self.shelf.drop(stand.before.made)
            stand = self._stand(following, stand.after)
        return stand

    def _begin(self) -> None:
        if self.stand is not None:
            self._drop(self.stand)
            self.stand = None
        self.samples = Samples()
        self._stand(self.revisions[0], state_of(self.shelf.empty()))

    def _stand(self, script: Script, at: State) -> Stand:
        """Try a revision on a copy of this database, with rows in it."""
        made, last = at.made, self.stand
        met = last.before.rows if last else None
        with made.address.connect() as connection:
            self.samples.made += plant_rows(connection, version_table(), before=met).made
            rows = held(connection, version_table())
        self.stand = Stand(script, replace(at, rows=rows))
        failure = self._try(self.stand)
        if failure is not None and failure.rows:
            with made.address.connect() as connection:
                with connection.transaction():
                    self.samples.remove(connection)
                rows = held(connection, version_table())
            self.samples = Samples()
            self.stand = Stand(script, replace(at, rows=rows))
            failure = self._try(self.stand)
        self.stand.failure = failure.said if failure else ""
        return self.stand

    def _try(self, stand: Stand) -> StepFailed | None:
        made = self.shelf.copy(stand.before.made)
        try:
            self.project.up(made, stand.script.revision)
        except StepFailed as failure:
            self.shelf.drop(made)
            return failure
        stand.after = state_of(made)
        return None

    def _drop(self, stand: Stand) -> None:
        for state in (stand.before, stand.after):
            if state is not None:
                self.shelf.drop(state.made)


def revisions(script: ScriptDirectory, since: str | None) -> list[str]:
    """Return the revisions to try one by one; GitRefused where git does not know the point."""
    every = in_order(script)
    if since is not None:
        old = published_files(Path(script.versions), since)
        unchanged = old.files - old.edited
        every = [each for each in every if Path(each.path).resolve() not in unchanged]
    return [each.revision for each in every]
