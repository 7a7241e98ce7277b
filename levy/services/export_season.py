"""Writes a season out as a season folder: what came in, and what it computed to."""

from pathlib import Path

from levy.exporters.season_folder import write_season_folder
from levy.services.open_season import open_season


def export_season(year: int, folder: Path, county: str | None = None) -> str:
    """Write a season, and its results, to a folder; return the sentence that tells a person.

    Raises SeasonMissing, CountyNeeded, SeasonFolderOccupied, SeasonFolderNotWritten.
    """
    view = open_season(year, county)
    gone = write_season_folder(folder, view.season, view.result)
    facts = view.season.facts
    what = "inputs and results" if view.result else "inputs (it is not computed yet)"
    sentence = f"Wrote {facts.county} County, tax year {facts.tax_year}: {what}, to {folder}."
    if gone:
        sentence += f" Removed what an earlier export left there: {', '.join(gone)}."
    return sentence
