"""A revision that disables lock_timeout can stop the application.

While a statement waits for a lock, everyone who comes later waits behind it.
`db upgrade` therefore sets a short lock_timeout and retries; with 0, everyone
waits without limit. Leave the timeout alone, or set a short one:

    op.execute("SET LOCAL lock_timeout = '500ms'")

The rule allows 0 for CREATE INDEX CONCURRENTLY, which blocks no one.

https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT
"""

from collections.abc import Iterator

from safemigrate.lint.effects import BLOCKS_WRITING
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration, Step
from safemigrate.lint.operations import SetParameter
from safemigrate.lint.wording import consequence

ID = "LOCK024"


def check(migration: Migration) -> Iterator[Finding]:
    for position, step in enumerate(migration.steps):
        op = step.operation
        if not isinstance(op, SetParameter) or op.name.lower() != "lock_timeout":
            continue
        if op.value.strip(" 0msinhd") or "0" not in op.value:
            continue  # any other timeout ends the wait
        lock = _first_lock(migration.steps[position + 1 :], migration)
        if lock is None:
            continue  # nothing that follows blocks anyone
        table, mode, line = lock
        yield Finding(
            ID,
            step.lines,
            f"SET lock_timeout = {op.value} makes line {line} wait for {table} without limit, and "
            f"until then {consequence(mode, table)}.",
            "leave it to `db upgrade`, or set a short one:\n"
            "op.execute(\"SET LOCAL lock_timeout = '500ms'\")",
        )


def _first_lock(steps: tuple[Step, ...], migration: Migration) -> tuple[str, str, int] | None:
    for step in steps:
        if isinstance(step.operation, SetParameter) and step.operation.name == "lock_timeout":
            return None  # another timeout applies after this
        for table, mode in step.effects.locks.items():
            if mode in BLOCKS_WRITING and not migration.is_new(step, table):
                return table, mode, step.line
    return None
