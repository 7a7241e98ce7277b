"""What `--json` prints: exactly one JSON value on standard output, on success and on error.

docs/reference/json.md lists what each command answers.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from typing import Any

import click

ANSWERED = "safemigrate.answered"  # in ctx.meta: whether the command has printed its answer


def print_json(value: Any) -> None:
    """Print the answer of the running command."""
    context = click.get_current_context(silent=True)
    if context is not None:
        context.meta[ANSWERED] = True
    json.dump(value, sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")


@contextmanager
def answering(as_json: bool, *, sql: bool = False) -> Iterator[dict[str, Any]]:
    """Yield the answer for a command to fill; print it afterwards if as_json is set.

    sql  whether the command prints SQL, which then becomes part of the answer

    Other output during that time (from Alembic or env.py) would break the JSON and is dropped.
    """
    answer: dict[str, Any] = {"result": "done"}
    if not as_json:
        yield answer
        return
    with redirect_stdout(StringIO()) as printed:
        yield answer
    print_json({**answer, "sql": printed.getvalue()} if sql else answer)


def print_error(context: click.Context, error: click.ClickException) -> None:
    """Print the error that stops a command as its answer, unless it has printed one."""
    if not context.meta.get(ANSWERED):
        print_json({"result": "error", "exit": error.exit_code, "error": error.message})
