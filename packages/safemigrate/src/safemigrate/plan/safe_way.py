"""The safe way to write a statement: one line for each kind of work under a lock."""

from __future__ import annotations

import re

from safemigrate.plan.estimate import blocking
from safemigrate.plan.tracing import Step

IN_A_BLOCK = "in op.get_context().autocommit_block(), in a separate revision"

SAFE_WAYS = {
    "check that scans": (
        "add it with NOT VALID; ALTER TABLE … VALIDATE CONSTRAINT in the next revision."
    ),
    "not null that scans": (
        "add CHECK (column IS NOT NULL) NOT VALID, validate it in the next revision, then SET "
        "NOT NULL, which finds the check and reads no rows."
    ),
    "foreign key that checks rows": (
        "add it with NOT VALID (postgresql_not_valid=True); ALTER TABLE … VALIDATE CONSTRAINT "
        "in the next revision."
    ),
    "constraint that builds its index": (
        f"create the unique index with postgresql_concurrently=True {IN_A_BLOCK}; then ADD "
        "CONSTRAINT … USING INDEX."
    ),
    "index that blocks writes": (f"postgresql_concurrently=True {IN_A_BLOCK}."),
    "index dropped under a lock": (f"DROP INDEX CONCURRENTLY {IN_A_BLOCK}."),
    "type that rewrites": (
        "op.change_type_online, op.fill_online, op.build_online, op.swap_online, "
        "op.finish_online, each in a separate revision; `db migrate` writes them."
    ),
    "column that rewrites": (
        "add the column without a default, set the default, and fill the rows in batches."
    ),
    "table rewritten": (
        "it rewrites the whole table while nobody can use it: do it in a maintenance window."
    ),
    "partition that scans": (
        "first add a CHECK of the partition's bounds NOT VALID and validate it: then ATTACH "
        "reads no rows."
    ),
    "rows changed under a lock": (
        "change the rows in a separate revision, in batches, after the lock is released."
    ),
    "rows changed": (
        "if there are many, change them in batches, outside the migration's transaction."
    ),
    "table scanned": ("read the table in a transaction that holds no strong lock."),
}


def safe_way(step: Step, *, sized: bool) -> tuple[str, str] | None:
    """Return the kind of a statement's work and the safe way to do it, or None if it is safe.

    sized  whether the real tables have any rows
    """
    kind = _kind(step) if sized else None
    return (kind, SAFE_WAYS[kind]) if kind else None


def _kind(step: Step) -> str | None:
    verdict = step.verdict
    existing = set(step.tables)
    if step.verb in {"UPDATE", "DELETE"}:
        return "rows changed under a lock" if step.held else "rows changed"
    if not blocking(step) and not step.held:
        return None
    if existing & set(verdict.rewritten):
        return _rewriting(step)
    if any(check.table in existing for check in verdict.checked):
        return "foreign key that checks rows"
    if any(build.table in existing - set(verdict.emptied) for build in verdict.built):
        builds = step.verb in {"CREATE", "REINDEX"}
        return "index that blocks writes" if builds else "constraint that builds its index"
    if existing & set(verdict.scanned):
        return _scanning(step)
    if step.sql.upper().startswith("DROP INDEX") and blocking(step):
        return "index dropped under a lock"
    return None


def _rewriting(step: Step) -> str:
    if re.search(r"\bADD\s+(COLUMN\s+)?", step.sql, re.IGNORECASE):
        return "column that rewrites"
    if re.search(r"\bTYPE\b", step.sql, re.IGNORECASE):
        return "type that rewrites"
    return "table rewritten"


def _scanning(step: Step) -> str:
    for words, kind in (
        (r"\bATTACH\s+PARTITION\b|\bPARTITION\s+OF\b", "partition that scans"),
        (r"\bCHECK\b", "check that scans"),
        (r"\bNOT\s+NULL\b|\bPRIMARY\s+KEY\b", "not null that scans"),
    ):
        if re.search(words, step.sql, re.IGNORECASE):
            return kind
    return "table scanned"
