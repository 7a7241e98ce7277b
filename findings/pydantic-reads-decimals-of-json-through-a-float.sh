#!/usr/bin/env bash
# pydantic 2.14.4 (pydantic-core 2.50.5), msgspec 0.23.0, CPython 3.11.
#
# A field of type Decimal, read by model_validate_json from a JSON *number*, goes through a float when the number has a
# point, and is exact when it has none; msgspec and the standard library's parse_float=Decimal keep the digits.
#
#     {"value": 12345678901234567.89}            pydantic 12345678901234568       msgspec 12345678901234567.89
#     {"value": 0.12345678901234567890}          pydantic 0.12345678901234568     msgspec 0.12345678901234567890
#     {"value": 1.10}                            pydantic 1.1                     msgspec 1.10
#     {"value": 100000000000000000000000000001}  pydantic and msgspec: all digits
#     {"value": "12345678901234567.89"}          exact
#
# The type asks for a Decimal and JSON numbers are decimal text, so one expects no float in between; decimal_places and
# max_digits are checked on what is left, and so accept numbers that break them.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    pydantic==2.14.4 msgspec==0.23.0

cd "$work"
"$work/venv/bin/python" - <<'PY'
import json
import sys
from decimal import Decimal
import msgspec
import pydantic


class Levy(pydantic.BaseModel):
    value: Decimal


class Cents(pydantic.BaseModel):
    value: Decimal = pydantic.Field(decimal_places=2)


seen = []
for number in ("12345678901234567.89", "0.12345678901234567890", "1.10", "100000000000000000000000000001",
               '"12345678901234567.89"'):
    text = '{"value": %s}' % number
    seen.append((str(Levy.model_validate_json(text).value),
                 str(msgspec.json.decode(text, type=dict[str, Decimal])["value"])))
    print(f"{text:44} pydantic {seen[-1][0]}  msgspec {seen[-1][1]}")
broken = Cents.model_validate_json('{"value": 1.0000000000000000001}').value
print("decimal_places=2 given 1.0000000000000000001:", broken)
print("json.loads with parse_float=Decimal:", json.loads("12345678901234567.89", parse_float=Decimal))
wanted = ["12345678901234568", "0.12345678901234568", "1.1", "100000000000000000000000000001", "12345678901234567.89"]
exact = ["12345678901234567.89", "0.12345678901234567890", "1.10", wanted[3], wanted[4]]
holds = [first for first, _ in seen] == wanted and [second for _, second in seen] == exact
sys.exit(0 if holds else "behavior changed")
PY
