"""What the audit trail says of a season, or of one of its levies."""

from sqlalchemy import or_, select

from levy.db import db
from levy.models import AuditEntry


def trail(
    subject: str, *, code: str | None = None, what: str | None = None, limit: int = 500
) -> list[AuditEntry]:
    """Return the entries, the newest first.

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
