"""What a downgrade says that it loses is what is gone afterwards."""

import json

import psycopg

from tests.loss.ladder import BASE, RUNGS
from tiers import full

RENAMED = {"new_name": "old_name", "term": "word"}
_TABLES = """
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname !~ '^pg_' AND n.nspname <> '_migrate'
  AND n.nspname <> 'information_schema' AND c.relname <> 'alembic_version'
"""
_COMPUTED = """
SELECT attname FROM pg_attribute WHERE attgenerated <> '' AND attrelid = %s::regclass
"""


def code(sql):
    return "\n    ".join(f"op.execute({part!r})" for part in sql.split(";") if part.strip())


def held(url):
    """Return each table's rows by their ids, without what is computed."""
    tables = {}
    with psycopg.connect(url) as connection:
        for schema, table in connection.execute(_TABLES).fetchall():
            name = psycopg.sql.Identifier(schema, table)
            quoted = name.as_string(connection)
            computed = {row[0] for row in connection.execute(_COMPUTED, [quoted])}
            rows = connection.execute(
                psycopg.sql.SQL("SELECT id, to_jsonb(t) FROM {} t").format(name)
            )
            place = table if schema == "public" else f"{schema}.{table}"
            tables[place] = {
                number: {key: value for key, value in row.items() if key not in computed}
                for number, row in rows.fetchall()
            }
    return tables


def gone(before, after):
    """Count every row and value that is no longer there or no longer the same."""
    total = 0
    for table, rows in before.items():
        now = after.get(table, after.get(RENAMED.get(table)))
        if now is None:
            total += len(rows)
            continue
        total += len(rows.keys() - now.keys())
        for number in rows.keys() & now.keys():
            stays = now[number]
            was = {
                key if key in stays else RENAMED.get(key, key): value
                for key, value in rows[number].items()
            }
            total += sum(was[key] is not None for key in was.keys() - stays.keys())
            total += sum(stays[key] != was[key] for key in was.keys() & stays.keys())
    return total


def announced(lost):
    """Return what was announced, as the ladder writes it."""
    numbers = {}
    for loss in lost:
        table = loss["table"]
        if loss["schema"] not in ("public", ""):
            table = f"{loss['schema']}.{table}"
        kind = "changed" if loss["kind"] in ("type", "label", "changed") else loss["kind"]
        if kind != "changed" or loss["number"]:
            key = {"table": table, "column": f"{table}.{loss['column']}"}.get(kind)
            numbers[key or f"{kind} {table}"] = loss["number"]
    return numbers


@full
def test_each_of_thirty_kinds(shop):
    shop.revision("r00", upgrade=code(BASE), downgrade="pass")
    for number, (upgrade, _, downgrade, *_) in enumerate(RUNGS, start=1):
        follows = f"r{number - 1:02}"
        shop.revision(f"r{number:02}", follows, upgrade=code(upgrade), downgrade=code(downgrade))
    assert shop.db("upgrade").status == 0
    for _, written, *_ in RUNGS:
        if written:
            shop.rows(written)
    for *_, expected, because in reversed(RUNGS):
        before = held(shop.url)
        outcome = shop.db("downgrade", "--json")
        assert outcome.status == 0, outcome.stderr
        assert announced(json.loads(outcome.stdout)["lost"]) == expected, because
        assert gone(before, held(shop.url)) == sum(expected.values()), because
