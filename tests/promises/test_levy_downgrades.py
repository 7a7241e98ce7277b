"""Each revision of the levy application says what going back loses, and that is what is gone."""

import json
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from levy.db import db
from levy.services.calculate_season import calculate_season
from levy.services.import_season import import_season
from tests.levy.conftest import application, migrated
from tests.promises.console import printed

ROOT = Path(__file__).parents[2]

_TABLES = """
SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition
AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'
"""
_COLUMNS = """
SELECT attname FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""
# While a column changes, the one beside it holds the same values and goes without a loss.
_BESIDE = {
    f"property.{name}"
    for name in ("personal", "personal_property", "exemption__old", "exemption__new")
}


def held(url: str) -> dict[str, int]:
    """Return the rows of each table, and the values of each column."""
    found = {}
    with psycopg.connect(url) as connection:
        for (table,) in connection.execute(_TABLES).fetchall():
            count = SQL("SELECT count({}) FROM {}").format
            rows = connection.execute(count(SQL("*"), Identifier(table))).fetchone()
            found[table] = rows[0]
            for (column,) in connection.execute(_COLUMNS, [table]).fetchall():
                values = connection.execute(count(Identifier(column), Identifier(table)))
                found[f"{table}.{column}"] = values.fetchone()[0]
    return found


def gone(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    """Return tables that are gone, and columns that are gone from tables that are not."""
    return {
        name: number
        for name, number in before.items()
        if name not in after
        and name not in _BESIDE
        and ("." not in name or name.partition(".")[0] in after)
    }


def test_every_revision_from_the_last_to_the_first(clone_of):
    url = clone_of(migrated)
    app = application(url)
    with app.app_context():
        import_season(ROOT / "examples" / "benton-2025")
        calculate_season(2025)
        db.session.remove()
        db.engine.dispose()
    revisions = len(list((ROOT / "migrations" / "versions").glob("*.py")))
    for _ in range(revisions):
        before = held(url)
        status, text = printed("python migrate.py downgrade --json", ROOT, DATABASE_URL=url)
        assert status == 0, text
        told = json.loads(text[text.index("{\n") : text.rindex("}") + 1])
        lost = {
            f"{each['table']}.{each['column']}" if each["kind"] == "column" else each["table"]: (
                each["number"]
            )
            for each in told["lost"]
        }
        told_of = {name: number for name, number in lost.items() if name not in _BESIDE}
        assert told_of == gone(before, held(url))
        assert {each["kind"] for each in told["lost"]} <= {"table", "column"}
    assert held(url) == {}
    assert sum(before.values()) > 10_000, "there was something to lose"
