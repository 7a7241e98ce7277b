"""What the checks work on: the project, its throw-away databases, and what was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import psycopg
from alembic.script import Script, ScriptDirectory

from safemigrate.plan.plan_errors import OtherDatabase
from safemigrate.postgres.address import Address
from safemigrate.project.circumstances import circumstances
from safemigrate.project.configuration import configured
from safemigrate.project.default_database import default_engine, direct_address
from safemigrate.project.mounted import mounted
from safemigrate.project.same_id import refuse_same_id
from safemigrate.project.sentences.place import shown
from safemigrate.testing.check_errors import NoMigrations, TestRefused
from safemigrate.testing.deploy import Project
from safemigrate.testing.shelf import Shelf, shelf
from safemigrate.testing.walk import State, Walk, state_of


@dataclass
class Bench:
    """One test of a project's migrations.

    source     the application's database, of which nothing but settings and statistics is read
    max_block  seconds that a revision may keep an application waiting; None for no budget
    rows       how many to reckon with in each table; None for what the source's statistics say
    """

    project: Project
    shelf: Shelf
    source: Address
    max_block: float | None = None
    rows: int | None = None

    @cached_property
    def walk(self) -> Walk:
        """The revisions, one after the other."""
        return Walk(self.project, self.shelf)

    @cached_property
    def head(self) -> State:
        """A database that went from nothing to the newest revisions in one upgrade.

        Raises StepFailed.
        """
        made = self.shelf.empty()
        self.project.up(made)
        return state_of(made)

    def named(self, script: Script) -> str:
        """Return a revision with its file, as a sentence begins."""
        return f"Revision {script.revision} ({shown(Path(script.path))})"


@contextmanager
def bench(
    directory: str | None = None,
    x_arg: str | Iterable[str] | None = None,
    *,
    max_block: float | None = None,
    rows: int | None = None,
) -> Iterator[Bench]:
    """Lend the bench of the running application's migrations.

    Raises OtherDatabase off PostgreSQL, SameId, NoMigrations, and TestRefused or PlanError where
    nothing can be made.
    """
    extension = mounted()
    with direct_address(extension), configured(directory, x_arg=x_arg) as config:
        url = default_engine(extension.db).url
        if url.get_backend_name() != "postgresql":
            raise OtherDatabase(url.get_backend_name())
        script = ScriptDirectory.from_config(config)
        refuse_same_id(script)
        if not script.get_heads():
            raise NoMigrations(shown(Path(script.dir)))
        source = Address.of(url)
        who = circumstances(Path(script.dir))
        with _refusals_told(source.name), shelf(source) as made:
            yield Bench(Project(config, who), made, source, max_block, rows)


@contextmanager
def _refusals_told(database: str) -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        said = error.diag.message_primary or str(error).splitlines()[0]
        raise TestRefused(database, said.rstrip(".")) from error
