"""Runs upgrade() or downgrade() of a revision file and records its statements on a tape.

A line that needs a row from a database stops the function.  The statements after it then run one
at a time, so one query does not hide the rest of the revision.
"""

from __future__ import annotations

import inspect
from contextlib import redirect_stdout
from io import StringIO
from types import ModuleType

from safemigrate.lint.recording.guard import no_outside_access
from safemigrate.lint.recording.recording_session import Session
from safemigrate.lint.recording.rest import note_and_continue
from safemigrate.lint.recording.tape import Tape, UnreadLine
from safemigrate.lint.source import Source

# These connect to the database without SQLAlchemy, so the guard cannot stop them.
DRIVERS = frozenset({"psycopg", "psycopg2", "asyncpg", "pg8000"})


def record(module: ModuleType, source: Source, function: str, session: Session) -> Tape:
    """Return a tape of the statements that a function of a revision file sends.

    function  upgrade or downgrade
    """
    tape = Tape(str(module.__file__))
    line = _driver_import(source)
    if line is not None:
        reason = "lint does not run a revision that imports a database driver"
        tape.unread_lines.append(UnreadLine(line, reason))
        return tape
    with no_outside_access(), redirect_stdout(StringIO()), session.recording_on(tape):
        for arguments in _argument_lists(module, function):
            try:
                getattr(module, function)(*arguments)
            except (Exception, SystemExit) as error:
                note_and_continue(error, source.function(function), tape, dict(vars(module)))
    return tape


def _argument_lists(module: ModuleType, function: str) -> list[tuple[str, ...]]:
    """Return the arguments of each call: none, or each database's name (--multidb)."""
    target = getattr(module, function, None)
    if target is None:
        return []
    if not inspect.signature(target).parameters:
        return [()]
    prefix = f"{function}_"
    return [(name.removeprefix(prefix),) for name in vars(module) if name.startswith(prefix)]


def _driver_import(source: Source) -> int | None:
    if not any(name in source.text for name in DRIVERS):
        return None  # most files; checking every import is slow
    for line, module, _ in source.imports():
        if module.partition(".")[0] in DRIVERS:
            return line
    return None
