#!/usr/bin/env bash
# typst 0.15.2 (the wheel with the compiler), pypdf 6.5.0 for reading the text back.
#
# In Typst str(-5) is not "-5": it is U+2212 MINUS SIGN and "5", for integers, floats and decimals. The printed page
# has that sign too, so a refund copied or extracted from the PDF is no number for other programs:
#
#     str(-5) == "-5"                        false
#     str(decimal("-5.25")).starts-with("-") false
#     repr(-5)                               "-5"   (with the hyphen)
#     text of the PDF                        −5.25, and float("−5.25") of Python is a ValueError
#
# In the other direction int() and decimal() take both signs, which hides it within Typst. Code that looks for a leading
# "-" to put parentheses around negative amounts, or passes numbers on as text, misses every negative one.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    typst==0.15.2 pypdf==6.5.0

cd "$work"
"$work/venv/bin/python" - <<'PY'
import io
import json
import sys
import pypdf
import typst

source = b"""
#set page(width: 300pt, height: 100pt)
#metadata((
  equal: str(-5) == "-5",
  text: str(-5),
  starts: str(decimal("-5.25")).starts-with("-"),
  repr: repr(-5),
  back: int(str(-5)) == -5 and decimal(str(decimal("-5.25"))) == decimal("-5.25"),
)) <seen>
#decimal("-5.25")
"""
seen = json.loads(typst.query(source, "<seen>", field="value", one=True))
print(seen)
printed = pypdf.PdfReader(io.BytesIO(typst.compile(source))).pages[0].extract_text().strip()
try:
    number = float(printed)
except ValueError as error:
    number = None
    print("from the PDF:", error)
holds = seen == {"equal": False, "text": "\u22125", "starts": False, "repr": "-5", "back": True}
sys.exit(0 if holds and printed == "\u22125.25" and number is None else "behavior changed")
PY
