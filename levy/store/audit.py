"""Who did what: entries are only ever added, and the database refuses anything else."""

import json
from collections.abc import Mapping
from typing import Any

from levy.db import db
from levy.models import AuditEntry


def write_audit(
    who: str,
    *,
    what: str,
    subject: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Add an entry to the audit trail, in the transaction of what it tells of.

    who      a person's username, or the command's account
    what     the service that ran: season.import
    subject  what it was done to: Benton, WA 2025
    """
    entry = AuditEntry(
        who=who, what=what, subject=subject, before=_written(before), after=_written(after)
    )
    db.session.add(entry)
    db.session.flush()


def _written(facts: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return facts as JSON holds them: money and dates as text, for JSON's numbers are floats."""
    return None if facts is None else json.loads(json.dumps(dict(facts), default=str))
