"""An upgrade that keeps to a plan: refused where the plan no longer holds, its locks known."""

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


def approved(
    config: Config, file: str, target: str | None, *, half_done: str | None
) -> dict[str, Any] | None:
    """Return the plan in a file, or None where nothing is pending any more.

    half_done  the revision that an earlier run has begun: of its plan the schema differs by then

    So of several deployers with one plan, the first runs it and the others have nothing to do.
    Raises PlanUnreadable, PlanOutdated and PlanFails.
    """
    from safemigrate.plan.pending_revisions import pending_revisions
    from safemigrate.plan.plan_errors import PlanFails
    from safemigrate.plan.validity import compared, read

    plan = read(file)
    now = pending_revisions(config, target or str(plan["target"]))
    here = mounted().db.engine.url.database
    if not now.revisions and plan["database"]["name"] == here and _are_known(plan, config):
        return None
    began = any(each["revision"] == half_done for each in plan["revisions"])
    compared(plan, now, schema_differs=began)
    if plan.get("failure"):
        raise PlanFails(file, str(plan["failure"]))
    return plan


def _are_known(plan: Mapping[str, Any], config: Config) -> bool:
    """Whether each planned revision has its file: only then nothing pending means that it ran."""
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    return known.issuperset(each["revision"] for each in plan["revisions"])


def planned_locks(
    plan: Mapping[str, Any], quoting: IdentifierPreparer, *, within: float
) -> dict[str, Locks]:
    """Return the locks that each revision will need in each of its transactions.

    within  seconds of planned work before a statement: later locks are not taken up front, or
            they would be held during that work
    """
    found: dict[str, Locks] = {}
    statements = plan["statements"]
    for revision in plan["revisions"]:
        own = [each for each in statements if each["revision"] == revision["revision"]]
        found[revision["revision"]] = _locks(own, quoting, within=within)
    return found


def _locks(
    statements: Iterable[dict[str, Any]], quoting: IdentifierPreparer, *, within: float
) -> Locks:
    """Return the locks by transaction; autocommit blocks lie between two of them.

    Of two blocks with nothing between them one is not seen, and the locks of what follows are
    taken one transaction too early: that one is empty, and gives them back at once.
    """
    found: Locks = {}
    number = 0
    for autocommit, group in groupby(statements, key=lambda each: bool(each["autocommit"])):
        if autocommit:
            number += 1
            continue
        spent = 0.0
        for statement in group:
            if spent > within * 1000:
                break
            spent += statement["estimated"]["milliseconds"]
            _add(found.setdefault(number, {}), statement["locks"], quoting)
    return found


def _add(
    known: dict[str, str], locks: Iterable[dict[str, Any]], quoting: IdentifierPreparer
) -> None:
    for lock in locks:
        mode = _MODES.get(lock["mode"])
        if mode is None or lock["kind"] not in _TABLES or not lock.get("name"):
            continue
        table = f"{quoting.quote(lock['schema'])}.{quoting.quote(lock['name'])}"
        modes = [each for each in (known.get(table), mode) if each]
        known[table] = max(modes, key=MODES.index)
