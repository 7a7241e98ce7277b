"""Checks whether an approved plan is still valid."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import psycopg

from safemigrate.catalogue.fingerprint import fingerprint
from safemigrate.plan.document import FORMAT
from safemigrate.plan.pending_revisions import PendingRevisions, pending_revisions
from safemigrate.plan.plan_errors import PlanOutdated, PlanUnreadable
from safemigrate.plan.production import identity
from safemigrate.postgres.address import Address
from safemigrate.project.configuration import configured
from safemigrate.project.mounted import mounted
from safemigrate.project.sentences.place import shown

REQUIRED = {"database": dict, "target": str, "env": str, "revisions": list, "statements": list}
REQUIRED_KEYS = {
    "database": ("name", "identity", "revisions", "fingerprint"),
    "revisions": ("revision", "sha256"),
    "statements": ("revision", "transaction", "autocommit", "locks", "estimated"),
}


def check(
    file: str | Path,
    *,
    target: str | None = None,
    directory: str | None = None,
    x_arg: str | Iterable[str] | None = None,
) -> dict[str, Any]:
    """Return the plan in a file, if an upgrade now would run exactly what was planned.

    target  the revision that the upgrade goes to; None for the plan's target
    Raises PlanUnreadable, and PlanOutdated if a revision file, env.py, the list of pending
    revisions, the database's revision or its schema has changed since.
    """
    plan = read(file)
    with configured(directory, x_arg=x_arg) as config:
        return compared(plan, pending_revisions(config, target or str(plan["target"])))


def compared(
    plan: dict[str, Any], pending: PendingRevisions, *, schema_differs: bool = False
) -> dict[str, Any]:
    """Return the plan if it is valid for the pending revisions; raise PlanOutdated if not.

    schema_differs  true if the plan was begun, so the schema is expected to differ
    """
    with Address.of(mounted().db.engine.url).connect() as connection:
        planned = str(plan["database"]["fingerprint"])
        schema = planned if schema_differs else fingerprint(connection)
        changes = [
            *_other_database(plan["database"], connection),
            *_changes(plan, pending, schema),
        ]
    if changes:
        raise PlanOutdated(changes)
    return plan


def read(file: str | Path) -> dict[str, Any]:
    """Return the plan in a file."""
    try:
        plan = json.loads(Path(file).read_text())
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise PlanUnreadable(str(file), getattr(error, "strerror", None) or str(error)) from error
    if not isinstance(plan, dict) or plan.get("format") != FORMAT:
        raise PlanUnreadable(str(file), f"it does not have format {FORMAT}")
    missing = list(_missing(plan))
    if missing:
        raise PlanUnreadable(str(file), f"it lacks {', '.join(missing)}")
    return plan


def _missing(plan: dict[str, Any]) -> Iterator[str]:
    for key, kind in REQUIRED.items():
        if not isinstance(plan.get(key), kind):
            yield key
            continue
        entries = plan[key] if kind is list else [plan[key]]
        for name in REQUIRED_KEYS.get(key, ()):
            if not all(isinstance(entry, dict) and name in entry for entry in entries):
                yield f"{key}.{name}"


def _other_database(planned: dict[str, Any], connection: psycopg.Connection) -> Iterator[str]:
    name = connection.info.dbname
    if planned["name"] != name:
        yield f"it was made for database {planned['name']}, but this is {name}"
    elif planned["identity"] != identity(connection):
        yield f"it was made for another database named {name}, or before this one was re-created"


def _changes(plan: dict[str, Any], pending: PendingRevisions, schema: str) -> list[str]:
    database = plan["database"]
    changes = []
    if database["revisions"] != sorted(pending.heads):
        old, new = _list_of(database["revisions"]), _list_of(sorted(pending.heads))
        changes.append(f"the database was at {old} and is now at {new}")
    elif database["fingerprint"] != schema:
        changes.append("the database's schema has changed")
    planned = {revision["revision"]: revision for revision in plan["revisions"]}
    pending_ids = [revision.revision for revision in pending.revisions]
    if list(planned) != pending_ids and database["revisions"] == sorted(pending.heads):
        old, new = _list_of(list(planned)), _list_of(pending_ids)
        changes.append(f"pending was {old} and is now {new}")
    changes += [
        f"{shown(revision.file)} has changed"
        for revision in pending.revisions
        if revision.revision in planned and planned[revision.revision]["sha256"] != revision.sha256
    ]
    if plan["env"] != pending.env:
        changes.append("env.py has changed")
    return changes


def _list_of(revisions: list[str]) -> str:
    return ", ".join(revisions) or "no revision"
