#!/usr/bin/env bash
# Alembic 1.20.1, SQLAlchemy 2.1.9. No database is needed.
#
# `upgrade --sql` writes values into op.bulk_insert, and leaves placeholders in op.execute of the same kind of
# construct; there is neither an error nor a warning. Of bulk_insert's values some are written wrongly:
#
#     op.execute(levy.update().values(rate=Decimal("1.5")))     UPDATE levy SET rate=%(rate)s;
#     op.execute(text("... = :year").bindparams(year=2026))     ... = %(year)s::INTEGER;
#     op.bulk_insert(levy, [{"rate": Decimal("NaN")}])          VALUES (NaN);           a column's name, not a number
#     op.bulk_insert(levy, [{"seal": rb"\x41"}])                VALUES ('\x41');        PostgreSQL reads one byte, 'A'
#     op.bulk_insert(levy, [{"rate": Decimal("1.5")}])          VALUES (1.5);           right
#
# The online run is right each time, so a script for the DBA looks tested and is not valid SQL (or, with the bytes, is
# valid and stores something else).
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    SQLAlchemy==2.1.9 alembic==1.20.1

cd "$work"
"$work/venv/bin/python" - <<'PY'
import io
import sys
from decimal import Decimal
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations


def script(act):
    written = io.StringIO()
    context = MigrationContext.configure(dialect_name="postgresql", opts={"as_sql": True, "output_buffer": written})
    act(Operations(context))
    return " ".join(written.getvalue().split())


levy = sa.table("levy", sa.column("rate", sa.Numeric(12, 10)), sa.column("seal", sa.LargeBinary))
bound = sa.text("UPDATE levy SET year = :year").bindparams(year=2026)
seen = [
    script(lambda op: op.execute(levy.update().values(rate=Decimal("1.5")))),
    script(lambda op: op.execute(bound)),
    script(lambda op: op.bulk_insert(levy, [{"rate": Decimal("NaN")}])),
    script(lambda op: op.bulk_insert(levy, [{"seal": rb"\x41"}])),
    script(lambda op: op.bulk_insert(levy, [{"rate": Decimal("1.5")}])),
]
print(*seen, sep="\n")
holds = ("%(rate)s" in seen[0] and "%(year)s" in seen[1] and "(nan)" in seen[2].lower()
         and r"('\x41')" in seen[3] and "(1.5)" in seen[4])
sys.exit(0 if holds else "behavior changed")
PY
