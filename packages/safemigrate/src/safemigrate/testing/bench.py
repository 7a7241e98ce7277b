"""What the checks work on: the project, its throwaway databases, and the options."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import psycopg
from alembic.script import Script, ScriptDirectory

from safemigrate.plan.plan_errors import OtherDatabase
from safemigrate.postgres.address import Address, NotConnected
from safemigrate.project.circumstances import circumstances
from safemigrate.project.configuration import configured
from safemigrate.project.default_database import default_engine, direct_address
from safemigrate.project.mounted import mounted
from safemigrate.project.same_id import refuse_same_id
from safemigrate.project.sentences.place import shown
from safemigrate.testing.check_errors import NoMigrations, TestRefused
from safemigrate.testing.deploy import Project
from safemigrate.testing.shelf import Shelf, open_shelf
from safemigrate.testing.walk import State, Walk, state_of


@dataclass
class Bench:
    """One test of a project's migrations.

    source     the application's database, read only for its settings and statistics
    max_block  seconds that a revision may block the application; None for no budget
    rows       rows to assume in each table; None for the source's statistics
    """

    project: Project
    shelf: Shelf
    source: Address
    max_block: float | None = None
    rows: int | None = None

    @cached_property
    def walk(self) -> Walk:
        """The walk through the revisions."""
        return Walk(self.project, self.shelf)

    @cached_property
    def head(self) -> State:
        """A database upgraded from empty to the newest revisions in one go.

        Raises StepFailed.
        """
        clone = self.shelf.empty()
        self.project.up(clone)
        return state_of(clone)

    def named(self, script: Script) -> str:
        """Return a revision with its file, as the beginning of a sentence."""
        return f"Revision {script.revision} ({shown(Path(script.path))})"


@contextmanager
def open_bench(
    directory: str | None = None,
    x_arg: str | Iterable[str] | None = None,
    *,
    max_block: float | None = None,
    rows: int | None = None,
) -> Iterator[Bench]:
    """Yield the bench for the running application's migrations.

    Raises OtherDatabase outside PostgreSQL, SameId, NoMigrations, NotConnected without a server,
    and TestRefused or PlanError if no database can be created.
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
        actor = circumstances(Path(script.dir))
        with _reporting_refusals(source.name), open_shelf(source) as clone:
            yield Bench(Project(config, actor), clone, source, max_block, rows)


@contextmanager
def _reporting_refusals(database: str) -> Iterator[None]:
    try:
        yield
    except NotConnected:
        raise  # project.sentences has its message
    except psycopg.Error as error:
        message = error.diag.message_primary or str(error).splitlines()[0]
        raise TestRefused(database, message.rstrip(".")) from error
