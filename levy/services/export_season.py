"""Exports a season as a season folder: its inputs and its results."""

from pathlib import Path

from levy.exporters.season_folder import write_season_folder
from levy.services.open_season import open_season


def export_season(year: int, folder: Path, county: str | None = None) -> str:
    """Write a season and its results to a folder; return a message for the user.

    Raises SeasonMissing, CountyNeeded, SeasonFolderOccupied, SeasonFolderNotWritten.
    """
    view = open_season(year, county)
    removed_files = write_season_folder(folder, view.season, view.result)
    facts = view.season.facts
    contents = "inputs and results" if view.result else "inputs (it is not computed yet)"
    sentence = f"Wrote {facts.county} County, tax year {facts.tax_year}: {contents}, to {folder}."
    if removed_files:
        sentence += f" Removed files of an earlier export: {', '.join(removed_files)}."
    return sentence
