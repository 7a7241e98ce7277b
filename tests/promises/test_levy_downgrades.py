"""Each downgrade of the levy application says what it loses, and that is what is gone."""

import json
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import text

from document_console import printed
from levy.db import db
from levy.services.calculate_season import calculate_season
from levy.services.import_season import import_season
from tests.levy.conftest import application, migrated

ROOT = Path(__file__).parents[2]

_TABLES = """
SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition
AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'
"""
_COLUMNS = """
SELECT attname FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""
_PARCELS = """
INSERT INTO property (county_id, tax_year, parcel, area, land, improvement, personal_property,
                      exemption, regular, excess, state_1, state_2)
SELECT county_id, year, 'parcel ' || n, 'B4', 100, 200, n, 60, 240, 200, 230, 190
FROM tax_year, generate_series(1, 30) n
"""


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
    """Return the tables that are gone, and the columns that are gone from the others."""
    return {
        name: number
        for name, number in before.items()
        if name not in after and ("." not in name or name.partition(".")[0] in after)
    }


def test_every_revision_from_the_last_to_the_first(clone_of):
    url = clone_of(migrated)
    app = application(url)
    with app.app_context():
        import_season(ROOT / "examples" / "benton-2025")
        calculate_season(2025)
        db.session.execute(text(_PARCELS))
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    revisions = len(list((ROOT / "migrations" / "versions").glob("*.py")))
    for _ in range(revisions):
        before = held(url)
        status, said = printed("python migrate.py downgrade --json", ROOT, DATABASE_URL=url)
        assert status == 0, said
        told = json.loads(said[said.index("{\n") : said.rindex("}") + 1])
        lost = {
            f"{each['table']}.{each['column']}" if each["kind"] == "column" else each["table"]: (
                each["number"]
            )
            for each in told["lost"]
        }
        assert lost == gone(before, held(url))
        assert {each["kind"] for each in told["lost"]} <= {"table", "column"}
    assert held(url) == {}
    assert sum(before.values()) > 10_000, "there was something to lose"
