"""A plan as the JSON document that `--json` prints and `-o` writes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from safemigrate.plan.estimate import Estimate, facts_of
from safemigrate.plan.planning import Plan
from safemigrate.plan.production import LongTransaction, TableFacts
from safemigrate.plan.safe_way import safe_way
from safemigrate.plan.statement_verdict import Verdict
from safemigrate.plan.tracing import Step
from safemigrate.postgres.locks import WORDS, Lock
from safemigrate.project.sentences.place import shown
from safemigrate.project.way_back import has_way_back

FORMAT = 1


def document(plan: Plan) -> dict[str, Any]:
    """Return a plan as plain values; sizes are in bytes, times in milliseconds."""
    pairs = list(zip(plan.steps, plan.estimates, strict=True))
    statements = [_statement(plan, step, estimate) for step, estimate in pairs]
    return {
        "format": FORMAT,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "database": {
            "name": plan.production.name,
            "identity": plan.production.identity,
            "version": plan.production.version,
            "revisions": sorted(plan.pending.heads),
            "fingerprint": plan.fingerprint,
            "longest_transaction": _longest(plan.production.longest),
        },
        "target": plan.target,
        "env": plan.pending.env,
        "revisions": [
            {
                "revision": revision.revision,
                "message": revision.message,
                "file": shown(revision.file),
                "sha256": revision.sha256,
                "way_back": has_way_back(revision.file),
            }
            for revision in plan.pending.revisions
        ],
        "clone": {"where": plan.where, "how": plan.method, "notes": plan.notes},
        "speeds": {**vars(plan.speeds)},
        "statements": statements,
        "longest_block": _longest_block(statements),
        "failure": plan.failure,
    }


def _longest_block(statements: list[dict[str, Any]]) -> dict[str, Any] | None:
    blocking = [s for s in statements if s["estimated"]["blocked_milliseconds"]]
    if not blocking:
        return None
    worst = max(blocking, key=lambda statement: statement["estimated"]["blocked_milliseconds"])
    return {
        "milliseconds": worst["estimated"]["blocked_milliseconds"],
        "revision": worst["revision"],
        "line": worst["line"],
        "relations": [lock["relation"] for lock in worst["locks"] if "writes" in lock["blocks"]],
    }


def _longest(transaction: LongTransaction | None) -> dict[str, Any] | None:
    return {**vars(transaction)} if transaction else None


def _statement(plan: Plan, step: Step, estimate: Estimate) -> dict[str, Any]:
    tables = {
        relation: facts_of(step, relation, plan.production.tables)
        for relation in _relations(step)
        if step.tables.get(relation) in plan.production.tables
    }
    kind = safe_way(step, sized=any(facts.rows or facts.heap for facts in tables.values()))
    refusals = {
        table: plan.without_sample[table] for table in tables if table in plan.without_sample
    }
    notes = [
        *step.notes,
        *(f"no sample row could be inserted into {t} ({reason})" for t, reason in refusals.items()),
    ]
    return {
        "revision": step.revision,
        "file": shown(step.file),
        "line": step.line,
        "sql": step.sql,
        "transaction": step.transaction,
        "autocommit": step.autocommit,
        "locks": [_lock(step, lock) for lock in step.verdict.locks],
        "held": [_lock(step, lock) for lock in step.held],
        **_work(step.verdict),
        "tables": {relation: _size(facts) for relation, facts in tables.items()},
        "estimated": _estimated(estimate),
        "kind": kind[0] if kind else None,
        "safe_way": kind[1] if kind else None,
        "notes": notes,
        "failed": step.failed,
    }


def _work(verdict: Verdict) -> dict[str, Any]:
    return {
        "transactional": verdict.transactional,
        "rewritten": list(verdict.rewritten),
        "emptied": list(verdict.emptied),
        "scanned": list(verdict.scanned),
        "built": [{**vars(build)} for build in verdict.built],
        "foreign_keys_checked": [{**vars(check)} for check in verdict.checked],
        "scan_skipped": list(verdict.proved),
    }


def _size(facts: TableFacts) -> dict[str, Any]:
    return {
        "rows": facts.rows,
        "bytes": facts.total,
        "reads_per_second": round(facts.reads, 1),
        "writes_per_second": round(facts.writes, 1),
    }


def _estimated(estimate: Estimate) -> dict[str, Any]:
    return {
        "milliseconds": round(estimate.seconds * 1000, 1),
        "blocked_milliseconds": round(estimate.blocked * 1000, 1),
        "disk_bytes": estimate.disk,
        "wal_bytes": estimate.wal,
    }


def _relations(step: Step) -> list[str]:
    verdict = step.verdict
    named = [lock.relation for lock in verdict.locks]
    named += [build.table for build in verdict.built]
    named += [check.table for check in verdict.checked]
    return sorted({*named, *verdict.rewritten, *verdict.scanned, *verdict.emptied})


def _lock(step: Step, lock: Lock) -> dict[str, Any]:
    """Return a lock as plain values; on a relation that the plan creates, it blocks nobody."""
    existing = lock.relation in step.tables
    schema, name = step.tables.get(lock.relation, (None, None))
    return {
        "relation": lock.relation,
        "schema": schema,
        "name": name,
        "kind": step.kinds.get(lock.relation, "new"),
        "mode": WORDS[lock.mode],
        "blocks": list(lock.blocks) if existing else [],
    }
