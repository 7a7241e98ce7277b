#!/usr/bin/env bash
# typst 0.15.2.
#
# calc.quo rounds down and calc.rem keeps the sign of the dividend, so for negative numbers quotient and remainder of
# one division do not give the number back:
#
#     calc.quo(-7, 2) = -4    calc.rem(-7, 2) = -1     -4 * 2 + -1 = -9
#     calc.rem-euclid(-7, 2) = 1 belongs to it
#     decimal("-7.00"): the same
#     the cents of -12.34 by calc.rem(-1234, 100): -34; the dollars by calc.quo(-1234, 100): -13
#
# In nearly all languages the two primitives are a pair (both cut, or both floor). Splitting a negative amount into
# dollars and cents, or pages and rows, is wrong by one, and right for all positive amounts.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    typst==0.15.2

cd "$work"
"$work/venv/bin/python" - <<'PY'
import json
import sys
import typst

source = b"""
#let pair(number, by) = (quo: repr(calc.quo(number, by)), rem: repr(calc.rem(number, by)),
  euclid: repr(calc.rem-euclid(number, by)), back: calc.quo(number, by) * by + calc.rem(number, by) == number)
#metadata((pair(-7, 2), pair(decimal("-7.00"), decimal("2")), pair(-1234, 100), pair(7, 2))) <seen>
"""
seen = json.loads(typst.query(source, "<seen>", field="value", one=True))
print(*seen, sep="\n")
holds = ([each["back"] for each in seen] == [False, False, False, True]
         and (seen[0]["quo"], seen[0]["rem"], seen[0]["euclid"]) == ("-4", "-1", "1")
         and (seen[2]["quo"], seen[2]["rem"]) == ("-13", "-34"))
sys.exit(0 if holds else "behavior changed")
PY
