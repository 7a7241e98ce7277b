#!/usr/bin/env bash
# polars 2.1.0 with fastexcel 0.21.0 (its default engine), XlsxWriter 3.3.1 to make the workbook.
#
# A column's type comes from the first 1000 rows. A cell below that holds an amount as text, as Excel leaves it after a
# paste ("2,600,000.00"), becomes null; no error, no warning. In a sheet of one column the row is gone as well. The same
# cell among the first rows turns the column into text, and nothing is lost.
#
#     row 1502 "2,600,000.00" as text     value null
#     row 1503 "1.50" as text             value 1.5
#     the same as the first data row      "2,600,000.00", all values as text
#     schema_overrides Decimal(18, 2)     value null as well
#
# A reader that states a type is expected to refuse what does not fit. The null then counts as nothing in a sum.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    polars==2.1.0 fastexcel==0.21.0 XlsxWriter==3.3.1

cd "$work"
"$work/venv/bin/python" - <<'PY'
import sys
import warnings
import polars
import xlsxwriter

warnings.simplefilter("error")


def book(name, values):
    with xlsxwriter.Workbook(name) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["levy", "value"])
        for row, value in enumerate(values, 1):
            sheet.write(row, 0, f"levy {row}")
            sheet.write(row, 1, value)


numbers = [float(number) for number in range(1500)]
book("late.xlsx", numbers + ["2,600,000.00", "1.50"])
book("early.xlsx", ["2,600,000.00", *numbers])
late = polars.read_excel("late.xlsx")["value"]
stated = polars.read_excel("late.xlsx", schema_overrides={"value": polars.Decimal(18, 2)})["value"]
early = polars.read_excel("early.xlsx")["value"]
print("late:  ", late.dtype, late.to_list()[-3:])
print("stated:", stated.dtype, stated.to_list()[-3:])
print("early: ", early.dtype, early.to_list()[:2])
holds = late.to_list()[-3:] == [1499.0, None, 1.5] and stated.to_list()[-2] is None and early[0] == "2,600,000.00"
sys.exit(0 if holds else "behavior changed")
PY
