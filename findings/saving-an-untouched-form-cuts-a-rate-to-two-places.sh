#!/usr/bin/env bash
# WTForms 3.3.2, Werkzeug 3.1.9.
#
# DecimalField shows a value with two places unless told otherwise (places=2), rounding halves to even, and reads what
# it has shown. Opening the edit form of a levy rate and pressing Save without a change stores another rate:
#
#     rate 1.2345678901     shown 1.23    saved 1.23
#     rate 0.0049           shown 0.00    saved 0.00
#     rate 2.345            shown 2.34    saved 2.34      (2.355 is shown as 2.36)
#     typed 1.2345678901    saved 1.2345678901            (places does not limit what is read)
#
# The validation of new input keeps all digits, so the field is tested and found exact; the loss is on the way out.
# places=None shows the value as it is.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    WTForms==3.3.2 Werkzeug==3.1.9

cd "$work"
"$work/venv/bin/python" - <<'PY'
import sys
from decimal import Decimal
import wtforms
from werkzeug.datastructures import MultiDict


class Form(wtforms.Form):
    rate = wtforms.DecimalField()
    exact = wtforms.DecimalField(places=None)


seen = []
for value in ("1.2345678901", "0.0049", "2.345", "2.355"):
    shown = Form(rate=Decimal(value), exact=Decimal(value))
    saved = Form(MultiDict({"rate": shown.rate._value(), "exact": shown.exact._value()}))
    seen.append((str(saved.rate.data), str(saved.exact.data)))
    print(f"{value:14} shown {shown.rate._value():6} saved {saved.rate.data}   with places=None {saved.exact.data}")
typed = Form(MultiDict({"rate": "1.2345678901"})).rate.data
print("typed:", typed)
wanted = [("1.23", "1.2345678901"), ("0.00", "0.0049"), ("2.34", "2.345"), ("2.36", "2.355")]
sys.exit(0 if seen == wanted and typed == Decimal("1.2345678901") else "behavior changed")
PY
