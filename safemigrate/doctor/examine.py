"""Runs every check, and mends what can be mended while the application works."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from alembic.config import Config
from sqlalchemy.exc import DBAPIError

from safemigrate.doctor import file_checks, match_checks
from safemigrate.doctor.database_checks import CHECKS, DatabaseCheck
from safemigrate.doctor.finding import Finding
from safemigrate.execute.own_session import own_session
from safemigrate.execute.session import Session
from safemigrate.integrity.head_file import NAME

NOT_THERE = {"3F000", "42P01", "42501", "42883"}  # no journal yet, or no right to look
BROKEN = {"unreadable file", "id twice", "broken link"}


def examine(config: Config, folder: Path) -> list[Finding]:
    """Return everything that is wrong."""
    found = list(file_checks.findings(folder))
    with own_session() as session:
        for check in CHECKS:
            found += _asked(session, check)
        found += match_checks.programs_missing(session.major)
    if not BROKEN & {each.check for each in found}:
        found += match_checks.findings(config)
    return found


def _asked(session: Session, check: DatabaseCheck) -> Iterator[Finding]:
    try:
        rows = session.rows(check.rows.replace(":", "\\:").replace("\\:\\:", "::"))
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) in NOT_THERE:
            return
        raise
    for row in rows:
        mend = check.mend.format(*row)
        yield Finding(check.name, check.sentence.format(*row), mend, mend if check.safe else None)


def fix(found: list[Finding], folder: Path) -> list[Finding]:
    """Mend what is safe to mend; return those findings."""
    mended = [each for each in found if each.fix is not None]
    with own_session() as session:
        for each in mended:
            if each.check == "head file":
                (folder / NAME).write_text(str(each.fix))
            else:
                session.rows(str(each.fix))
    return mended
