"""What follows a line that could not be run without a database: run statement by statement."""

from __future__ import annotations

import ast
from collections.abc import Callable
from types import TracebackType
from typing import Any

from safemigrate.lint.recording.tape import Tape, Unread


def note_and_go_on(
    error: BaseException, function: ast.FunctionDef | None, tape: Tape, names: dict[str, Any]
) -> None:
    """Note the line of a function that an error came from, and run the statements after it.

    names  what the revision file defines
    """
    line = _line(error.__traceback__, tape.file)
    tape.unread.append(Unread(line, _reason(error)))
    if function is not None:
        _run_rest(function.body, line, tape, names)


def _line(trace: TracebackType | None, file: str) -> int:
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file:
            return trace.tb_lineno
        trace = trace.tb_next
    return 1


def _reason(error: BaseException) -> str:
    said = " ".join(str(error).split())[:120]
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


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
