"""Questions about possible renames, for a person at a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click

from safemigrate.autogenerate.migrate_errors import Doubt, RenameUnclear


def with_answers(write: Callable[..., Any], options: dict[str, Any]) -> Any:
    """Return what `write` returns, after the person has answered every question about a rename.

    Raises RenameUnclear if standard input is not a terminal.
    """
    while True:
        try:
            return write(**options)
        except RenameUnclear as unclear:
            if not sys.stdin.isatty():
                raise
            options = options | _settled(unclear.doubts[0], options)


def _settled(doubt: Doubt, options: dict[str, Any]) -> dict[str, Any]:
    for new in doubt.candidates:
        question = f"Was {doubt.kind} {doubt.old} renamed to {new}?"
        if click.confirm(question, err=True):
            return {"rename": (*options["rename"], f"{doubt.old}={new}")}
    return {"no_rename": (*options["no_rename"], doubt.old)}
