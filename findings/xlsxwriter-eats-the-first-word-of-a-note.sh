#!/usr/bin/env bash
# XlsxWriter 3.3.1, python-calamine 0.9.1 for reading back.
#
# write() takes text that begins with internal:, external: or mailto: for a link and writes the cell without that word; no
# error, no warning. write_string keeps it.
#
#     write("internal:transfer from the road fund")        cell: transfer from the road fund
#     write("external:paid by the county")                 cell: paid by the county
#     write("https://" and more than 2079 characters)      cell: empty (a warning, and -3)
#     write_string("internal:transfer ...")                cell: internal:transfer from the road fund
#
# That http:// becomes a link is known and keeps the text. Notes and fund names of an export come from people, and are
# compared with the program's when they come back.
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

notes = ["internal:transfer from the road fund", "external:paid by the county", "https://county.gov/" + "a" * 2100,
         "http://county.gov/levy", "internally: no link"]
with xlsxwriter.Workbook("notes.xlsx") as workbook, warnings.catch_warnings():
    warnings.simplefilter("ignore")
    sheet = workbook.add_worksheet()
    for row, note in enumerate(notes):
        said = sheet.write(row, 0, note)
        sheet.write_string(row, 1, note)
        print(f"write returned {said} for {note[:40]!r}")
rows = python_calamine.load_workbook("notes.xlsx").get_sheet_by_index(0).to_python()
for row in rows:
    print([cell[:40] for cell in row])
first, second = zip(*rows, strict=True)
wanted = ("transfer from the road fund", "paid by the county", "", notes[3], notes[4])
sys.exit(0 if first == wanted and list(second) == notes else "behavior changed")
PY
