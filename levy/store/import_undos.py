"""The import log: what each import replaced, and whether it can still be undone."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from levy.db import db
from levy.models import (
    AuditEntry,
    County,
    ImportProblem,
    ImportUndo,
    Scenario,
    SeasonImport,
    TaxYear,
)
from levy.store.audit import CERTIFIED


class LoggedImport(NamedTuple):
    """One import as the log shows it.

    title      the season: Benton, WA 2025; blank if the import was refused
    problems   how many problems it had
    can_undo   whether the season that it replaced is saved
    undone_by  who undid it
    """

    id: int
    at: datetime
    who: str
    folder: str
    title: str
    version: int | None
    problems: int
    can_undo: bool
    undone_by: str | None


def logged_imports(limit: int = 100) -> list[LoggedImport]:
    """Return the latest imports, newest first."""
    problems = (
        select(func.count()).where(ImportProblem.import_id == SeasonImport.id).scalar_subquery()
    )
    rows = db.session.execute(
        select(SeasonImport, County, TaxYear, problems, ImportUndo)
        .outerjoin(TaxYear, TaxYear.id == SeasonImport.season_id)
        .outerjoin(County, County.id == TaxYear.county_id)
        .outerjoin(ImportUndo, ImportUndo.import_id == SeasonImport.id)
        .order_by(SeasonImport.id.desc())
        .limit(limit)
    )
    return [_logged(*row) for row in rows]


def keep_replaced(import_id: int, *, content: bytes | None) -> None:
    """Save the season that an import replaced; None if there was none."""
    db.session.add(ImportUndo(import_id=import_id, content=content))
    db.session.flush()


def undo_of(import_id: int) -> ImportUndo | None:
    """Return what an import replaced, locked until the transaction ends."""
    return db.session.get(ImportUndo, import_id, with_for_update=True)


def mark_undone(undo: ImportUndo, *, who: str) -> None:
    """Record that an import is undone."""
    now = db.session.scalar(select(func.now()))
    undo.undone_by, undo.undone_at = who, now  # a CHECK rejects one without the other
    db.session.flush()


def imported_season(import_id: int) -> tuple[County, TaxYear, SeasonImport] | None:
    """Return the county and season that an import loaded, and the import."""
    row = db.session.execute(
        select(County, TaxYear, SeasonImport)
        .join(TaxYear, TaxYear.county_id == County.id)
        .join(SeasonImport, SeasonImport.season_id == TaxYear.id)
        .where(SeasonImport.id == import_id)
    ).first()
    return row and (row[0], row[1], row[2])


def later_work(done: SeasonImport, *, subject: str) -> list[str]:
    """Return what happened to the season since an import, in words; empty if nothing did."""
    later = [
        (
            select(func.count())
            .select_from(SeasonImport)
            .where(SeasonImport.season_id == done.season_id, SeasonImport.id > done.id)
            .outerjoin(ImportUndo, ImportUndo.import_id == SeasonImport.id)
            .where(ImportUndo.undone_by.is_(None)),
            "a later import",
        ),
        (
            select(func.count()).where(
                AuditEntry.what == "season.edit",
                AuditEntry.subject.startswith(subject, autoescape=True),
                AuditEntry.at > done.at,
            ),
            "an edited input",
        ),
        (
            select(func.count()).where(
                AuditEntry.what == CERTIFIED,
                AuditEntry.subject.startswith(subject, autoescape=True),
                AuditEntry.at > done.at,
            ),
            "a certification",
        ),
        (
            select(func.count()).where(Scenario.season_id == done.season_id, Scenario.at > done.at),
            "a what-if scenario",
        ),
    ]
    return [words for question, words in later if db.session.scalar(question)]


def _logged(
    done: SeasonImport,
    county: County | None,
    season: TaxYear | None,
    problems: int,
    undo: ImportUndo | None,
) -> LoggedImport:
    title = f"{county.name}, {county.state} {season.year}" if county and season else ""
    return LoggedImport(
        done.id,
        done.at,
        done.who,
        done.folder,
        title,
        done.version,
        problems,
        undo is not None and undo.undone_by is None,
        undo and undo.undone_by,
    )
