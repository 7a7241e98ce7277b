#!/usr/bin/env bash
# openpyxl 3.1.5, python-calamine 0.9.1, pandas 3.1.1, XlsxWriter 3.3.1 to make the workbook.
#
# A number in a cell that has kept a date format (a column inserted next to dates gets theirs) is read by size:
#
#     number        openpyxl                     calamine                 pandas (openpyxl)
#     45292.5       2024-01-01 12:00             2024-01-01 12:00         the same
#     2958465       9999-12-31                   9999-12-31               the same
#     3000000       '#VALUE!' (a string)         3000000.0                NaN
#     -1            1899-12-29                   00:00 (a time)           1899-12-29
#     0             00:00 (a time)               00:00 (a time)           00:00
#
# The file holds 3000000 and no error. openpyxl replaces it by the text of an Excel error (and warns on stderr), which
# pandas takes for a missing value: an assessed value of three million counts as nothing, one of 2.9 million is a day.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    python-calamine==0.9.1 openpyxl==3.1.5 pandas==3.1.1 XlsxWriter==3.3.1

cd "$work"
"$work/venv/bin/python" - <<'PY'
import datetime
import sys
import warnings
import openpyxl
import pandas
import python_calamine
import xlsxwriter

numbers = [45292.5, 2958465, 3000000, -1, 0]
with xlsxwriter.Workbook("roll.xlsx") as workbook:
    sheet = workbook.add_worksheet()
    sheet.write_column(0, 0, numbers, workbook.add_format({"num_format": "m/d/yyyy"}))
with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    by_openpyxl = [row[0].value for row in openpyxl.load_workbook("roll.xlsx").active]
by_calamine = [row[0] for row in python_calamine.load_workbook("roll.xlsx").get_sheet_by_index(0).to_python()]
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    by_pandas = pandas.read_excel("roll.xlsx", header=None)[0].tolist()
for row in zip(numbers, by_openpyxl, by_calamine, by_pandas, strict=True):
    print(*map(repr, row), sep="  ")
print("warnings:", len(said))
holds = (by_openpyxl[2] == "#VALUE!" and by_calamine[2] == 3000000 and pandas.isna(by_pandas[2])
         and by_openpyxl[3] == datetime.datetime(1899, 12, 29) and by_calamine[3] == datetime.time(0, 0))
sys.exit(0 if holds else "behavior changed")
PY
