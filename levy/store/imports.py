"""Records each import of a season folder: who imported it, and its problems if refused."""

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
    rows      rows read from each file
    saved     the saved inputs; None if the folder was refused
    problems  why it was refused
    """
    row = SeasonImport(
        folder=folder,
        content=content,
        rows=dict(rows),
        who=who,
        season_id=saved and saved.season_id,
        version=saved and saved.version,
    )
    db.session.add(row)
    db.session.flush()
    copy_records("import_problem", problems, import_id=row.id)
    return row.id
