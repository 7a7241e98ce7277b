"""One connection that leads nowhere, with Alembic set up on it, for all revisions of a project."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic.config import Config
from alembic.operations import BatchOperations, Operations
from alembic.operations.batch import BatchOperationsImpl
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.types import to_instance

from safemigrate.lint.recording.dialect import recording_engine
from safemigrate.lint.recording.recording_driver import Connection
from safemigrate.lint.recording.tape import Known, Tape
from safemigrate.ops import load
from safemigrate.postgres.alembic_private import revision_transaction


class Session:
    """Alembic's context and the connection below it, which writes on one tape after another."""

    def __init__(self, context: MigrationContext, connection: Connection) -> None:
        self.context, self.connection = context, connection
        _note_altered_columns(context, connection)

    @contextmanager
    def writing(self, tape: Tape) -> Iterator[None]:
        """Write what is sent on a tape, in a transaction of its own, until the end of the block."""
        self.connection.tape = tape
        with revision_transaction(self.context):
            yield


@contextmanager
def session(scripts: ScriptDirectory, version: int) -> Iterator[Session]:
    """Lend a session, on which `op` and `context` work as they do in a migration.

    version  PostgreSQL's major version
    """
    load()
    driver = Connection(Tape(""))
    engine = recording_engine(driver, version)
    with engine.connect() as connection, EnvironmentContext(Config(), scripts) as environment:
        environment.configure(connection=connection, transaction_per_migration=True)
        context = environment.get_context()
        with Operations.context(context) as operations:
            _batch_at_once(operations)
            yield Session(context, driver)
    engine.dispose()


def _batch_at_once(operations: Operations) -> None:
    """Run each operation of batch_alter_table where it stands: its line is that of the author."""
    stock = operations.batch_alter_table

    @contextmanager
    def batch_alter_table(
        table_name: str, schema: str | None = None, recreate: Any = "auto", **kwargs: Any
    ) -> Iterator[BatchOperations]:
        with stock(table_name, schema, recreate, **kwargs) as batch:
            if recreate != "always" and isinstance(batch.impl, BatchOperationsImpl):
                batch.impl.batch = _AtOnce(batch.impl)
            yield batch

    vars(operations)["batch_alter_table"] = batch_alter_table


class _AtOnce(list[Any]):
    def __init__(self, batch: BatchOperationsImpl) -> None:
        super().__init__()
        self.impl = batch.impl

    def append(self, item: Any) -> None:
        name, arguments, keywords = item
        getattr(self.impl, name)(*arguments, **keywords)


def _note_altered_columns(context: MigrationContext, driver: Connection) -> None:
    """Keep what alter_column is told of the column: its existing type is not in the SQL."""
    stock = context.impl.alter_column

    def alter_column(table_name: str, column_name: str, **kwargs: Any) -> None:
        existing, nullable = kwargs.get("existing_type"), kwargs.get("existing_nullable")
        schema = kwargs.get("schema")
        compiled = to_instance(existing).compile(context.dialect) if existing is not None else None
        table = f"{schema}.{table_name}" if schema and schema != "public" else table_name
        driver.tape.known.append(Known(table, column_name, compiled, nullable))
        stock(table_name, column_name, **kwargs)

    vars(context.impl)["alter_column"] = alter_column
