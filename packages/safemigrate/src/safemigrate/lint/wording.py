"""Words and code that several rules print."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from safemigrate.lint.effects import ACCESS_EXCLUSIVE


def stops(mode: str, table: str) -> str:
    """Return what a lock keeps others from: `nobody can write to orders`."""
    if mode == ACCESS_EXCLUSIVE:
        return f"nobody can read or write {table}"
    return f"nobody can write to {table}"


def stops_all(locks: Mapping[str, str]) -> str:
    """Return what several locks keep others from: `nobody can write to orders and users`."""
    tables: dict[str, list[str]] = {stops(mode, ""): [] for mode in locks.values()}
    for table, mode in sorted(locks.items()):
        tables[stops(mode, "")].append(table)
    return listed(what + listed(names_) for what, names_ in tables.items())


def takes(mode: str, table: str) -> str:
    """Return the lock, and what it keeps others from."""
    return f"takes {mode} on {table}: {stops(mode, table)}"


def names(words: Iterable[str | None]) -> str:
    """Return a list as Python code; an expression is shown as three dots."""
    return "[" + ", ".join("..." if word is None else f'"{word}"' for word in words) + "]"


def alone(*lines: str) -> str:
    """Return code that runs outside of a transaction."""
    block = "with op.get_context().autocommit_block():"
    return "\n".join([block, *(f"    {line}" for line in lines)])


def schema_of(table: str, argument: str = "schema") -> str:
    """Return the schema argument that op's functions need for a table, or nothing."""
    schema, _, _ = table.rpartition(".")
    return f', {argument}="{schema}"' if schema else ""


def string(text: str) -> str:
    """Return a text as Python code."""
    return json.dumps(text, ensure_ascii=False)


def executed(text: str) -> str:
    """Return the code that runs a statement, on one line."""
    return f"op.execute({string(' '.join(text.split()))})"


def bare(table: str) -> str:
    """Return a table's name without its schema."""
    return table.rpartition(".")[2]


def listed(words: Iterable[str]) -> str:
    """Return names as a person lists them: a, b and c."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
