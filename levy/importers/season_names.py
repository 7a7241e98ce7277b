"""Which files a season folder may contain."""

from levy.importers.season_result_schema import RESULT_TABLES
from levy.importers.season_schema import FILES

INPUT_FILES = tuple(table.file for table in FILES)
SEASON_FILES = frozenset({*INPUT_FILES, *(table.file for table in RESULT_TABLES)})


def is_ignored(name: str) -> bool:
    """Return whether a season folder may contain this file without it being part of the season.

    These are read-me files, and files that operating systems and spreadsheets leave behind.
    """
    left_behind = name.startswith((".", "~$")) or name in {"Thumbs.db", "desktop.ini"}
    return left_behind or name == "README.md"
