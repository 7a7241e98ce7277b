"""Runs the rest of a function, one statement at a time, after a line that needs a database."""

from __future__ import annotations

import ast
from collections.abc import Callable
from types import TracebackType
from typing import Any

from safemigrate.lint.recording.tape import Tape, UnreadLine


def note_and_continue(
    error: BaseException, function: ast.FunctionDef | None, tape: Tape, names: dict[str, Any]
) -> None:
    """Record the line that raised an error, and run the statements after it.

    names  what the revision file defines
    """
    line = _line(error.__traceback__, tape.file)
    tape.unread_lines.append(UnreadLine(line, _reason(error)))
    if function is not None:
        _run_rest(function.body, line, tape, names)


def _line(trace: TracebackType | None, file: str) -> int:
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file:
            return trace.tb_lineno
        trace = trace.tb_next
    return 1


def _reason(error: BaseException) -> str:
    message = " ".join(str(error).split())[:120]
    return f"{type(error).__name__}: {message}" if message else type(error).__name__


def _run_rest(body: list[ast.stmt], line: int, tape: Tape, names: dict[str, Any]) -> None:
    """Run the statements after a line, and the rest of an `if` or `try` that stopped there."""
    for statement in body:
        last = statement.end_lineno or statement.lineno
        if last < line:
            continue
        if statement.lineno <= line:
            for block in _blocks(statement):
                _run_rest(block, line, tape, names)
        elif not any(isinstance(node, ast.Return) for node in ast.walk(statement)):
            _run_statement(statement, tape, names)


def _blocks(statement: ast.stmt) -> list[list[ast.stmt]]:
    match statement:
        case ast.If():
            return [statement.body, statement.orelse]
        case ast.Try():
            return [statement.body, statement.orelse, statement.finalbody]
        case _:
            return []


def _run_statement(statement: ast.stmt, tape: Tape, names: dict[str, Any]) -> None:
    code = compile(ast.Module([statement], []), tape.file, "exec")
    before = len(tape.statements)
    run: Callable[..., Any] = exec
    try:
        run(code, names)
    except (Exception, SystemExit) as error:
        tape.unread_lines.append(UnreadLine(statement.lineno, _reason(error)))
        if len(tape.statements) == before:
            for block in _blocks(statement):
                _run_rest(block, 0, tape, names)
