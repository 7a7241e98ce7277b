"""Each revision's downgrade announces what it loses, and loses exactly that."""

import json
from typing import Any

from psycopg.sql import SQL, Identifier

from tests.partitioned.conftest import REVISIONS
from tests.partitioned.parcels import write_rows
from tiers import full

_TABLES = """
SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition
AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'
"""
_COLUMNS = """
SELECT attname FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""
# Its values are back under the old name once the swap is reverted.
_RENAMED = "parcel.exemption__old"


def contents(roll) -> dict[str, int]:
    """Return the rows of each table, and the values of each column."""
    number = {}
    count = SQL("SELECT count({}) FROM {}").format
    for (table,) in roll.rows(_TABLES):
        [(number[table],)] = roll.rows(count(SQL("*"), Identifier(table)))
        for (column,) in roll.rows(_COLUMNS, table):
            [(values,)] = roll.rows(count(Identifier(column), Identifier(table)))
            number[f"{table}.{column}"] = values
    return number


def dropped(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    """Return the dropped tables, and the dropped columns of the others."""
    return {
        name: number
        for name, number in before.items()
        if name not in after
        and name != _RENAMED
        and ("." not in name or name.partition(".")[0] in after)
    }


def changed(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    """Return the tables with a column that has another number of values."""
    return {
        f"changed {name.partition('.')[0]}": abs(after[name] - number)
        for name, number in before.items()
        if "." in name and name in after and after[name] != number
    }


def name(loss: dict[str, Any]) -> str:
    """Return the name of an announced loss in this test."""
    if loss["kind"] == "column":
        return f"{loss['table']}.{loss['column']}"
    return loss["table"] if loss["kind"] == "table" else f"{loss['kind']} {loss['table']}"


@full
def test_every_revision_from_the_last_to_the_first(roll):
    assert roll.db("upgrade", "0002").status == 0
    write_rows(roll)
    assert roll.db("upgrade").status == 8
    assert roll.db("backfill", "run").status == 0
    assert roll.db("upgrade").status == 0
    lost_at = {}
    for revision in reversed(REVISIONS):
        before = contents(roll)
        outcome = roll.db("downgrade", "--json")
        assert outcome.status == 0, outcome
        announced = json.loads(outcome.stdout)["lost"]
        after = contents(roll)
        lost_at[revision] = {name(loss): loss["number"] for loss in announced if loss["number"]}
        assert lost_at[revision] == dropped(before, after) | changed(before, after), revision
    assert contents(roll) == {}
    assert {revision: lost for revision, lost in lost_at.items() if lost} == {
        "0015": {"changed upload_problem": 400},
        "0008": {"parcel.exemption__new": 600},
        "0003": {"parcel.personal_property": 600},
        "0002": {"upload": 1, "upload_problem": 1200},
        "0001": {"parcel": 600, "season": 3},
    }
