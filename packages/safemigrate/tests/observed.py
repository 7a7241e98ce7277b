"""What a command did: status, output, files and database, with ids, dates and places made equal."""

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg

CATALOGUE = """
SELECT concat_ws(' ', table_name, column_name, data_type, character_maximum_length,
                 is_nullable, column_default)
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL
SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL
SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
ORDER BY 1
"""

LIKENESSES = [
    (r"(?<![0-9a-z])[0-9a-f]{12}(?![0-9a-z])", "REVISION"),
    (r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+", "DATE"),
    (r" object at 0x[0-9a-f]+", ""),
    (r"127\.0\.0\.1:\d+", "SERVER"),
    (r"\bcopy_REVISION\b", "DATABASE"),
]


def alike(text: str, folder: Path) -> str:
    """Return a text without what differs from one run to the next."""
    text = text.replace(str(folder), "PROJECT")
    for pattern, name in LIKENESSES:
        text = re.sub(pattern, name, text)
    return text


def files(folder: Path) -> dict[str, str]:
    """Return the files of a project by name, but for the application's own."""
    return {
        alike(str(file.relative_to(folder)), folder): alike(file.read_text(), folder)
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name not in {"app.py", "migrate.py"} and file.suffix != ".pyc"
    }


def catalogue(url: str) -> list[str]:
    """Return the tables of a database as text, and the revisions it is at."""
    with psycopg.connect(url) as connection:
        rows = [row for (row,) in connection.execute(CATALOGUE)]
        return rows + list(_versions(connection))


def _versions(connection: psycopg.Connection) -> Iterator[str]:
    if connection.execute("SELECT to_regclass('alembic_version')").fetchone() != (None,):
        for (version,) in connection.execute("SELECT version_num FROM alembic_version ORDER BY 1"):
            yield re.sub(LIKENESSES[0][0], "REVISION", f"at {version}")
