"""Runs every check, and mends what can be mended while the application works."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
from alembic.config import Config
from sqlalchemy.exc import DBAPIError

from safemigrate.postgres.session import Session
from safemigrate.project.head_file import NAME
from safemigrate.project.own_session import own_session
from safemigrate.state.doctor import file_checks, match_checks
from safemigrate.state.doctor.database_checks import CHECKS, DatabaseCheck
from safemigrate.state.doctor.doctor_finding import Finding
from safemigrate.state.here import keep_files

NOT_THERE = {"3F000", "42P01", "42501", "42883"}  # no journal yet, or no right to look
BROKEN = {"unreadable file", "id twice", "broken link"}


def examine(config: Config, folder: Path) -> list[Finding]:
    """Return everything that is wrong."""
    found = list(file_checks.findings(folder))
    with own_session() as session:
        for check in CHECKS:
            found += _asked(session, check)
        found += match_checks.programs_missing(session.major)
    try:
        found += match_checks.findings(config)
    except Exception:
        if not BROKEN & {each.check for each in found}:
            raise  # files that were named above cannot be loaded
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


def fix(found: list[Finding], config: Config, folder: Path) -> tuple[list[Finding], list[Finding]]:
    """Mend what is safe to mend; return what was mended, and what is left, with why."""
    mended, why = [], {}
    for each in found:
        try:
            if each.fix is not None:
                _mend(each, config, folder)
                mended.append(each)
        except DBAPIError as error:
            said = (
                error.orig.diag.message_primary if isinstance(error.orig, psycopg.Error) else error
            )
            why[each] = f"{each.sentence} --fix could not mend it: {said}."
    left = examine(config, folder)
    return mended, [replace(each, sentence=why.get(each, each.sentence)) for each in left]


def _mend(each: Finding, config: Config, folder: Path) -> None:
    if each.check == file_checks.HEAD_FILE:
        (folder / NAME).write_text(str(each.fix))
    elif each.check == match_checks.MISSING:
        file, _, text = str(each.fix).partition("\n")
        Path(file).write_text(text)
    elif each.check == match_checks.SOURCE_NOT_KEPT:
        keep_files(config)
    else:
        with own_session() as session:
            session.rows(str(each.fix))
