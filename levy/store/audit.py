"""The audit trail: entries can only be added; the database rejects changes and deletions."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import or_, select

from levy.db import db
from levy.models import AuditEntry

CERTIFIED = "season.certify"  # the action of a certification


def write_audit(
    who: str,
    *,
    action: str,
    subject: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Add an entry to the audit trail, in the transaction of the change that it records.

    who      a person's username, or the account that ran the command
    action   the service that ran: season.import
    subject  what it changed: Benton, WA 2025
    """
    entry = AuditEntry(
        who=who, what=action, subject=subject, before=_as_json(before), after=_as_json(after)
    )
    db.session.add(entry)
    db.session.flush()


def audit_trail(
    subject: str, *, code: str | None = None, action: str | None = None, limit: int = 500
) -> list[AuditEntry]:
    """Return the entries about a season, newest first.

    subject  the season: Benton, WA 2025
    action   only entries of this service; None for all
    code     a levy or area: only entries about it and about the season as a whole
    """
    if code is None:
        about = or_(
            AuditEntry.subject == subject,
            AuditEntry.subject.startswith(f"{subject} ", autoescape=True),
        )
    else:
        about = AuditEntry.subject.in_([subject, f"{subject} {code}"])
    query = select(AuditEntry).where(about).order_by(AuditEntry.id.desc()).limit(limit)
    if action is not None:
        query = query.where(AuditEntry.what == action)
    return list(db.session.scalars(query))


def _as_json(facts: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return facts as JSON can hold them: money and dates as text; JSON numbers are floats."""
    return None if facts is None else json.loads(json.dumps(dict(facts), default=str))
