#!/usr/bin/env bash
# polars 2.1.0 with fastexcel 0.21.0, XlsxWriter 3.3.1 to make the workbook.
#
# A column of an xlsx file that is declared as Int64 is cut toward zero, cell by cell, without an error; the same
# declaration for a CSV of the same table is refused.
#
#     read_excel, schema_overrides={"value": Int64}     1.99 -> 1, 2.5 -> 2, -1.5 -> -1, 0.999999 -> 0
#     read_csv,   schema_overrides={"value": Int64}     could not parse `1.99` as dtype `i64`
#     Series([1.99]).cast(Int64)                        1 (cut as well, but asked for)
#
# Declaring assessed values as whole dollars is meant as a check of the input. In a spreadsheet 99.99999999999999 is often
# a computed 100, and becomes 99.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    polars==2.1.0 fastexcel==0.21.0 XlsxWriter==3.3.1

cd "$work"
"$work/venv/bin/python" - <<'PY'
import io
import sys
import warnings
import polars
import xlsxwriter

warnings.simplefilter("error")
values = [1.99, 2.5, -1.5, 0.999999, 99.99999999999999]
with xlsxwriter.Workbook("roll.xlsx") as workbook:
    sheet = workbook.add_worksheet()
    sheet.write_column(0, 0, ["value", *values])
whole = polars.read_excel("roll.xlsx", schema_overrides={"value": polars.Int64})["value"].to_list()
print("read_excel:", whole)
text = "value\n" + "\n".join(map(str, values)) + "\n"
try:
    polars.read_csv(io.StringIO(text), schema_overrides={"value": polars.Int64})
    csv = "read"
except polars.exceptions.ComputeError as error:
    csv = str(error).splitlines()[0]
print("read_csv:", csv)
sys.exit(0 if whole[:4] == [1, 2, -1, 0] and "could not parse" in csv else "behavior changed")
PY
