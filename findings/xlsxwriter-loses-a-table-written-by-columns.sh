#!/usr/bin/env bash
# XlsxWriter 3.3.1, python-calamine 0.9.1 for reading back.
#
# With constant_memory (for large workbooks) a cell of a row that was left is not written. There is no error and no
# warning, only a return value of -1 that nobody looks at; a table written a column at a time has its first column:
#
#     write_column("A1", [1, 2, 3])    0
#     write_column("B1", [4, 5, 6])    -1     the whole column is missing, the last row's 6 (still open) too
#     write("D1", "total")             -1     missing
#     without constant_memory          all there
#
# The option sounds like one about memory. The library raises for bad dates and NaN and warns for long links, so one
# expects to hear of lost cells; a total that is written above the rows at the end is missing as quietly.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    XlsxWriter==3.3.1 python-calamine==0.9.1

cd "$work"
"$work/venv/bin/python" - <<'PY'
import sys
import warnings
import python_calamine
import xlsxwriter

warnings.simplefilter("error")
seen = []
for constant in (False, True):
    with xlsxwriter.Workbook("roll.xlsx", {"constant_memory": constant}) as workbook:
        sheet = workbook.add_worksheet()
        said = [sheet.write_column("A1", [1, 2, 3]), sheet.write_column("B1", [4, 5, 6]), sheet.write("D1", "total")]
    rows = python_calamine.load_workbook("roll.xlsx").get_sheet_by_index(0).to_python()
    seen.append((said, rows))
    print("constant_memory:" if constant else "plain:", said, rows)
holds = seen[0][0] == [0, 0, 0] and seen[1] == ([0, -1, -1], [[1.0], [2.0], [3.0]]) and len(seen[0][1][0]) == 4
sys.exit(0 if holds else "behavior changed")
PY
