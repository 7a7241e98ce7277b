"""Other schemas and names that are quoted; the linter; a run that was interrupted."""

import pytest

from tests.lint.folder import Folder
from tests.online.row import write_rename, write_type_change
from tests.online.walk import catalogue, walked
from tiers import full

LONG = "a_column_whose_name_is_as_long_as_postgresql_lets_a_name_be_now"
pytestmark = full

# fmt: off
NAMES = [
    # schema, table, column, because
    ("", "Odd Table", 'a "b" c:d', "names that are quoted"),
    ("roll", "parcel", "value", "another schema"),
    ("Roll 25", "order", "user", "words of SQL"),
    ("", "parcel", "found", "a name that plpgsql has for its own"),
    ("", "parcel", "converted", "a name that our function has for its own"),
    ("", "parcel", LONG, "a name of 63 bytes"),
]
# fmt: on


def named(name):
    return '"' + name.replace('"', '""') + '"'


@pytest.mark.parametrize("schema, table, column, because", NAMES)
def test_whatever_it_is_called(shop, built, schema, table, column, because):
    where = f"{named(schema or 'public')}.{named(table)}"
    tables = (
        f"CREATE SCHEMA IF NOT EXISTS {named(schema or 'public')};"
        f"CREATE TABLE {where} (id int, {named(column)} int NOT NULL CHECK ({named(column)} > 0));"
        f"CREATE INDEX ON {where} ({named(column)}); INSERT INTO {where} VALUES (1, 1)"
    )
    shop.rows(tables)
    before = catalogue(shop.url)
    write_type_change(
        shop,
        "sa.BigInteger()",
        "sa.Integer()",
        table=table,
        column=column.replace('"', '\\"'),
        schema=schema,
    )
    plain = f"ALTER TABLE {where} ALTER {named(column)} TYPE bigint"
    assert walked(shop, "upgrade") == catalogue(built(f"{tables}; {plain}")), because
    assert walked(shop, "downgrade", "base") == before, because


def test_the_linter_reads_each_phase_and_finds_nothing(tmp_path):
    folder = Folder(tmp_path)
    on = '"parcel", "value"'
    calls = [
        f"change_type_online({on}, sa.BigInteger())",
        f"fill_online({on})",
        f"build_online({on})",
        f"swap_online({on})",
        f"finish_online({on})",
        f'rename_column_online({on}, "worth")',
        f"undo_finish_type_online({on}, sa.Integer())",
        f'undo_finish_rename_online({on}, "worth")',
    ]
    for number, call in enumerate(calls, 1):
        folder.write(f"r{number}", f"r{number - 1}" if number > 1 else None, f"op.{call}")
    report = folder.lint()
    assert [(f.rule, f.message) for f in report.findings if f.rule != "REV301"] == []
    assert report.notes == ()


@pytest.mark.parametrize("write", [write_rename, None])
def test_a_run_that_stops_after_any_step_goes_on(shop, built, write):
    table = (
        "CREATE TABLE owner (id int PRIMARY KEY); INSERT INTO owner VALUES (1);"
        "CREATE TABLE parcel (id int, value serial PRIMARY KEY REFERENCES owner CHECK (value > 0));"
        "CREATE INDEX pair ON parcel (id, value); INSERT INTO parcel VALUES (1, 1)"
    )
    shop.rows(table)
    if write:
        write(shop)
        plain = "ALTER TABLE parcel RENAME value TO worth"
    else:
        write_type_change(shop, "sa.BigInteger()", "sa.Integer()")
        plain = "ALTER TABLE parcel ALTER value TYPE bigint"
    for _ in range(60):
        outcome = shop.db("upgrade", "--until-step", "1")
        assert outcome.status == 0, outcome
        if shop.version() == ["finished"]:
            break
    assert shop.version() == ["finished"]
    assert catalogue(shop.url) == catalogue(built(f"{table}; {plain}"))
