#!/usr/bin/env bash
# polars 2.1.0.
#
# A DataFrame from rows of Python Decimals takes the scale from the first 100 rows. A later value with more places is
# rounded to that scale, without an error or a warning, and halves to even; a Series or a column-wise dict of the same
# values looks at all of them.
#
#     pl.DataFrame([(Decimal("1.00"),)] * 100 + [(Decimal("2.34567"),)], orient="row")    last value 2.35, decimal[38,2]
#     the same with dicts as rows                                                         last value 2.35
#     pl.DataFrame({"rate": [...the same values...]})                                     last value 2.34567, scale 5
#     ninety-nine rows before it                                                          last value 2.34567
#
# Rows are what a database cursor gives. That too short an inference raises, or finds null, is known from other types;
# an exact type that silently loses digits is not expected.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    polars==2.1.0

cd "$work"
"$work/venv/bin/python" - <<'PY'
import sys
import warnings
from decimal import Decimal
import polars

warnings.simplefilter("error")


def last(frame):
    return str(frame["rate"][-1]), str(frame["rate"].dtype)


long, short = [Decimal("1.00")] * 100 + [Decimal("2.34567")], [Decimal("1.00")] * 99 + [Decimal("2.34567")]
seen = [
    last(polars.DataFrame([(value,) for value in long], schema=["rate"], orient="row")),
    last(polars.DataFrame([{"rate": value} for value in long])),
    last(polars.DataFrame({"rate": long})),
    last(polars.DataFrame([(value,) for value in short], schema=["rate"], orient="row")),
]
half = last(polars.DataFrame([(Decimal("1.00"),)] * 100 + [(Decimal("1.005"),)], schema=["rate"], orient="row"))
print(*seen, half, sep="\n")
holds = [value for value, _ in seen] == ["2.35", "2.35", "2.34567", "2.34567"] and half[0] == "1.00"
sys.exit(0 if holds else "behavior changed")
PY
