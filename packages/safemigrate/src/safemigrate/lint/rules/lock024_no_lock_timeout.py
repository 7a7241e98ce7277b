"""A revision that switches lock_timeout off may stop the application for as long as it waits.

A statement that waits for a lock makes everybody who comes later wait behind
it. `db upgrade` therefore sets a short lock_timeout for every revision, and
tries again when it runs out. A revision that sets it to 0 waits without end,
and so does everybody else.

Leave the timeout alone, or set another short one for this transaction:

    op.execute("SET LOCAL lock_timeout = '500ms'")

Outside of a transaction, 0 is right for CREATE INDEX CONCURRENTLY, which keeps
nobody waiting: this rule is silent there.

https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT
"""

from collections.abc import Iterator

from safemigrate.lint.effects import BLOCKS_WRITING
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration, Step
from safemigrate.lint.operations import SetParameter
from safemigrate.lint.wording import stops

ID = "LOCK024"


def check(migration: Migration) -> Iterator[Finding]:
    for place, step in enumerate(migration.steps):
        op = step.operation
        if not isinstance(op, SetParameter) or op.name.lower() != "lock_timeout":
            continue
        if op.value.strip(" 0msinhd") or "0" not in op.value:
            continue  # any other timeout ends the wait
        blocked = _blocked(migration.steps[place + 1 :], migration)
        if blocked is None:
            continue  # nothing that follows keeps anybody waiting
        table, mode, line = blocked
        yield Finding(
            ID,
            step.lines,
            f"SET lock_timeout = {op.value} makes line {line} wait for {table} without end, and "
            f"meanwhile {stops(mode, table)}.",
            "leave it to `db upgrade`, or set a short one:\n"
            "op.execute(\"SET LOCAL lock_timeout = '500ms'\")",
        )


def _blocked(steps: tuple[Step, ...], migration: Migration) -> tuple[str, str, int] | None:
    for step in steps:
        if isinstance(step.operation, SetParameter) and step.operation.name == "lock_timeout":
            return None  # from here on, another one holds
        for table, mode in step.effects.locks.items():
            if mode in BLOCKS_WRITING and not migration.is_new(step, table):
                return table, mode, step.line
    return None
