"""Brings a season folder in: all of it, or nothing and every problem that it has."""

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
from levy.services.certification import Certified, certified_now
from levy.services.open_season import seasons
from levy.services.season_archive import packed
from levy.services.season_name import county_title, season_title
from levy.store.audit import write_audit
from levy.store.import_undos import keep_before
from levy.store.imports import record_import
from levy.store.inputs import SavedInputs, load_season, save_inputs
from levy.store.same_inputs import same_inputs
from levy.store.transaction import transaction


class Imported(NamedTuple):
    """What came in, and the sentence that tells a person; unsettled where it has no results now."""

    season: Season
    sentence: str
    unsettled: bool = False


def import_season(
    folder: Path, progress: Callable[[int, int], None] = lambda done, total: None
) -> Imported:
    """Load a season folder in place of what its county had for that tax year.

    A season that is loaded already stays as it is, and so do its results; the import is recorded.
    progress  is told how many files are read and how many there are

    Raises SeasonFolderRefused with every problem; nothing but the refusal is then recorded.
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
) -> Imported:
    """Load a season folder as `import_season` does, unless its county has that year already.

    What somebody changed in a season that is loaded stays as it is.
    """
    season, problems = read_season_folder(folder, progress)
    if season is None:
        raise SeasonFolderRefused(str(folder), problems)
    facts = season.facts
    asked = (facts.county.lower(), facts.state, facts.tax_year)
    if asked in {(known.county.lower(), known.state, known.tax_year) for known in seasons()}:
        what = f"{facts.county} County, tax year {facts.tax_year}"
        return Imported(season, f"{what}, is already loaded; left as it is.")
    return import_season(folder)


def import_read(season: Season, folder: str, *, content: str, note: str = "") -> Imported:
    """Load a season that was read, in the transaction that is open.

    folder   what the log calls the folder that it was read from
    content  the folder's digest
    note     why, for the history
    """
    rows = {
        part.name: len(getattr(season, part.name))
        for part in fields(Season)
        if part.name != "facts"
    }
    same = same_inputs(season)
    ends = not same and certification_of(season) is not None
    before = None if same else _packed_before(season)
    saved = same or save_inputs(season, reason=f"imported from {Path(folder).name}")
    number = record_import(folder, content=content, rows=rows, who=this_account(), saved=saved)
    if same:
        return Imported(season, _nothing_changed(season))
    keep_before(number, content=before)
    write_audit(
        this_account(),
        what="season.import",
        subject=season_title(season),
        after={"folder": folder, "sha256": content, "rows": rows, "note": note},
    )
    sentence = _sentence(season, saved)
    if ends:
        sentence += " It is no longer certified."
    return Imported(season, sentence, saved.results_removed)


def certification_of(season: Season) -> Certified | None:
    """Return the certification that a change of this county's year would end, or None."""
    return certified_now(season.facts.tax_year, county_title(season))


def _packed_before(season: Season) -> bytes | None:
    """Return what the season is before an import, packed; None where it is not loaded."""
    try:
        return packed(load_season(county_title(season), year=season.facts.tax_year))
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
        sentence += " Its results were of the season before and are removed."
    return sentence
