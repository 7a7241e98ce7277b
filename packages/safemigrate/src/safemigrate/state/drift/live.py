"""Reads the database's catalogue and the catalogue that its revisions create."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from alembic import command
from alembic.config import Config

from safemigrate.catalogue import Catalogue, read
from safemigrate.clone.clone import Clone, Replay, replayed
from safemigrate.clone.redirect import redirected
from safemigrate.clone.replaying import close_connections, quiet, reporting_refusals
from safemigrate.postgres.address import Address
from safemigrate.project.configuration import configured
from safemigrate.project.default_database import default_engine, direct_address
from safemigrate.project.mounted import mounted
from safemigrate.state.checkout import as_applied
from safemigrate.state.lost_files import NothingKept
from safemigrate.state.own_position import own_position


@dataclass(frozen=True)
class Sides:
    """The two catalogues, and the revisions in the database's version table.

    system  the server's system identifier, which no other server has
    """

    database: str
    system: int
    heads: tuple[str, ...]
    live: Catalogue
    expected: Catalogue


def sides(directory: str | None = None, x_arg: str | Iterable[str] | None = None) -> Sides:
    """Return both catalogues of the application's default database.

    Raises PlanError if no database can be created to replay the revisions in, and any error that
    a revision raises there.
    """
    with _reached(directory, x_arg) as (config, source):
        position = own_position(config)
        table = mounted().version_table
        table = table if "." in table else f"public.{table}"
        with source.connect() as real:
            live = read(real, table)
            row = real.execute("SELECT system_identifier FROM pg_control_system()").fetchone()
        for revision in position.without_file:
            if revision not in position.sources:
                raise NothingKept(revision)
        with (
            as_applied(config, position),
            replayed(source, _replay(config, position.heads)) as replica,
            replica.address.connect() as copy,
        ):
            return Sides(source.name, row[0] if row else 0, position.heads, live, read(copy, table))


@contextmanager
def _reached(
    directory: str | None, x_arg: str | Iterable[str] | None
) -> Iterator[tuple[Config, Address]]:
    extension = mounted()
    with direct_address(extension):
        source = Address.of(default_engine(extension.db).url)
        with configured(directory, x_arg=x_arg) as config, quiet(), reporting_refusals(source.name):
            yield config, source


def _replay(config: Config, heads: tuple[str, ...]) -> Replay:
    def replay(replica: Clone) -> None:
        close_connections()
        try:
            with redirected(replica):
                for head in heads:
                    command.upgrade(config, head)
        finally:
            close_connections()

    return replay
