"""A safe operation has the same result as the plain statement, however it is run."""

import psycopg
import pytest

from safemigrate.catalogue import read
from tests.lint.folder import Folder
from tests.ops.cases import ALIKE, TABLES

VERSIONS = "public.alembic_version"


def catalogue(url):
    with psycopg.connect(url, autocommit=True) as connection:
        return read(connection, VERSIONS)


def prepared(shop, call, tables=TABLES):
    shop.rows(tables)
    shop.revision("r1", upgrade=f"op.{call}", downgrade="op.get_bind()")


def invalid(shop):
    return shop.rows(
        "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid UNION ALL "
        "SELECT conname::text FROM pg_constraint WHERE NOT convalidated"
    )


@pytest.mark.parametrize("call, plain, because", ALIKE)
def test_upgrade_leaves_what_plain_sql_leaves(shop, built, call, plain, because):
    prepared(shop, call)
    outcome = shop.db("upgrade")
    assert (outcome.status, invalid(shop)) == (0, []), (because, outcome)
    assert catalogue(shop.url) == catalogue(built(TABLES + plain)), because


@pytest.mark.parametrize("call, plain, because", ALIKE)
def test_sql_that_is_printed_leaves_it_too(shop, built, call, plain, because):
    if '"roll"' in call and "foreign" in call and pg(shop) < 18:
        pytest.skip("without a connection, --sql cannot tell that it is partitioned")
    prepared(shop, call)
    outcome = shop.db("upgrade", "--sql")
    assert outcome.status == 0, outcome
    for statement in outcome.stdout.split(";\n"):
        if statement.strip():
            shop.rows(statement)
    assert catalogue(shop.url) == catalogue(built(TABLES + plain)), because


def pg(shop):
    return int(shop.rows("SHOW server_version_num")[0][0]) // 10000


@pytest.mark.parametrize("version", [12, 18])
@pytest.mark.parametrize("call, plain, because", ALIKE)
def test_the_linter_finds_nothing(tmp_path, version, call, plain, because):
    folder = Folder(tmp_path)
    folder.write("r1", upgrade=f"op.{call}")
    report = folder.lint(pg=version)
    assert [(f.rule, f.message) for f in report.findings if f.rule != "REV301"] == [], because
    assert report.notes == (), because


# fmt: off
NAMES = [
    # table, column, because
    ("t",            "c",            "both are short"),
    ("t" * 40,       "c" * 20,       "the table's is cut"),
    ("t" * 20,       "c" * 40,       "the column's is cut"),
    ("t" * 60,       "c" * 60,       "both are cut"),
    ("ü" * 30,       "Ö" * 29,       "letters of two bytes are not cut in two"),
]
# fmt: on
NOT_NULL = "SELECT conname::text, convalidated FROM pg_constraint WHERE contype = 'n' AND conrelid = %s::regclass"


@pytest.mark.parametrize("table, column, because", NAMES)
def test_not_null_has_the_name_that_postgresql_gives_it(shop, built, table, column, because):
    make = f'CREATE TABLE "{table}" ("{column}" integer);'
    prepared(shop, f'set_not_null_safely("{table}", "{column}")', make)
    assert shop.db("upgrade").status == 0
    plain = built(f'{make} ALTER TABLE "{table}" ALTER "{column}" SET NOT NULL')
    with psycopg.connect(plain) as connection:
        expected = connection.execute(NOT_NULL, [f'"{table}"']).fetchall()
    names = shop.rows(NOT_NULL, f'"{table}"')
    assert names == expected, because
    assert len(names) == (pg(shop) >= 18)
