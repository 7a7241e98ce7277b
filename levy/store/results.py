"""Saves and loads a season's results, with the version of the values that they came from."""

from itertools import groupby
from operator import attrgetter

from sqlalchemy import delete, insert, select

from levy.db import db
from levy.law.season import AreaResult, LevyResult, Notice, SeasonResult
from levy.law.worksheet import Line, Worksheet
from levy.models import AreaTotal, Calculation, LevyRate, WorksheetLine
from levy.models import Notice as NoticeRow
from levy.models import Worksheet as WorksheetRow
from levy.store.copying import copy_in, copy_records, field_names, records_of
from levy.store.seasons import season_named, season_to_change
from levy.store.values import latest_snapshot


def save_results(county: str | None, *, year: int, result: SeasonResult) -> Calculation:
    """Save a season's results in place of earlier ones.

    They are marked with the latest version of the values, so compute them from what `load_season`
    returns after `season_to_change`, in the same transaction.
    """
    season_id = season_to_change(county, year=year).id
    remove_results(season_id)
    insertion = insert(Calculation).values(
        season_id=season_id, version=latest_snapshot(season_id).version
    )
    calculation = db.session.scalars(insertion.returning(Calculation)).one()
    copy_records("levy_rate", result.levies, without="worksheet", season_id=season_id)
    _copy_worksheets(season_id, result.levies)
    copy_records("area_total", result.areas, season_id=season_id)
    copy_records("notice", result.notices, season_id=season_id)
    return calculation


def load_results(county: str | None, *, year: int) -> SeasonResult | None:
    """Return the season's results; None if it was not computed since its inputs last changed."""
    season_id = season_named(county, year=year).id
    if calculation_of(season_id) is None:
        return None
    return SeasonResult(
        levies=_levies(season_id),
        areas=records_of(AreaResult, model=AreaTotal, of=AreaTotal.season_id == season_id),
        notices=records_of(Notice, model=NoticeRow, of=NoticeRow.season_id == season_id),
    )


def calculation_of(season_id: int) -> Calculation | None:
    """Return when the season was computed and from which values; None if it was not."""
    query = select(Calculation).where(Calculation.season_id == season_id)
    return db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def remove_results(season_id: int) -> bool:
    """Remove the season's results; return False if there were none."""
    # ON DELETE CASCADE also deletes its levies, worksheets, areas and notices.
    deletion = delete(Calculation).where(Calculation.season_id == season_id)
    return db.session.execute(deletion.returning(Calculation.season_id)).first() is not None


def _copy_worksheets(season_id: int, levies: tuple[LevyResult, ...]) -> None:
    worksheets = [(row.levy, row.worksheet) for row in levies if row.worksheet is not None]
    copy_in(
        "worksheet",
        ["season_id", "levy", "statute"],
        ((season_id, levy, worksheet.statute) for levy, worksheet in worksheets),
    )
    names = field_names(Line)
    copy_in(
        "worksheet_line",
        ["season_id", "levy", "position", *names],
        (
            (season_id, levy, position, *(getattr(line, name) for name in names))
            for levy, worksheet in worksheets
            for position, line in enumerate(worksheet.lines, start=1)
        ),
    )


def _levies(season_id: int) -> tuple[LevyResult, ...]:
    worksheets = _worksheets(season_id)
    names = field_names(LevyResult, without="worksheet")
    rows = db.session.execute(
        select(*(getattr(LevyRate, name) for name in names))
        .where(LevyRate.season_id == season_id)
        .order_by(LevyRate.position)
    )
    return tuple(LevyResult(**row._mapping, worksheet=worksheets.get(row.levy)) for row in rows)


def _worksheets(season_id: int) -> dict[str, Worksheet]:
    names = field_names(Line)
    rows = db.session.execute(
        select(WorksheetLine.levy, *(getattr(WorksheetLine, name) for name in names))
        .where(WorksheetLine.season_id == season_id)
        .order_by(WorksheetLine.levy, WorksheetLine.position)
    )
    lines = {
        levy: tuple(Line(*row[1:]) for row in group)
        for levy, group in groupby(rows, attrgetter("levy"))
    }
    sheets = db.session.execute(
        select(WorksheetRow.levy, WorksheetRow.statute).where(WorksheetRow.season_id == season_id)
    )
    return {levy: Worksheet(statute, lines.get(levy, ())) for levy, statute in sheets}
