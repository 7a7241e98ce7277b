"""Words and code that several rules print."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from safemigrate.lint.effects import ACCESS_EXCLUSIVE


def consequence(mode: str, table: str) -> str:
    """Return what a lock prevents: `nobody can write to orders`."""
    if mode == ACCESS_EXCLUSIVE:
        return f"nobody can read or write {table}"
    return f"nobody can write to {table}"


def consequences(locks: Mapping[str, str]) -> str:
    """Return what several locks prevent: `nobody can write to orders and users`."""
    tables: dict[str, list[str]] = {consequence(mode, ""): [] for mode in locks.values()}
    for table, mode in sorted(locks.items()):
        tables[consequence(mode, "")].append(table)
    return joined(prefix + joined(names) for prefix, names in tables.items())


def lock_effect(mode: str, table: str) -> str:
    """Return the lock and what it prevents."""
    return f"takes {mode} on {table}: {consequence(mode, table)}"


def name_list(words: Iterable[str | None]) -> str:
    """Return a list as Python code; three dots replace an expression."""
    return "[" + ", ".join("..." if word is None else f'"{word}"' for word in words) + "]"


def autocommit_block(*lines: str) -> str:
    """Return code that runs lines outside a transaction."""
    block = "with op.get_context().autocommit_block():"
    return "\n".join([block, *(f"    {line}" for line in lines)])


def schema_arg(table: str, argument: str = "schema") -> str:
    """Return the schema argument that op's functions need for a table, or an empty string."""
    schema, _, _ = table.rpartition(".")
    return f', {argument}="{schema}"' if schema else ""


def literal(text: str) -> str:
    """Return a text as a Python string literal."""
    return json.dumps(text, ensure_ascii=False)


def execute_call(text: str) -> str:
    """Return the code that runs a statement, on one line."""
    return f"op.execute({literal(' '.join(text.split()))})"


def bare_name(table: str) -> str:
    """Return a table's name without its schema."""
    return table.rpartition(".")[2]


def joined(words: Iterable[str]) -> str:
    """Return words joined as in a sentence: a, b and c."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
