"""Imports a season folder: all of it, or nothing and a list of every problem."""

import hashlib
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import NamedTuple

from levy.errors import SeasonFolderRefused, SeasonMissing
from levy.importers.season_folder import read_season_folder
from levy.importers.season_names import INPUT_FILES
from levy.law.season import Season
from levy.services.account import this_account
from levy.services.certification import Certification, certification_in_force
from levy.services.open_season import seasons
from levy.services.season_archive import season_zip
from levy.services.season_name import county_title, season_title
from levy.store.audit import write_audit
from levy.store.import_undos import keep_replaced
from levy.store.imports import record_import
from levy.store.inputs import SavedInputs, load_season, save_inputs
from levy.store.same_inputs import same_inputs
from levy.store.transaction import transaction


class ImportResult(NamedTuple):
    """The imported season, a message for the user, and whether it has to be computed again."""

    season: Season
    sentence: str
    needs_computing: bool = False


def import_season(
    folder: Path, progress: Callable[[int, int], None] = lambda done, total: None
) -> ImportResult:
    """Load a season folder, replacing the county's season of that tax year.

    If the same season is already loaded, it and its results do not change; the import is recorded.
    progress  called with the number of files read and the total

    Raises SeasonFolderRefused with every problem; then only the refusal is recorded.
    """
    season, problems = read_season_folder(folder, progress)
    content, name = digest_of(folder), str(folder)
    with transaction():
        if season is None:
            record_import(name, content=content, rows={}, who=this_account(), problems=problems)
        else:
            imported = import_read(season, name, content=content)
    if season is None:
        raise SeasonFolderRefused(name, problems)
    return imported


def import_new_season(
    folder: Path, progress: Callable[[int, int], None] = lambda done, total: None
) -> ImportResult:
    """Load a season folder like `import_season`, unless its county already has that year.

    Edits in a loaded season are thus never overwritten.
    """
    season, problems = read_season_folder(folder, progress)
    if season is None:
        raise SeasonFolderRefused(str(folder), problems)
    facts = season.facts
    new_key = (facts.county.lower(), facts.state, facts.tax_year)
    if new_key in {(name.county.lower(), name.state, name.tax_year) for name in seasons()}:
        season_name = f"{facts.county} County, tax year {facts.tax_year}"
        return ImportResult(season, f"{season_name}, is already loaded; nothing changed.")
    return import_season(folder)


def import_read(season: Season, folder: str, *, content: str, note: str = "") -> ImportResult:
    """Load a season that was read from a folder, within the open transaction.

    folder   the folder's name in the log
    content  the folder's digest
    note     the user's reason, for the history
    """
    rows = {
        part.name: len(getattr(season, part.name))
        for part in fields(Season)
        if part.name != "facts"
    }
    same = same_inputs(season)
    ends = not same and certification_of(season) is not None
    before = None if same else _replaced_zip(season)
    saved = same or save_inputs(season, reason=f"imported from {Path(folder).name}")
    number = record_import(folder, content=content, rows=rows, who=this_account(), saved=saved)
    if same:
        return ImportResult(season, _nothing_changed(season))
    keep_replaced(number, content=before)
    write_audit(
        this_account(),
        action="season.import",
        subject=season_title(season),
        after={"folder": folder, "sha256": content, "rows": rows, "note": note},
    )
    sentence = _sentence(season, saved)
    if ends:
        sentence += " It is no longer certified."
    return ImportResult(season, sentence, saved.results_removed)


def certification_of(season: Season) -> Certification | None:
    """Return the certification that a change of this season would end, or None."""
    return certification_in_force(season.facts.tax_year, county_title(season))


def _replaced_zip(season: Season) -> bytes | None:
    """Return the zip of the season that an import replaces; None if none is loaded."""
    try:
        return season_zip(load_season(county_title(season), year=season.facts.tax_year))
    except SeasonMissing:
        return None


def digest_of(folder: Path) -> str:
    """Return the SHA-256 of the folder's input files, names and contents."""
    digest = hashlib.sha256()
    for name in INPUT_FILES:
        file = folder / name
        if file.is_file():
            digest.update(name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def _nothing_changed(season: Season) -> str:
    facts = season.facts
    return f"{facts.county} County, tax year {facts.tax_year}, is already loaded; nothing changed."


def _sentence(season: Season, saved: SavedInputs) -> str:
    facts = season.facts
    sentence = (
        f"Loaded {facts.county} County, tax year {facts.tax_year}: {len(season.levies)} levies "
        f"of {len(season.districts)} districts over {len(season.areas)} areas, "
        f"values version {saved.version}{'' if saved.new_values else ' (unchanged)'}."
    )
    if saved.results_removed:
        sentence += " The results of the previous season are removed."
    return sentence
