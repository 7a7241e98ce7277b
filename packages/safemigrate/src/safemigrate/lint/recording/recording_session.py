"""One connection without a server, with Alembic set up on it, for all revisions of a project."""

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
from safemigrate.lint.recording.tape import AlteredColumn, Tape
from safemigrate.ops import load
from safemigrate.postgres.alembic_private import revision_transaction


class Session:
    """Alembic's context and the connection below it, which records on one tape after another."""

    def __init__(self, context: MigrationContext, connection: Connection) -> None:
        self.context, self.connection = context, connection
        _record_altered_columns(context, connection)

    @contextmanager
    def recording_on(self, tape: Tape) -> Iterator[None]:
        """Record the block's statements on a tape, in a transaction of their own."""
        self.connection.tape = tape
        with revision_transaction(self.context):
            yield


@contextmanager
def session(scripts: ScriptDirectory, version: int) -> Iterator[Session]:
    """Yield a session on which `op` and `context` work as they do in a migration.

    version  PostgreSQL's major version
    """
    load()
    driver = Connection(Tape(""))
    engine = recording_engine(driver, version)
    with engine.connect() as connection, EnvironmentContext(Config(), scripts) as environment:
        environment.configure(connection=connection, transaction_per_migration=True)
        context = environment.get_context()
        with Operations.context(context) as operations:
            _run_batches_at_once(operations)
            yield Session(context, driver)
    engine.dispose()


def _run_batches_at_once(operations: Operations) -> None:
    """Run each operation of batch_alter_table immediately, so that its own line is recorded."""
    original = operations.batch_alter_table

    @contextmanager
    def batch_alter_table(
        table_name: str, schema: str | None = None, recreate: Any = "auto", **kwargs: Any
    ) -> Iterator[BatchOperations]:
        with original(table_name, schema, recreate, **kwargs) as batch:
            if recreate != "always" and isinstance(batch.impl, BatchOperationsImpl):
                batch.impl.batch = _ImmediateBatch(batch.impl)
            yield batch

    vars(operations)["batch_alter_table"] = batch_alter_table


class _ImmediateBatch(list[Any]):
    def __init__(self, batch: BatchOperationsImpl) -> None:
        super().__init__()
        self.impl = batch.impl

    def append(self, item: Any) -> None:
        name, arguments, keywords = item
        getattr(self.impl, name)(*arguments, **keywords)


def _record_altered_columns(context: MigrationContext, driver: Connection) -> None:
    """Record the existing type and nullability in alter_column calls, which the SQL lacks."""
    original = context.impl.alter_column

    def alter_column(table_name: str, column_name: str, **kwargs: Any) -> None:
        existing, nullable = kwargs.get("existing_type"), kwargs.get("existing_nullable")
        schema = kwargs.get("schema")
        compiled = to_instance(existing).compile(context.dialect) if existing is not None else None
        table = f"{schema}.{table_name}" if schema and schema != "public" else table_name
        driver.tape.altered_columns.append(AlteredColumn(table, column_name, compiled, nullable))
        original(table_name, column_name, **kwargs)

    vars(context.impl)["alter_column"] = alter_column
