"""Runs upgrade() or downgrade() of a revision file on a tape.

A line that needs a row from a database stops the function; the statements after it are then run
one by one, so that one question to the database does not hide the rest of the revision.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from types import ModuleType, TracebackType
from typing import Any

from alembic.config import Config
from alembic.operations import BatchOperations, Operations
from alembic.operations.batch import BatchOperationsImpl
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.types import to_instance

from safemigrate.lint.recording.dialect import recording_engine
from safemigrate.lint.recording.guard import nothing_leaves
from safemigrate.lint.recording.tape import Known, Tape, Unread

# These talk to the database behind SQLAlchemy's back, where nothing can be refused.
DRIVERS = frozenset({"psycopg", "psycopg2", "asyncpg", "pg8000"})


def record(
    module: ModuleType, source: ast.Module, function: str, *, scripts: ScriptDirectory, version: int
) -> Tape:
    """Return what a function of a revision file sends.

    function  upgrade or downgrade
    version   PostgreSQL's major version
    """
    tape = Tape(str(module.__file__))
    connecting = next(_driver_imports(source), None)
    if connecting is not None:
        tape.unread.append(Unread(connecting, "a revision that connects by itself is not run"))
        return tape
    with nothing_leaves(), redirect_stdout(StringIO()), _connected(tape, scripts, version):
        for arguments in _argument_lists(module, function):
            called = getattr(module, function)
            try:
                called(*arguments)
            except (Exception, SystemExit) as error:
                line = _line(error.__traceback__, tape.file)
                tape.unread.append(Unread(line, _reason(error)))
                _run_rest(_body(source, function), line, tape, dict(vars(module)))
    return tape


@contextmanager
def _connected(tape: Tape, scripts: ScriptDirectory, version: int) -> Iterator[None]:
    engine = recording_engine(tape, version)
    with engine.connect() as connection, EnvironmentContext(Config(), scripts) as environment:
        environment.configure(connection=connection, transaction_per_migration=True)
        context = environment.get_context()
        _note_altered_columns(context, tape)
        with Operations.context(context) as operations:
            _batch_at_once(operations)
            with context.begin_transaction(_per_migration=True):
                yield


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


def _note_altered_columns(context: MigrationContext, tape: Tape) -> None:
    """Keep what alter_column is told of the column: its existing type is not in the SQL."""
    stock = context.impl.alter_column

    def alter_column(table_name: str, column_name: str, **kwargs: Any) -> None:
        existing, nullable = kwargs.get("existing_type"), kwargs.get("existing_nullable")
        schema = kwargs.get("schema")
        compiled = to_instance(existing).compile(context.dialect) if existing is not None else None
        table = f"{schema}.{table_name}" if schema and schema != "public" else table_name
        tape.known.append(Known(table, column_name, compiled, nullable))
        stock(table_name, column_name, **kwargs)

    vars(context.impl)["alter_column"] = alter_column


def _argument_lists(module: ModuleType, function: str) -> list[tuple[str, ...]]:
    """Return what to call the function with: nothing, or each database's name (--multidb)."""
    called = getattr(module, function, None)
    if called is None:
        return []
    if not inspect.signature(called).parameters:
        return [()]
    prefix = f"{function}_"
    return [(name.removeprefix(prefix),) for name in vars(module) if name.startswith(prefix)]


def _driver_imports(source: ast.Module) -> Iterator[int]:
    for node in ast.walk(source):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        if DRIVERS & {name.partition(".")[0] for name in names}:
            yield node.lineno  # type: ignore[attr-defined]


def _line(trace: TracebackType | None, file: str) -> int:
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file:
            return trace.tb_lineno
        trace = trace.tb_next
    return 1


def _reason(error: BaseException) -> str:
    said = " ".join(str(error).split())[:120]
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def _body(source: ast.Module, function: str) -> list[ast.stmt]:
    for node in source.body:
        if isinstance(node, ast.FunctionDef) and node.name == function:
            return node.body
    return []


def _run_rest(body: list[ast.stmt], line: int, tape: Tape, names: dict[str, Any]) -> None:
    """Run the statements after a line; those inside an `if` or `try` that stopped, too."""
    for statement in body:
        last = statement.end_lineno or statement.lineno
        if last < line:
            continue
        if statement.lineno <= line:
            for inner in _inner(statement):
                _run_rest(inner, line, tape, names)
        elif not any(isinstance(node, ast.Return) for node in ast.walk(statement)):
            _run_one(statement, tape, names)


def _inner(statement: ast.stmt) -> list[list[ast.stmt]]:
    match statement:
        case ast.If():
            return [statement.body, statement.orelse]
        case ast.Try():
            return [statement.body, statement.orelse, statement.finalbody]
        case _:
            return []


def _run_one(statement: ast.stmt, tape: Tape, names: dict[str, Any]) -> None:
    code = compile(ast.Module([statement], []), tape.file, "exec")
    before = len(tape.sent)
    run: Callable[..., Any] = exec
    try:
        run(code, names)
    except (Exception, SystemExit) as error:
        tape.unread.append(Unread(statement.lineno, _reason(error)))
        if len(tape.sent) == before:
            for inner in _inner(statement):
                _run_rest(inner, 0, tape, names)
