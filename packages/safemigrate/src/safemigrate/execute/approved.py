"""An upgrade with a plan: refused if the plan no longer holds; its locks are known in advance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from alembic.script import ScriptDirectory
from sqlalchemy.sql.compiler import IdentifierPreparer

from safemigrate.execute.up_front import MODES, WORDS
from safemigrate.project.alembic_config import Config
from safemigrate.project.mounted import mounted

Locks = dict[int, dict[str, str]]  # by transaction of a revision: table and mode
_MODES = {words: mode for mode, words in WORDS.items()}
_TABLES = {"r", "p"}


def approved_plan(
    config: Config, file: str, target: str | None, *, incomplete: str | None
) -> dict[str, Any] | None:
    """Return the plan in a file, or None if nothing is pending any more.

    incomplete  the revision that an earlier run began; if it is planned, the schema has changed

    Of several deployers with the same plan, the first runs it and the others have nothing to do.
    Raises PlanUnreadable, PlanOutdated and PlanFails.
    """
    from safemigrate.plan.pending_revisions import pending_revisions
    from safemigrate.plan.plan_errors import PlanFails
    from safemigrate.plan.validity import compared, read

    plan = read(file)
    now = pending_revisions(config, target or str(plan["target"]))
    database = mounted().db.engine.url.database
    if not now.revisions and plan["database"]["name"] == database and _have_files(plan, config):
        return None
    began = any(revision["revision"] == incomplete for revision in plan["revisions"])
    compared(plan, now, schema_differs=began)
    if plan.get("failure"):
        raise PlanFails(file, str(plan["failure"]))
    return plan


def _have_files(plan: Mapping[str, Any], config: Config) -> bool:
    """Whether every planned revision has a file: only then does "nothing pending" mean it ran."""
    files = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    return files.issuperset(revision["revision"] for revision in plan["revisions"])


def planned_locks(
    plan: Mapping[str, Any], quoting: IdentifierPreparer, *, within: float
) -> dict[str, Locks]:
    """Return the locks that each revision will need in each of its transactions.

    within  seconds of planned work: locks needed after more work than that are not taken up
            front, because they would be held during that work
    """
    locks: dict[str, Locks] = {}
    for revision in plan["revisions"]:
        statements = [s for s in plan["statements"] if s["revision"] == revision["revision"]]
        locks[revision["revision"]] = _locks(statements, quoting, within=within)
    return locks


def _locks(
    statements: Iterable[dict[str, Any]], quoting: IdentifierPreparer, *, within: float
) -> Locks:
    """Return the locks by transaction; autocommit blocks separate the transactions.

    Two adjacent blocks look like one, so the locks of what follows are taken one transaction too
    early: that transaction is empty and releases them at once.
    """
    locks: Locks = {}
    number = 0
    for autocommit, group in groupby(statements, key=lambda s: bool(s["autocommit"])):
        if autocommit:
            number += 1
            continue
        spent = 0.0
        for statement in group:
            if spent > within * 1000:
                break
            spent += statement["estimated"]["milliseconds"]
            _add(locks.setdefault(number, {}), statement["locks"], quoting)
    return locks


def _add(
    modes: dict[str, str], locks: Iterable[dict[str, Any]], quoting: IdentifierPreparer
) -> None:
    for lock in locks:
        mode = _MODES.get(lock["mode"])
        if mode is None or lock["kind"] not in _TABLES or not lock.get("name"):
            continue
        table = f"{quoting.quote(lock['schema'])}.{quoting.quote(lock['name'])}"
        modes[table] = max(modes.get(table, mode), mode, key=MODES.index)
