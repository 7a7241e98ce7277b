"""Compares a computed season with published figures."""

from pathlib import Path

from levy.errors import Problem, SeasonFolderRefused, SeasonNotComputed
from levy.importers.season_rules import broken_rules
from levy.importers.season_schema import TABLES
from levy.importers.season_table import read_table
from levy.law.season import PublishedFigure
from levy.services.open_season import open_season
from levy.services.reconciliation import Reconciliation, reconcile

_TABLE = next(table for table in TABLES if table.file == "published.csv")


def reconcile_season(
    year: int, file: Path | None = None, county: str | None = None
) -> Reconciliation:
    """Return each published figure with the season's own.

    file  figures in the format of published.csv; None uses those imported with the season

    Raises SeasonMissing, CountyNeeded, SeasonNotComputed, SeasonFolderRefused.
    """
    view = open_season(year, county)
    facts = view.season.facts
    if view.result is None:
        raise SeasonNotComputed(facts.county, facts.tax_year)
    published = view.season.published if file is None else read_published(file)
    return reconcile(view.season, view.result, published)


def read_published(file: Path) -> tuple[PublishedFigure, ...]:
    """Return the figures of a file; raises SeasonFolderRefused with all of its problems."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = f"The file cannot be read ({error.strerror})."
        raise SeasonFolderRefused(
            str(file), [Problem(file.name, None, "", reason, "Check the path.")]
        ) from error
    except UnicodeDecodeError as error:
        reason = f"The byte 0x{error.object[error.start]:02x} is not UTF-8."
        to_do = "Save the file as UTF-8 (CSV UTF-8 in Excel)."
        raise SeasonFolderRefused(
            str(file), [Problem(file.name, None, "", reason, to_do)]
        ) from error
    read = read_table(_TABLE, text)
    problems = [*read.problems, *broken_rules({_TABLE.file: read})]
    if problems:
        raise SeasonFolderRefused(str(file), problems)
    return tuple(record for _, record in read.records())
