"""Questions about renames, asked of a person at a terminal; nobody else is asked anything."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click

from safemigrate.autogenerate.migrate_errors import Doubt, RenameUnclear


def with_answers(write: Callable[..., Any], options: dict[str, Any]) -> Any:
    """Return what `write` returns, after every doubt about a rename is settled.

    Errors: RenameUnclear where the standard input is no terminal
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
        question = f"Did {doubt.what} {doubt.old} get the new name {new}?"
        if click.confirm(question, err=True):
            return {"rename": (*options["rename"], f"{doubt.old}={new}")}
    return {"no_rename": (*options["no_rename"], doubt.old)}
