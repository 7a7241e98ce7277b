"""The log of imports, and how the last one is undone while nothing depends on it."""

from levy.errors import ImportNotUndone
from levy.importers.season_folder import read_season_folder
from levy.services.account import this_account
from levy.services.season_archive import sent_files, unpacked
from levy.store.audit import write_audit
from levy.store.counties import county_title
from levy.store.import_undos import (
    LoggedImport,
    imported_season,
    later_work,
    logged_imports,
    mark_undone,
    undo_of,
)
from levy.store.inputs import save_inputs
from levy.store.removal import remove_season
from levy.store.seasons import season_to_change
from levy.store.transaction import transaction


def imports() -> list[LoggedImport]:
    """Return the latest imports, the newest first."""
    with transaction():
        return logged_imports()


def undo_import(number: int) -> str:
    """Bring back what an import replaced, and return the sentence that tells a person.

    Raises ImportNotUndone where it replaced nothing that is kept, where it is undone already,
    or where something depends on it.
    """
    with transaction():
        found = imported_season(number)
        undo = undo_of(number)
        if found is None or undo is None:
            raise ImportNotUndone(number, ["what it replaced is not kept"])
        county, season, done = found
        title = f"{county_title(county)} {season.year}"
        season_to_change(county_title(county), year=season.year)
        if undo.undone_by:
            raise ImportNotUndone(number, [f"{undo.undone_by} undid it already"])
        later = later_work(done, subject=title)
        if later:
            raise ImportNotUndone(number, [f"{words} came after it" for words in later])
        content = undo.content
        mark_undone(undo, who=this_account())
        if content is None:
            remove_season(season.id)
        else:
            _bring_back(content, number)
        write_audit(
            this_account(), what="season.import.undo", subject=title, after={"import": number}
        )
    if content is None:
        return f"Import {number} is undone: {title} is no longer loaded."
    return (
        f"Import {number} is undone: {title} is as it was before, and not computed. "
        "The button on its board computes it."
    )


def _bring_back(content: bytes, number: int) -> None:
    with unpacked(sent_files([("season.zip", content)])) as folder:
        before, _ = read_season_folder(folder)
    if before is None:
        raise ImportNotUndone(number, ["what it replaced cannot be read by this program any more"])
    save_inputs(before, reason=f"import {number} undone")
