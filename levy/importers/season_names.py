"""Which files may lie in a season folder."""

from levy.importers.season_result_schema import RESULT_TABLES
from levy.importers.season_schema import FILES

INPUT_FILES = tuple(table.file for table in FILES)
SEASON_FILES = frozenset({*INPUT_FILES, *(table.file for table in RESULT_TABLES)})


def is_passed_over(name: str) -> bool:
    """Return whether a file may lie in a season folder without being part of it.

    Read-me files, and what operating systems and spreadsheets leave behind.
    """
    left_behind = name.startswith((".", "~$")) or name in {"Thumbs.db", "desktop.ini"}
    return left_behind or name == "README.md"
