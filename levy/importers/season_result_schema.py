"""The result files of a season folder; an import ignores them."""

from levy.importers.season_column import Column, ResultTable
from levy.importers.season_numbers import DOLLARS, VALUE, plain
from levy.importers.season_texts import CODE, LEVY, TEXT, choice, one_of
from levy.importers.season_unit import Unit
from levy.kinds import Binding

LINE_UNITS = ("dollars", "value", "rate", "factor", "fraction", "percent", "years", "number")
LINE_UNIT = one_of({unit: unit for unit in LINE_UNITS})


def _shown(name: str) -> Unit:
    """Return a unit that is written with all its digits, and never read."""
    return Unit(name, name, str, plain)


# The writer gives a certified rate exactly the season's number of decimals.
CERTIFIED_RATE = _shown("dollars per $1,000, `rate_decimals`")
WORKSHEET_RATE = _shown("dollars per $1,000, as on the worksheet")
LINE_VALUE = Unit("the unit of the line", "the unit of the line", str, str)

WORKSHEETS = ResultTable(
    "worksheets.csv",
    "worksheet line of a levy, in reading order",
    (
        Column("levy", LEVY, "the levy"),
        Column("line", CODE, "the line's letter on the form, or its name"),
        Column("label", TEXT, "the line's label"),
        Column("value", LINE_VALUE, "the number; blank means not known"),
        Column("unit", LINE_UNIT, "the unit of the value"),
        Column("statute", TEXT, "the law that the line follows"),
    ),
)
RATES = ResultTable(
    "rates.csv",
    "active levy",
    (
        Column("levy", LEVY, "the levy"),
        Column("base", VALUE, "the whole value taxed at the rate"),
        Column("county_base", VALUE, "this county's part of it"),
        Column("amount", DOLLARS, "the whole levy"),
        Column("uncapped_rate", CERTIFIED_RATE, "the rate that the request alone needs"),
        Column("rate", CERTIFIED_RATE, "the rate as certified"),
        Column("tax", DOLLARS, "this county's share: county_base × rate"),
        Column("binding", choice(Binding), "what decided the amount"),
    ),
)
AREA_RATES = ResultTable(
    "area_rates.csv",
    "area and active levy that it pays",
    (
        Column("area", CODE, "the area"),
        Column("levy", LEVY, "the levy"),
        Column("rate", CERTIFIED_RATE, "the levy's rate as certified"),
    ),
)
AREA_TOTALS = ResultTable(
    "area_totals.csv",
    "area",
    (
        Column("area", CODE, "the area"),
        Column("total_rate", CERTIFIED_RATE, "the sum of its levies' rates"),
        Column("senior_rate", CERTIFIED_RATE, "what a senior-exempt parcel pays"),
        Column("aggregate_590", CERTIFIED_RATE, "what counts in the $5.90 limit"),
        Column("one_percent", CERTIFIED_RATE, "what counts in the 1 percent limit"),
        Column("tax", DOLLARS, "each levy's base in the area × its rate, rounded once"),
    ),
)
CARRY_FORWARD = ResultTable(
    "carry_forward.csv",
    "levy under the levy limit",
    (
        Column("levy", LEVY, "the levy"),
        Column("highest_lawful_levy", DOLLARS, "the start of next year's limit"),
        Column("rate_for_next_year", WORKSHEET_RATE, "next year's `last_rate`"),
    ),
)
RESULT_TABLES = (WORKSHEETS, RATES, AREA_RATES, AREA_TOTALS, CARRY_FORWARD)
