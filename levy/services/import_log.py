"""The import log, and undoing the last import if nothing depends on it."""

from levy.errors import ImportNotUndone
from levy.importers.season_folder import read_season_folder
from levy.services.account import this_account
from levy.services.season_archive import sent_files, unpacked_folder
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
    """Return the latest imports, newest first."""
    with transaction():
        return logged_imports()


def undo_import(number: int) -> str:
    """Restore the season that an import replaced, and return a message for the user.

    Raises ImportNotUndone if the replaced season is not saved, the import was already undone, or
    something depends on it.
    """
    with transaction():
        imported = imported_season(number)
        undo = undo_of(number)
        if imported is None or undo is None:
            raise ImportNotUndone(number, ["the season that it replaced is not saved"])
        county, season, done = imported
        title = f"{county_title(county)} {season.year}"
        season_to_change(county_title(county), year=season.year)
        if undo.undone_by:
            raise ImportNotUndone(number, [f"{undo.undone_by} already undid it"])
        later = later_work(done, subject=title)
        if later:
            raise ImportNotUndone(number, [f"{words} came after it" for words in later])
        content = undo.content
        mark_undone(undo, who=this_account())
        if content is None:
            remove_season(season.id)
        else:
            _restore(content, number)
        write_audit(
            this_account(), action="season.import.undo", subject=title, after={"import": number}
        )
    if content is None:
        return f"Import {number} is undone: {title} is no longer loaded."
    return (
        f"Import {number} is undone: the previous {title} is restored, and not computed. "
        "Compute it with the button on its board."
    )


def _restore(content: bytes, number: int) -> None:
    with unpacked_folder(sent_files([("season.zip", content)])) as folder:
        before, _ = read_season_folder(folder)
    if before is None:
        raise ImportNotUndone(number, ["this program can no longer read the season it replaced"])
    save_inputs(before, reason=f"import {number} undone")
