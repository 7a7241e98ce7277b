"""Runs every check, and fixes what can be fixed while the application runs."""

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
from safemigrate.state.own_position import keep_files

NOT_THERE = {"3F000", "42P01", "42501", "42883"}  # no journal yet, or no right to look
BROKEN = {"unreadable file", "id twice", "broken link"}


def examine(config: Config, folder: Path) -> list[Finding]:
    """Return every problem."""
    findings = list(file_checks.findings(folder))
    with own_session() as session:
        for check in CHECKS:
            findings += _run(session, check)
        findings += match_checks.programs_missing(session.major)
    try:
        findings += match_checks.findings(config)
    except Exception:
        if not BROKEN & {finding.check for finding in findings}:
            raise  # no broken file explains it
    return findings


def _run(session: Session, check: DatabaseCheck) -> Iterator[Finding]:
    try:
        rows = session.rows(check.query.replace(":", "\\:").replace("\\:\\:", "::"))
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) in NOT_THERE:
            return
        raise
    for row in rows:
        remedy = check.mend.format(*row)
        safe_fix = remedy if check.safe else None
        yield Finding(check.name, check.sentence.format(*row), remedy, safe_fix)


def fix(
    findings: list[Finding], config: Config, folder: Path
) -> tuple[list[Finding], list[Finding]]:
    """Fix what is safe to fix; return what was fixed, and what remains, with the reason."""
    fixed, sentences = [], {}
    for finding in findings:
        try:
            if finding.fix is not None:
                _apply_fix(finding, config, folder)
                fixed.append(finding)
        except DBAPIError as error:
            cause = (
                error.orig.diag.message_primary if isinstance(error.orig, psycopg.Error) else error
            )
            sentences[finding] = f"{finding.sentence} --fix could not fix it: {cause}."
    remaining = examine(config, folder)
    return fixed, [replace(f, sentence=sentences.get(f, f.sentence)) for f in remaining]


def _apply_fix(finding: Finding, config: Config, folder: Path) -> None:
    if finding.check == file_checks.HEAD_FILE:
        (folder / NAME).write_text(str(finding.fix))
    elif finding.check == match_checks.MISSING:
        file, _, text = str(finding.fix).partition("\n")
        Path(file).write_text(text)
    elif finding.check == match_checks.SOURCE_NOT_KEPT:
        keep_files(config)
    else:
        with own_session() as session:
            session.rows(str(finding.fix))
