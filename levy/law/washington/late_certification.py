"""A levy that is certified after November 30.  RCW 84.52.070(3).

It may not exceed last year's certified amount, unless the assessor gave the district its values
too late: less than twelve working days before November 30.  The rule does not apply to the state.
"""

from decimal import Decimal

from levy.law.worksheet import Working, Worksheet


def usable_amount(
    late: Decimal, *, last_year: Decimal, working_days: int, days_needed: Decimal
) -> Worksheet:
    """Return the usable amount of a late certification, as line `usable`.

    late          dollars certified late
    last_year     dollars that the district certified last year
    working_days  between the assessor's certification of values and November 30
    days_needed   working days: 12
    """
    sheet = Working("RCW 84.52.070")
    sheet.input("late", "Amount certified late", late, "dollars", "requests.csv")
    sheet.input("last_year", "Amount certified last year", last_year, "dollars", "limits.csv")
    sheet.input(
        "working_days",
        "Working days that the district had",
        Decimal(working_days),
        "number",
        "the assessor",
    )
    sheet.input(
        "days_needed",
        "Working days that the district must have",
        days_needed,
        "number",
        sheet.statute,
    )
    if working_days < days_needed:
        sheet.computed("usable", "Usable amount: the values came too late", late, "dollars", "late")
    else:
        sheet.computed(
            "usable",
            "Usable amount: at most last year's",
            min(late, last_year),
            "dollars",
            "lesser(late, last_year)",
        )
    return sheet.worksheet()
