"""Whether a plan that was made, read and approved still holds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import psycopg

from safemigrate.catalogue.fingerprint import fingerprint
from safemigrate.plan.asked import Asked, asked
from safemigrate.plan.document import FORMAT
from safemigrate.plan.plan_errors import PlanOutdated, PlanUnreadable
from safemigrate.plan.production import identity
from safemigrate.postgres.address import Address
from safemigrate.project.configuration import configured
from safemigrate.project.mounted import mounted
from safemigrate.project.sentences.place import shown

NEEDED = {"database": dict, "target": str, "env": str, "revisions": list, "statements": list}
IN_EACH = {
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
    """Return the plan in a file, if an upgrade now would be the one that was planned.

    target  the revision that the upgrade goes to; None for the plan's own
    Raises PlanUnreadable, and PlanOutdated where a revision file, env.py, the list of pending
    revisions, the database's revision or its schema has changed since.
    """
    plan = read(file)
    with configured(directory, x_arg=x_arg) as config:
        return compared(plan, asked(config, target or str(plan["target"])))


def compared(plan: dict[str, Any], now: Asked, *, schema_differs: bool = False) -> dict[str, Any]:
    """Return a plan that holds for what is pending now; PlanOutdated for one that does not.

    schema_differs  whether that is known, because the plan was begun
    """
    with Address.of(mounted().db.engine.url).connect() as connection:
        planned = str(plan["database"]["fingerprint"])
        schema = planned if schema_differs else fingerprint(connection)
        changes = [
            *_other_database(plan["database"], connection),
            *_changes(plan, now, schema),
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
        raise PlanUnreadable(str(file), f"it does not say format {FORMAT}")
    missing = list(_missing(plan))
    if missing:
        raise PlanUnreadable(str(file), f"it lacks {', '.join(missing)}")
    return plan


def _missing(plan: dict[str, Any]) -> Iterator[str]:
    for key, kind in NEEDED.items():
        if not isinstance(plan.get(key), kind):
            yield key
            continue
        entries = plan[key] if kind is list else [plan[key]]
        for name in IN_EACH.get(key, ()):
            if not all(isinstance(entry, dict) and name in entry for entry in entries):
                yield f"{key}.{name}"


def _other_database(planned: dict[str, Any], connection: psycopg.Connection) -> Iterator[str]:
    name = connection.info.dbname
    if planned["name"] != name:
        yield f"it was made for database {planned['name']}, and this is {name}"
    elif planned["identity"] != identity(connection):
        yield f"it was made for another database {name}, or for this one before it was made anew"


def _changes(plan: dict[str, Any], now: Asked, schema: str) -> list[str]:
    database = plan["database"]
    changes = []
    if database["revisions"] != sorted(now.heads):
        was, at = _named(database["revisions"]), _named(sorted(now.heads))
        changes.append(f"the database was at {was} and is at {at}")
    elif database["fingerprint"] != schema:
        changes.append("the database's schema has changed")
    planned = {each["revision"]: each for each in plan["revisions"]}
    pending = {each.revision: each for each in now.revisions}
    if list(planned) != list(pending) and database["revisions"] == sorted(now.heads):
        was, are = _named(list(planned)), _named(list(pending))
        changes.append(f"{was} was pending and {are} is")
    changes += [
        f"{shown(revision.file)} has changed"
        for revision in now.revisions
        if revision.revision in planned and planned[revision.revision]["sha256"] != revision.sha256
    ]
    if plan["env"] != now.env:
        changes.append("env.py has changed")
    return changes


def _named(revisions: list[str]) -> str:
    return ", ".join(revisions) or "no revision"
