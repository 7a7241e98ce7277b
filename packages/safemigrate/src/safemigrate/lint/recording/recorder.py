"""Runs upgrade() or downgrade() of a revision file on a tape.

A line that needs a row from a database stops the function; the statements after it are then run
one by one, so that one question to the database does not hide the rest of the revision.
"""

from __future__ import annotations

import inspect
from contextlib import redirect_stdout
from io import StringIO
from types import ModuleType

from safemigrate.lint.recording.guard import nothing_leaves
from safemigrate.lint.recording.recording_session import Session
from safemigrate.lint.recording.rest import note_and_go_on
from safemigrate.lint.recording.tape import Tape, Unread
from safemigrate.lint.source import Source

# These talk to the database behind SQLAlchemy's back, where nothing can be refused.
DRIVERS = frozenset({"psycopg", "psycopg2", "asyncpg", "pg8000"})


def record(module: ModuleType, source: Source, function: str, session: Session) -> Tape:
    """Return what a function of a revision file sends.

    function  upgrade or downgrade
    """
    tape = Tape(str(module.__file__))
    connecting = _driver_import(source)
    if connecting is not None:
        tape.unread.append(Unread(connecting, "a revision that connects by itself is not run"))
        return tape
    with nothing_leaves(), redirect_stdout(StringIO()), session.writing(tape):
        for arguments in _argument_lists(module, function):
            try:
                getattr(module, function)(*arguments)
            except (Exception, SystemExit) as error:
                note_and_go_on(error, source.function(function), tape, dict(vars(module)))
    return tape


def _argument_lists(module: ModuleType, function: str) -> list[tuple[str, ...]]:
    """Return what to call the function with: nothing, or each database's name (--multidb)."""
    called = getattr(module, function, None)
    if called is None:
        return []
    if not inspect.signature(called).parameters:
        return [()]
    prefix = f"{function}_"
    return [(name.removeprefix(prefix),) for name in vars(module) if name.startswith(prefix)]


def _driver_import(source: Source) -> int | None:
    if not any(name in source.text for name in DRIVERS):
        return None  # most files; looking at every import takes long
    for line, module, _ in source.imports():
        if module.partition(".")[0] in DRIVERS:
            return line
    return None
