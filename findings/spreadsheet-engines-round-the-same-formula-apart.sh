#!/usr/bin/env bash
# ironcalc 0.9.1, formualizer 0.13.0, formulas 1.3.4: three libraries that calculate Excel formulas.
#
#     formula                IronCalc     formualizer    formulas
#     ROUND(1.005,2)         1.01         1.01           1.0
#     ROUND(39.995,2)        40           40.0           39.99
#     TEXT(2.5,"0")          2            3              2          (ROUND(2.5,0) is 3 in all)
#     0.1+0.2=0.3            TRUE         FALSE          FALSE
#     TRUNC(4.35*100)        435          435            434        (INT of the same: 434 in IronCalc)
#     VALUE("1,000.50")      1000.5       an error       an error
#
# Each is used to fill in the cached values of a workbook, or to check one. Two roundings within one library (ROUND and
# TEXT, INT and TRUNC) are as far apart as two libraries; a levy rounded by a recalculated sheet is off by a cent.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    ironcalc==0.9.1 formualizer==0.13.0 formulas==1.3.4

cd "$work"
"$work/venv/bin/python" - <<'PY'
import sys
import warnings
import formualizer
import formulas
import ironcalc

warnings.simplefilter("ignore")
wanted = {
    "=ROUND(1.005,2)": ("1.01", "1.01", "1.0"),
    "=ROUND(39.995,2)": ("40", "40.0", "39.99"),
    "=ROUND(2.5,0)": ("3", "3.0", "3.0"),
    '=TEXT(2.5,"0")': ("2", "3", "2"),
    "=0.1+0.2=0.3": ("TRUE", "False", "False"),
    "=TRUNC(4.35*100)": ("435", "435.0", "434.0"),
    "=INT(4.35*100)": ("434", "434.0", "434"),
    '=VALUE("1,000.50")': ("1000.5", "error", "error"),
}
iron = ironcalc.create("book", "en", "UTC", "en")
other = formualizer.Workbook()
other.add_sheet("Sheet1")
for row, formula in enumerate(wanted, 1):
    iron.set_user_input(0, row, 1, formula)
    other.set_formula("Sheet1", row, 1, formula)
iron.evaluate()
same = True
for row, (formula, expected) in enumerate(wanted.items(), 1):
    second = other.evaluate_cell("Sheet1", row, 1)
    third = str(formulas.Parser().ast(formula)[1].compile()())
    seen = (iron.get_formatted_cell_value(0, row, 1), "error" if isinstance(second, dict) else str(second),
            "error" if "#VALUE" in third else third)
    print(f"{formula:22}", *(f"{each:12}" for each in seen))
    same = same and seen == expected
sys.exit(0 if same else "behavior changed")
PY
