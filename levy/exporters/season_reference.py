"""Writes the reference page of the season folder from the declaration of the format.

python -m levy.exporters.season_reference > docs/reference/season-folder.md
"""

import sys
from collections.abc import Sequence

from levy.importers.season_column import Column, Table
from levy.importers.season_result_schema import RESULT_TABLES
from levy.importers.season_schema import FACTS, FILES

INTRODUCTION = """\
# The season folder

One county's levy season as plain files, to archive, compare, mail and compute again.
`levy season import` reads such a folder, `levy season export` writes one, and importing an
export gives the same season.

<!-- Written by `python -m levy.exporters.season_reference`; a test compares it with the format. -->

## How the files are written

- Each file is a CSV table in UTF-8 with a header row, except `season.toml`, which has keys.
  A byte order mark and Windows line ends are accepted.
- **A blank cell means not known, never 0.** The header has every column; only required cells
  must be filled. Blank rows are skipped.
- Columns and rows may be in any order. Exports and imports sort rows by their key, as text.
- Numbers are plain digits with a decimal point: no commas, dollar or percent signs, or scientific
  notation. Only `inflation` may be negative. An export writes dollars with two decimals, certified
  rates with the season's `rate_decimals`, and other numbers with all digits, without trailing
  zeros.
- Spaces around a cell are ignored. A text is one line.
- A spreadsheet runs a text that begins with `=`, `+`, `-` or `@` as a formula, so an export writes
  an apostrophe before it, and an import removes it. A text that begins with apostrophes and then
  such a sign gets one more, so nothing is lost. This includes `season.toml`.
- The folder may also contain a `README.md`, the result files below, hidden files and files that
  spreadsheets leave behind. Any other file is a problem.
- An optional file may be missing; an export leaves it out if it would have no rows.

An import reports all problems at once, with file, row (the header is row 1), column and what to
do. It imports nothing until all are fixed.
"""

RULES = """\
## What must match

- Each code exists in the file that it refers to; no two rows have the same key.
- A levy's `base` fits its `kind`: regular for regular, lid_lift, ems and non_voted_bond;
  excess for bond, capital and transport; enrichment, state_1 and state_2 for the kinds of the same
  name. A refund levy has the base of the refunded levy.
- `part_of` names a levy that is not part of another. No levy waits for itself through
  `statutory_less`.
- `limits.csv` has no bond, capital, transport or enrichment levy; `enrichment.csv` has only
  enrichment levies. A retired levy has no row in `requests.csv`, `received_rates.csv`,
  `protections.csv` and `buy_downs.csv`.
- `received_rates.csv` gives either rate or amount, which may be 0.
- An agreement in `buy_downs.csv` is between two levies, at a rate above zero.
- If `limits.csv` and every county in `levy_values.csv` give new_construction, state_assessed or
  state_assessed_prior, `limits.csv` has the sum of the counties.
- `senior` plus `farm` is at most `regular`. An area with regular value is active and pays a levy.
- A measure's `first_year` is not after its `last_year`.
- In `published.csv`, a rate, amount or base belongs to a levy; area_total, aggregate_590 and
  one_percent belong to an area.
- `certified_on` is in the tax year or the year before. Lower a late request by hand
  (RCW 84.52.070): the folder does not record when a district received its values, so the deadline
  is not checked.
"""


def season_reference() -> str:
    """Return the page: how files are written, the columns of each file, and the rules."""
    inputs = "\n".join(_input_section(table) for table in FILES)
    results = "\n".join(
        f"### {table.file}\n\nOne row per {table.one_row}.\n\n{_table(table.columns)}"
        for table in RESULT_TABLES
    )
    return "\n".join(
        (
            INTRODUCTION,
            "## Inputs\n",
            inputs,
            RULES,
            "## Results\n\nAn export of a computed season writes them; an import ignores them.\n",
            results,
        )
    )


def _input_section(table: Table) -> str:
    about = f"One row per {table.one_row}." if table is not FACTS else f"It holds {table.one_row}."
    if not table.needed:
        about += " Optional."
    if table.key:
        about += f" Key: {', '.join(f'`{name}`' for name in table.key)}."
    return f"### {table.file}\n\n{about}\n\n{_table(table.columns)}"


def _table(columns: Sequence[Column]) -> str:
    rows = "".join(
        f"| `{column.name}` | {column.meaning} | {_allowed(column)} |\n" for column in columns
    )
    return f"| column | meaning | unit or allowed values |\n|---|---|---|\n{rows}"


def _allowed(column: Column) -> str:
    of_file = f" of `{column.refers}`" if column.refers else ""
    return f"{column.unit.name}{of_file}{'; **required**' if column.required else ''}"


if __name__ == "__main__":
    sys.stdout.write(season_reference())
