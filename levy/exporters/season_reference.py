"""The reference page of the season folder, written from the format's own declaration.

python -m levy.exporters.season_reference > docs/reference/season-folder.md
"""

import sys
from collections.abc import Sequence

from levy.importers.season_column import Column, Table
from levy.importers.season_result_schema import RESULT_TABLES
from levy.importers.season_schema import FACTS, FILES

INTRODUCTION = """\
# The season folder

One county's levy season as plain files, for a county to keep, compare, mail and run again.
`levy season import` reads such a folder, `levy season export` writes one, and importing an
export gives the same season.

<!-- Written by `python -m levy.exporters.season_reference`; a test compares it with the format. -->

## How the files are written

- Each file is a table in UTF-8 with commas and a header row; `season.toml` has keys instead.
  A byte order mark and Windows line ends are read as well.
- **A blank is not known; it is never 0.** Every column stands in the header, and a cell that is
  not required may stay blank. Rows without any text are passed over.
- Columns and rows may come in any order. An export sorts rows by their key, as text, and an
  import gives them in the same order.
- Numbers are plain digits with a decimal point: no commas, signs of money or percent, no
  scientific notation, and nothing below zero but `inflation`. An export writes dollars with two
  decimals, certified rates with the season's `rate_decimals`, and every other number with all
  its digits and no zeros at its end.
- Blanks around a cell are not part of it. A text stands on one line.
- A text that begins with `=`, `+`, `-` or `@` would be run as a formula when a spreadsheet opens
  the file, so an export writes an apostrophe in front of it, and the import takes that one
  apostrophe off again. Text that begins with apostrophes and then such a sign gets one more, so
  nothing is lost. Texts in `season.toml` follow the same rule.
- In the folder there may also be a `README.md`, the result files below, hidden files and what
  spreadsheets leave behind. Any other file is a problem.

Everything that is wrong is told in one run, with file, row (the header is row 1), column and what
to do. Nothing is imported while anything is wrong.
"""

RULES = """\
## What must fit together

- A code has a row in the file that it refers to; no two rows have the same key.
- A levy's `base` is that of its `kind`: regular for regular, lid_lift, ems and non_voted_bond;
  excess for bond, capital and transport; enrichment, state_1 and state_2 for their own.
  A refund levy has the base of the levy that was refunded.
- `part_of` names a levy that is no part of another. No levy waits for itself through
  `statutory_less`.
- `limits.csv` has no bond, capital, transport or enrichment levy; `enrichment.csv` has only
  enrichment levies. A retired levy has no row in `requests.csv`, `received_rates.csv`,
  `protections.csv` and `buy_downs.csv`.
- `received_rates.csv` gives exactly one of rate and amount; 0 is known.
- An agreement in `buy_downs.csv` is between two levies, at a rate above zero.
- Where `limits.csv` and every county's row of `levy_values.csv` give new_construction,
  state_assessed or state_assessed_prior, the counties' sum is the number in `limits.csv`.
- `senior` and `farm` together are no more than `regular`. An area with regular value is active
  and pays at least one levy.
- A measure's `first_year` is not after its `last_year`.
- In `published.csv` a rate, amount or base belongs to a levy; area_total, aggregate_590 and
  one_percent belong to an area.
- `certified_on` lies in the tax year or the year before it. It is tested against no day of them: a
  request that came late has to be cut by hand (RCW 84.52.070), because the folder does not say when
  a district was told its values.
"""


def season_reference() -> str:
    """Return the page: how files are written, each file with its columns, and the rules."""
    inputs = "\n".join(_input_section(table) for table in FILES)
    results = "\n".join(
        f"### {table.file}\n\nOne row for each {table.one_row}.\n\n{_table(table.columns)}"
        for table in RESULT_TABLES
    )
    return "\n".join(
        (
            INTRODUCTION,
            "## Inputs\n",
            inputs,
            RULES,
            "## Results\n\nWritten by an export of a computed season; passed over by an import.\n",
            results,
        )
    )


def _input_section(table: Table) -> str:
    about = (
        f"One row for each {table.one_row}." if table is not FACTS else f"It holds {table.one_row}."
    )
    if not table.needed:
        about += " The file may be absent; an export leaves it out when it would have no row."
    if table.key:
        about += f" Key: {', '.join(f'`{name}`' for name in table.key)}."
    return f"### {table.file}\n\n{about}\n\n{_table(table.columns)}"


def _table(columns: Sequence[Column]) -> str:
    rows = "".join(
        f"| `{column.name}` | {_meaning(column)} | {column.unit.name} "
        f"| {'required' if column.required else ''} |\n"
        for column in columns
    )
    return f"| column | meaning | unit or allowed values | |\n|---|---|---|---|\n{rows}"


def _meaning(column: Column) -> str:
    return f"{column.meaning} (a row of `{column.refers}`)" if column.refers else column.meaning


if __name__ == "__main__":
    sys.stdout.write(season_reference())
