"""Who did what: entries are only ever added, and the database refuses anything else."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import or_, select

from levy.db import db
from levy.models import AuditEntry

CERTIFIED = "season.certify"  # what the trail calls a certification


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


def audit_trail(
    subject: str, *, code: str | None = None, what: str | None = None, limit: int = 500
) -> list[AuditEntry]:
    """Return the entries about a season, the newest first.

    subject  the season: Benton, WA 2025
    what     the service that ran, where only its entries are wanted
    code     a levy or area: only what was done to it, and to the season as a whole
    """
    if code is None:
        of = or_(
            AuditEntry.subject == subject,
            AuditEntry.subject.startswith(f"{subject} ", autoescape=True),
        )
    else:
        of = AuditEntry.subject.in_([subject, f"{subject} {code}"])
    wanted = select(AuditEntry).where(of).order_by(AuditEntry.id.desc()).limit(limit)
    if what is not None:
        wanted = wanted.where(AuditEntry.what == what)
    return list(db.session.scalars(wanted))


def _written(facts: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return facts as JSON holds them: money and dates as text, for JSON's numbers are floats."""
    return None if facts is None else json.loads(json.dumps(dict(facts), default=str))
