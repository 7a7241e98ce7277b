#!/usr/bin/env bash
# python-calamine 0.9.1, openpyxl 3.1.5, XlsxWriter 3.3.1 to make the workbook.
#
# Three ways to read one sheet begin at three corners. A table that starts in C4:
#
#     to_python()                          [['levy', 'rate'], ['County', 1.5]]              from C4
#     iter_rows()                          three empty rows, then ['levy', 'rate'], ...     from C1
#     to_python(skip_empty_area=False)     three empty rows, then ['', '', 'levy', 'rate']  from A1
#
# "Row 2 is wrong" then points at another row than the one that the person sees (5), and a remembered column mapping
# (column C) moves as soon as somebody writes a note into A1. Methods of one object are expected to agree.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    python-calamine==0.9.1 XlsxWriter==3.3.1 openpyxl==3.1.5

cd "$work"
"$work/venv/bin/python" - <<'PY'
import sys
import python_calamine
import xlsxwriter

with xlsxwriter.Workbook("levies.xlsx") as workbook:
    sheet = workbook.add_worksheet()
    sheet.write_row("C4", ["levy", "rate"])
    sheet.write_row("C5", ["County", 1.5])
sheet = python_calamine.load_workbook("levies.xlsx").get_sheet_by_index(0)
cut, whole, rows = sheet.to_python(), sheet.to_python(skip_empty_area=False), list(sheet.iter_rows())
print("to_python:", cut)
print("skip_empty_area=False:", whole)
print("iter_rows:", rows)
with xlsxwriter.Workbook("noted.xlsx") as workbook:
    sheet = workbook.add_worksheet()
    sheet.write("A1", "draft")
    sheet.write_row("C4", ["levy", "rate"])
    sheet.write_row("C5", ["County", 1.5])
noted = python_calamine.load_workbook("noted.xlsx").get_sheet_by_index(0).to_python()
print("with a note in A1:", noted)
holds = cut == [["levy", "rate"], ["County", 1.5]] and whole == [["", "", "", ""]] * 3 + [
    ["", "", "levy", "rate"], ["", "", "County", 1.5]] and rows == [["", ""]] * 3 + cut and noted[3][2] == "levy"
sys.exit(0 if holds else "behavior changed")
PY
