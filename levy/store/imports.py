"""Which season folders were imported, by whom, and what was wrong with those refused."""

from collections.abc import Mapping, Sequence

from levy.db import db
from levy.errors import Problem
from levy.models import SeasonImport
from levy.store.copying import copy_records
from levy.store.inputs import SavedInputs


def record_import(
    folder: str,
    *,
    content: str,
    rows: Mapping[str, int],
    who: str,
    saved: SavedInputs | None = None,
    problems: Sequence[Problem] = (),
) -> int:
    """Record an import, and return its number.

    content   SHA-256 of the folder's files, in hexadecimal
    rows      rows read of each file
    saved     what became of the inputs; None when the folder was refused
    problems  why it was
    """
    made = SeasonImport(
        folder=folder,
        content=content,
        rows=dict(rows),
        who=who,
        season_id=saved and saved.season_id,
        version=saved and saved.version,
    )
    db.session.add(made)
    db.session.flush()
    copy_records("import_problem", problems, import_id=made.id)
    return made.id
